"""From a real mouse selection to a tagged highlight: find, create, stances, several tags, over other marks."""

import pytest
from playwright.sync_api import expect

from annotations.models import Entity, Highlight, Tag, Tagging
from corpus_app.models import Role
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article, an_entity

FIRST = "The quay stays open to bikes 🚲 and prams, said the mayor of Saltmouth on Monday."
SECOND = "It was always so; it will be so again. Nobody asked the ferrymen."
THIRD = "Order 14 changes this from the first of May."


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def article(project):
    return an_article(project, FIRST, SECOND, THIRD)


@pytest.fixture
def anna(article, page_of):
    return Reader(page_of(a_user("anna")), article).open()


def kept(article) -> list[str]:
    found = Highlight.objects.filter(article=article, removed_at=None).order_by("pk")
    assert all(article.version.text[h.start : h.end] == h.quote for h in found)
    return [h.quote for h in found]


def tags_on(article, quote: str) -> list[str]:
    found = Tagging.objects.filter(article=article, highlight__quote=quote)
    return list(found.order_by("pk").values_list("tag__name", flat=True))


def test_a_selection_inside_a_paragraph_is_tagged_without_a_reload(project, article, anna, staying):
    a_tag(project, "Bikes & prams")
    a_tag(project, "Ferries")
    with staying(anna.page):
        anna.select("bikes 🚲 and prams").tag("Bikes")
        expect(anna.marks).to_have_text("bikes 🚲 and prams")
        expect(anna.panel).to_contain_text("Bikes & prams")
        expect(anna.palette).to_be_visible()
    assert (kept(article), tags_on(article, "bikes 🚲 and prams")) == (["bikes 🚲 and prams"], ["Bikes & prams"])


def test_a_selection_across_paragraphs_marks_all_it_covers(project, article, anna, staying):
    a_tag(project, "Bikes")
    with staying(anna.page):
        anna.highlight("on Monday.", "Bikes", to="Order 14")
        expect(anna.marks).to_have_text(["on Monday.", SECOND, "Order 14"])
    assert kept(article) == [f"on Monday.\n\n{SECOND}\n\nOrder 14"]


def test_a_backward_selection_is_the_same_passage(project, article, anna):
    a_tag(project, "Bikes")
    anna.select("Nobody asked the ferrymen", backward=True).tag("Bikes")
    expect(anna.marks).to_have_text("Nobody asked the ferrymen")
    assert kept(article) == ["Nobody asked the ferrymen"]


def test_a_selection_over_marks_that_are_there(project, article, anna):
    a_highlight(article, "stays open to bikes", tags=(a_tag(project, "Quays"),))
    a_highlight(article, "open to bikes 🚲 and prams", by="ben")
    a_tag(project, "Bikes")
    anna.open().highlight("quay stays open to bikes 🚲", "Bikes")
    assert kept(article)[-1] == "quay stays open to bikes 🚲"
    expect(anna.paragraph(1).locator("[data-p]")).to_have_text(FIRST)


def test_typing_begins_the_search_without_a_click(project, article, anna):
    a_tag(project, "Bikes")
    anna.select("bikes")
    expect(anna.palette).to_be_visible()
    anna.page.keyboard.type("bik")
    expect(anna.find).to_have_value("bik")
    expect(anna.options.first).to_contain_text("Bikes")
    anna.page.keyboard.press("Enter")
    expect(anna.panel).to_contain_text("Bikes")
    assert tags_on(article, "bikes") == ["Bikes"]


def test_the_palette_never_covers_the_passage(project, article, anna):
    a_tag(project, "Bikes")
    for quote in ("The quay", "Nobody asked", "Order 14"):
        anna.select(quote)
        expect(anna.palette).to_be_visible()
        box, passage = anna.palette.bounding_box(), anna.page.evaluate(
            "() => { const r = getSelection().getRangeAt(0).getBoundingClientRect(); return [r.top, r.bottom]; }"
        )
        assert box["y"] >= passage[1] or box["y"] + box["height"] <= passage[0]
        anna.close()


# The palette's room in the window and what it lies over, when the selection is the whole article.
STANDS = """() => {
  const box = document.querySelector("#palette").getBoundingClientRect(), passage = getSelection().getRangeAt(0);
  const isOver = ({ top, bottom }) => bottom > box.top + 1 && top < box.bottom - 1;
  return [box.top >= 0 && box.bottom <= innerHeight + 1, [...passage.getClientRects()].some(isOver)];
}"""


@pytest.mark.parametrize("size", [(1000, 320), (390, 844)])
def test_a_passage_that_fills_the_window_leaves_the_palette_in_sight_and_is_not_covered(article, anna, size):
    anna.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    anna.page.evaluate("() => { document.querySelector('#text').style.fontSize = '34px'; }")
    anna.page.evaluate("() => getSelection().selectAllChildren(document.querySelector('#text'))")  # a mouse scrolls
    anna.page.keyboard.press("Enter")
    expect(anna.options.first).to_be_attached()
    anna.page.wait_for_function(f"() => ({STANDS})().join() === 'true,false'")


def test_a_second_tag_is_one_more_enter(project, article, anna, staying):
    a_tag(project, "Bikes")
    a_tag(project, "Quays")
    with staying(anna.page):
        anna.highlight("bikes", "Bikes").tag("Quays")
        expect(anna.panel).to_contain_text("Quays")
    assert (kept(article), tags_on(article, "bikes")) == (["bikes"], ["Bikes", "Quays"])


