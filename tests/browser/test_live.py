"""Two people at once: what one does appears at the other, who loses neither selection nor place nor words."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Page, expect

from annotations import actions
from annotations.models import Highlight
from corpus_app.actions import correct_metadata, remove_member
from corpus_app.models import Article, Project, Role
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article

FIRST = "The quay stays open to bikes 🚲 and prams, said the mayor of Saltmouth on Monday."
SECOND = "Nobody had asked the fishermen, who need the quay for their nets in winter."
LONG = [f"Paragraph {n} says what the {n} before it have said already, at some length." for n in range(60)]
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SELECTED = "() => [getSelection().toString(), getSelection().direction]"

Staying = Callable[[Page], AbstractContextManager[None]]


@pytest.fixture
def project() -> Project:
    project = a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)
    a_tag(project, "Bikes"), a_tag(project, "Quays")
    return project


@pytest.fixture
def article(project: Project) -> Article:
    return an_article(project, FIRST, SECOND, title="The quay")


@pytest.fixture
def anna(article, page_of) -> Reader:
    return Reader(page_of(a_user("anna")), article).open()


@pytest.fixture
def ben(article, page_of) -> Reader:
    return Reader(page_of(a_user("ben")), article).open()


def of(project: Project, name: str):
    return project.tags.get(name=name)


def test_a_highlight_its_tag_its_note_and_its_end_appear_without_reload(article, anna, ben, staying: Staying):
    with staying(anna.page):
        ben.highlight("open to bikes 🚲", "Bikes")
        expect(anna.marks).to_have_text(["open to bikes 🚲"])
        expect(anna.paragraph(1).locator(".notes")).to_contain_text("Bikes")
        ben.panel.get_by_text("Write a note").click()
        ben.page.locator("#new-note").fill("So they say.")
        ben.page.get_by_role("button", name="Save note").click()
        expect(anna.paragraph(1).locator(".notes")).to_contain_text("So they say.")
        anna.page.locator(".legend summary").click()
        expect(anna.page.locator("#legend li:visible")).to_have_text(["Bikes 1"])
        ben.panel.get_by_role("button", name="Delete highlight").click()
        expect(anna.marks).to_have_count(0)
        expect(anna.page.locator("#legend li:visible")).to_have_count(0)


def test_a_new_tag_is_offered_and_a_changed_one_looks_different(project, article, anna, staying: Staying):
    a_highlight(article, "open to bikes", by="ben", tags=(of(project, "Bikes"),))
    expect(anna.marks).to_have_count(1)
    with staying(anna.page):
        anna.select("the mayor of Saltmouth")
        expect(anna.palette).to_be_visible()
        anna.page.keyboard.type("P")
        a_tag(project, "Prams")
        expect(anna.options.filter(has_text="Prams")).to_have_count(1)
        expect(anna.find).to_have_value("P")
        actions.edit_tag(tag=of(project, "Bikes"), actor=a_user("olga"), name="Bicycles")
        expect(anna.paragraph(1).locator(".notes")).to_contain_text("Bicycles")
        expect(anna.palette).to_be_visible()


def test_the_articles_title_and_neighbours_follow(project, article, anna, staying: Staying):
    with staying(anna.page):
        an_article(project, "Another.", title="Another")
        expect(anna.page.locator("#turn")).to_contain_text("1 / 2")
        correct_metadata(article=article, actor=a_user("ben"), title="The harbour", source="Saltmouth Post")
        expect(anna.page.locator("#about")).to_contain_text("Saltmouth Post")
        expect(anna.page).to_have_title("The harbour · Corpus")


# --- What the person does meanwhile


@pytest.fixture
def selecting(article, page_of) -> Reader:
    """Anna has dragged over a passage; the palette is open."""
    reader = Reader(page_of(a_user("anna")), article).open()
    reader.select("open to bikes 🚲 and prams")
    expect(reader.palette).to_be_visible()
    return reader


@pytest.mark.parametrize(
    "quote",
    ["asked the fishermen", "The quay", "Monday", "bikes 🚲", "on Monday.\n\nNobody", "to bikes 🚲 and prams, said"],
    ids=["another paragraph", "before", "after", "inside", "across paragraphs", "overlapping"],
)
def test_a_selection_stays_whatever_appears(article, selecting, quote):
    before = selecting.page.evaluate(SELECTED)
    a_highlight(article, quote, by="ben")
    expect(selecting.marks.first).to_be_visible()
    expect(selecting.paragraph(2 if quote.startswith("asked") else 1).locator("mark[data-h]").first).to_be_visible()
    assert selecting.page.evaluate(SELECTED) == before
    expect(selecting.palette).to_be_visible()
    selecting.tag("Bikes")
    expect(selecting.panel).to_contain_text("Bikes")
    assert Highlight.objects.get(article=article, author=a_user("anna")).quote == "open to bikes 🚲 and prams"


def test_a_selection_that_is_being_dragged_goes_on(article, anna):
    box = anna.paragraph(1).locator("[data-p]").bounding_box()
    mouse = anna.page.mouse
    mouse.move(box["x"] + 2, box["y"] + 14)
    mouse.down()
    mouse.move(box["x"] + 120, box["y"] + 14, steps=4)
    begun = anna.selected()
    with anna.page.expect_response("**/followed/*"):
        a_highlight(article, "The quay", by="ben")
    mouse.move(box["x"] + 200, box["y"] + 14, steps=4)
    mouse.up()
    expect(anna.marks.first).to_be_visible()  # not before, lest the selection lose its beginning (swap.js)
    assert anna.selected().startswith(begun) and len(anna.selected()) > len(begun) > 0


def test_a_half_typed_note_stays_with_its_caret(project, article, page_of):
    highlight = a_highlight(article, "bikes 🚲 and prams", by="anna")
    anna = Reader(page_of(a_user("anna")), article).open()
    anna.mark("bikes").click()
    expect(anna.panel).to_be_visible()
    anna.page.keyboard.press("n")
    field = anna.page.locator("#new-note")
    field.press_sequentially("Half a sen")
    field.press("ArrowLeft")
    a_tagging(highlight, of(project, "Bikes"), by="ben")
    expect(anna.panel).to_contain_text("Bikes")
    expect(field).to_be_focused()
    anna.page.keyboard.type("x")
    expect(field).to_have_value("Half a sexn")
    anna.page.get_by_role("button", name="Save note").click()
    expect(anna.paragraph(1).locator(".notes")).to_contain_text("Half a sexn")


def test_a_note_on_what_somebody_deletes_can_still_be_copied(article, page_of):
    highlight = a_highlight(article, "bikes 🚲 and prams", by="ben")
    anna = Reader(page_of(a_user("anna")), article).open()
    anna.mark("bikes").click()
    expect(anna.panel).to_be_visible()
    anna.page.keyboard.press("n")
    anna.page.locator("#new-note").fill("A long thought")
    actions.remove_highlight(highlight=highlight, actor=a_user("ben"))
    expect(anna.toast).to_contain_text("still here: copy it")
    expect(anna.page.locator("#new-note")).to_have_value("A long thought")


def test_the_panel_of_what_somebody_deletes_closes_and_says_so(article, page_of):
    highlight = a_highlight(article, "bikes 🚲 and prams", by="ben")
    anna = Reader(page_of(a_user("anna")), article).open()
    anna.mark("bikes").click()
    expect(anna.panel).to_be_visible()
    actions.remove_highlight(highlight=highlight, actor=a_user("ben"))
    expect(anna.toast).to_contain_text("Somebody has deleted")
    expect(anna.palette).to_be_hidden()


def test_focus_and_scroll_stay(project, page_of):
    article = an_article(project, *LONG)
    own = a_highlight(article, "Paragraph 40", by="anna", tags=(of(project, "Bikes"),))
    anna = Reader(page_of(a_user("anna")), article).open("#p38")
    note = anna.page.locator(f"#h-{own.uid} a")
    note.focus()
    top = anna.paragraph(41).bounding_box()["y"]
    for n in (2, 30, 40):
        a_highlight(article, f"Paragraph {n} says what", by="ben", tags=(of(project, "Quays"),))
    expect(anna.paragraph(41).locator(".notes")).to_contain_text("Quays")
    expect(anna.paragraph(3).locator("mark")).to_have_count(1)
    expect(note).to_be_focused()
    assert abs(anna.paragraph(41).bounding_box()["y"] - top) <= 2


def test_ones_own_changes_are_not_fetched_again(article, anna):
    asked: list[str] = []
    anna.page.on("request", lambda request: asked.append(request.url))
    anna.highlight("open to bikes", "Bikes")
    a_highlight(article, "Nobody", by="ben")
    expect(anna.paragraph(2).locator("mark")).to_have_count(1)
    fetched = [url for url in asked if "/followed/" in url]
    assert len(fetched) == 1 and "paragraphs=2-2" in fetched[0]


def test_many_changes_at_once_are_few_requests(project, page_of):
    article = an_article(project, *LONG)
    anna = Reader(page_of(a_user("anna")), article).open()
    asked: list[str] = []
    anna.page.on("request", lambda request: "/followed/" in request.url and asked.append(request.url))
    for n in range(40):
        a_highlight(article, f"Paragraph {n} says", by="ben")
    expect(anna.page.locator("#text mark")).to_have_count(40)
    assert len(asked) < 30


# --- Away and back


def test_a_hidden_page_has_no_stream_and_catches_up_when_it_returns(article, anna):
    anna.page.evaluate(HIDE, True)
    for quote in ("The quay", "bikes", "Nobody"):
        a_highlight(article, quote, by="ben")
    expect(anna.marks).to_have_count(0)
    began = anna.page.evaluate("() => performance.now()")
    anna.page.evaluate(HIDE, False)
    expect(anna.marks).to_have_count(3)
    took = anna.page.evaluate("() => performance.now()") - began
    assert took < 10_000  # tests/benchmarks/bench_live.py measures it


def test_who_was_away_for_very_much_sees_it_all(project, page_of):
    article = an_article(project, *LONG)
    anna = Reader(page_of(a_user("anna")), article).open()
    anna.page.evaluate(HIDE, True)
    Project.objects.filter(pk=project.pk).update(change_number=project.changes.count() + 5_000)
    for n in range(60):
        a_highlight(article, f"Paragraph {n} says", by="ben", tags=(of(project, "Bikes"),))
    anna.page.evaluate(HIDE, False)
    expect(anna.paragraph(1).locator("mark")).to_have_count(1)
    anna.page.mouse.wheel(0, 100_000)
    expect(anna.paragraph(60).locator("mark")).to_have_count(1)
    anna.page.mouse.wheel(0, -100_000)
    expect(anna.page.locator("#text mark")).to_have_count(60)


def test_who_is_removed_is_told(project, article, page_of):
    anna = Reader(page_of(a_user("anna"), tolerates=("404",)), article).open()
    remove_member(membership=project.memberships.get(user=a_user("anna")), actor=a_user("olga"))
    expect(anna.toast).to_contain_text("not a member")


# --- Who is there, and the other pages


def test_people_see_each_other_come_and_go(article, anna, ben):
    expect(anna.page.locator("#present li")).to_have_text(["BEBen is in this article"])
    expect(ben.page.locator("#present li")).to_have_text(["ANAnna is in this article"])
    ben.page.goto(f"/projects/{article.project.slug}/")
    expect(anna.page.locator("#present li.elsewhere")).to_have_text(["BEBen is in this project"])
    ben.page.goto("/projects/")
    expect(anna.page.locator("#present li")).to_have_count(0)


def test_a_blind_coder_sees_people_only_where_work_is_not_blind(page_of):
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, FIRST)
    ben, olga, anna = (Reader(page_of(a_user(name)), article).open() for name in ("ben", "olga", "anna"))
    expect(olga.page.locator("#present li")).to_have_count(2)
    anna.select("bikes")
    expect(anna.palette).to_be_visible()
    a_highlight(article, "The quay", by="ben")
    expect(olga.marks).to_have_count(1)
    expect(ben.marks).to_have_count(1)
    for coder in (anna, ben):
        expect(coder.page.locator("#present li")).to_have_count(0)
    expect(anna.marks).to_have_count(0)
    other = an_article(project, FIRST)
    actions.open_to_all(project=project, actor=a_user("olga"), articles=[other])
    anna, there = (Reader(reader.page, other).open() for reader in (anna, ben))
    expect(anna.page.locator("#present li")).to_have_text(["BEBen is in this article"])
    Reader(there.page, article).open()
    expect(anna.page.locator("#present li")).to_have_count(0)


def test_a_list_offers_to_show_what_others_changed(project, article, page_of):
    page = page_of(a_user("anna"))
    page.goto(f"/projects/{project.slug}/")
    a_highlight(article, "The quay", by="anna")
    a_highlight(article, "bikes", by="ben")
    expect(page.locator(".news a")).to_have_text("1 change · show")
    an_article(project, "Another.", title="Another")
    expect(page.locator(".news a")).to_have_text("2 changes · show")
    page.locator(".news a").click()
    expect(page.get_by_role("link", name="Another", exact=True)).to_be_visible()
    expect(page.locator(".news a")).to_have_count(0)


def test_a_stance_by_somebody_else_comes_with_its_target(project, article, anna):
    highlight = a_highlight(article, "stays open", by="ben")
    entity = actions.find_or_add_entity(project=project, actor=a_user("ben"), name="Harbour board")
    a_tagging(highlight, a_stance(project, "for"), by="ben", target=entity)
    expect(anna.paragraph(1).locator(".notes")).to_contain_text("Harbour board")