def test_a_second_tag_before_the_first_was_answered_is_not_lost(project, article, anna):
    first, second = a_tag(project, "Bikes"), a_tag(project, "Quays")
    anna.select("bikes")
    expect(anna.options.first).to_be_visible()
    with anna.page.expect_response(lambda answer: "taggings" in answer.url or "highlights" in answer.url):
        anna.page.evaluate(
            """() => {
              const options = [...document.querySelectorAll("#palette-list [role=option]")];
              for (const name of ["Bikes", "Quays"]) options.find((o) => o.textContent.includes(name)).click();
            }"""
        )
    expect(anna.panel.locator(".taggings li")).to_have_count(2)
    assert (kept(article), set(tags_on(article, "bikes"))) == (["bikes"], {first.name, second.name})


def test_a_tag_is_created_on_the_fly(project, article, anna, staying):
    with staying(anna.page):
        anna.select("ferrymen").tag("<Ferry> & =co")
        expect(anna.panel).to_contain_text("<Ferry> & =co")
        anna.close().select("the mayor")
        anna.find.fill("ferry")
        expect(anna.options.first).to_contain_text("<Ferry> & =co")
    assert Tag.objects.get(project=project, facet__slug="theme").name == "<Ferry> & =co"


def test_a_tag_is_created_under_its_parent(project, article, anna):
    frames = a_tag(project, "Frames")
    anna.select("ferrymen")
    anna.find.fill("frames / Loss of work")
    expect(anna.options.last).to_contain_text("Create “Loss of work” under Frames")
    anna.options.last.click()
    expect(anna.panel).to_contain_text("Loss of work")
    tag = Tag.objects.get(project=project, name="Loss of work")
    assert (tag.parent, tags_on(article, "ferrymen")) == (frames, ["Loss of work"])


def test_a_stance_asks_for_target_and_holder(project, article, anna, staying):
    an_entity(project, "Order 14")
    with staying(anna.page):
        anna.select("Nobody asked the ferrymen")
        anna.find.fill("against")
        expect(anna.options.first).to_contain_text("Against")
        anna.find.press("Enter")
        expect(anna.page.locator("#palette-step")).to_be_visible()
        anna.find.fill("order")
        expect(anna.options.first).to_have_text("Order 14")
        anna.find.press("Enter")
        expect(anna.options.first).to_contain_text("Not stated")
        anna.find.fill("The ferrymen")
        expect(anna.options.last).to_contain_text("Create “The ferrymen”")
        anna.options.last.click()
        expect(anna.panel).to_contain_text("Order 14")
        expect(anna.panel).to_contain_text("The ferrymen")
    tagging = Tagging.objects.get(highlight__article=article)
    assert (tagging.tag.value, tagging.target.name) == ("against", "Order 14")
    assert (tagging.holder.name, tagging.holder_kind) == ("The ferrymen", "quoted")


def test_a_target_is_created_by_its_name_and_the_holder_may_stay_unsaid(project, article, anna):
    anna.select("changes this").tag("For")
    expect(anna.page.locator("#palette-step")).to_be_visible()
    anna.find.fill("Order 15")
    expect(anna.options.last).to_contain_text("Create “Order 15”")
    anna.find.press("Enter")
    expect(anna.options.first).to_contain_text("Not stated")
    anna.find.press("Enter")
    expect(anna.panel).to_contain_text("Order 15")
    tagging = Tagging.objects.get(highlight__article=article)
    assert (tagging.target, tagging.holder, tagging.holder_kind) == (Entity.objects.get(name="Order 15"), None, "")


def test_backspace_in_an_empty_field_goes_back_to_the_tags(project, article, anna):
    anna.select("changes this").tag("For")
    expect(anna.page.locator("#palette-step")).to_be_visible()
    anna.find.press("Backspace")
    expect(anna.page.locator("#palette-step")).to_be_hidden()
    assert kept(article) == []


def test_recent_tags_are_on_the_number_keys(project, article, anna):
    a_tag(project, "Bikes")
    a_tag(project, "Quays")
    anna.highlight("bikes", "Bikes").close().highlight("quay", "Quays").close()
    anna.select("ferrymen")
    expect(anna.palette).to_be_visible()
    expect(anna.page.locator("#palette-recent .used")).to_have_count(2)
    anna.page.keyboard.press("2")
    expect(anna.panel).to_contain_text("Bikes")
    assert tags_on(article, "ferrymen") == ["Bikes"]


def test_escape_gives_the_selection_back(project, article, anna):
    anna.select("Nobody asked the ferrymen")
    expect(anna.palette).to_be_visible()
    anna.find.click()
    anna.page.keyboard.type("xy")
    anna.close()
    assert anna.selected() == "Nobody asked the ferrymen"
    assert kept(article) == []


def test_the_same_passage_selected_again_opens_its_highlight(project, article, anna):
    a_tag(project, "Bikes")
    anna.highlight("bikes 🚲 and prams", "Bikes").close()
    anna.select("bikes 🚲 and prams")
    expect(anna.panel).to_contain_text("Bikes")
    assert kept(article) == ["bikes 🚲 and prams"]


def test_a_click_beside_it_closes_the_palette_and_writes_nothing(project, article, anna):
    anna.select("bikes")
    expect(anna.palette).to_be_visible()
    anna.page.mouse.click(5, 400)
    expect(anna.palette).to_be_hidden()
    assert kept(article) == []
