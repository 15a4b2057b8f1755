"""Tags, facets and coders shown and hidden by the legend: marks, notes, minimap; remembered while the tab is open."""

import re

import pytest
from playwright.sync_api import expect

from annotations import actions
from corpus_app.models import Role
from tests.browser.barriers import barriers_in_all_looks
from tests.browser.reader import Reader
from tests.browser.test_reading_looks import PHONE, SMALL
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity

MANY = 90


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def tags(project):
    return {name: a_tag(project, name) for name in ("Bikes", "Prams")}


@pytest.fixture
def article(project, tags):
    rest = [f"Paragraph {n} says that the ferry leaves at noon. " * 4 for n in range(2, MANY)]
    article = an_article(project, "The quay stays open to bikes and prams, said the mayor.", *rest)
    outer = a_highlight(article, "stays open to bikes and prams", tags=(tags["Bikes"],))
    a_tagging(outer, a_stance(project, "for"), by="ben", target=an_entity(project, "Order 14"))
    a_highlight(article, "bikes", by="ben", tags=(tags["Prams"],))
    a_highlight(article, "said the mayor", by="ben")
    a_highlight(article, f"Paragraph {MANY - 1}", tags=(tags["Prams"],))
    actions.write_note(highlight=outer, author=a_user("anna"), text="Says so twice.")
    return article


@pytest.fixture
def anna(article, page_of):
    return opened(Reader(page_of(a_user("anna")), article).open())


def opened(reader: Reader) -> Reader:
    reader.page.locator(".legend summary").click()
    expect(reader.page.locator("#legend input").first).to_be_visible()
    expect(reader.page.locator(".notes li").first).to_be_visible()
    return reader


def box(reader: Reader, name: str):
    return reader.page.locator("#sift").get_by_role("checkbox", name=re.compile(name))


HAS_CLASSES = """([text, wanted]) => {
  const mark = [...document.querySelectorAll("#text mark")].find((mark) => mark.textContent.includes(text));
  return [...mark.classList].filter((name) => !["s", "e", "lit"].includes(name)).sort().join() === wanted;
}"""


def looks_like(reader: Reader, text: str, *names: str | set[str]) -> None:
    """Wait until the mark has these classes, beside those of its ends and the pointer."""
    wanted = {name for some in names for name in ({some} if isinstance(some, str) else some)}
    reader.page.wait_for_function(HAS_CLASSES, arg=[text, ",".join(sorted(wanted))])


def looks(*tags) -> set[str]:
    return {f"u{lane}-{tag.look}" for lane, tag in tags}


def fill(tag) -> str:
    return f"f{tag.look // 3}"


def test_a_hidden_tag_loses_its_line_and_its_fill_and_comes_back(project, tags, anna, staying):
    bikes, prams, stance = tags["Bikes"], tags["Prams"], a_stance(project, "for")
    before = {fill(prams)} | looks((1, bikes), (2, stance), (3, prams))
    looks_like(anna, "bikes", before)
    with staying(anna.page):
        box(anna, "Prams").uncheck()
        looks_like(anna, "bikes", fill(bikes), looks((1, bikes), (2, stance)))
        expect(anna.page.locator(".notes li", has_text="Prams")).to_have_count(1)  # the far one has not come yet
        expect(anna.page.locator(".notes li", has_text="Prams").first).to_be_hidden()
        expect(anna.page.locator(".legend summary")).to_contain_text("1 hidden")
        box(anna, "Prams").check()
        looks_like(anna, "bikes", before)
        expect(anna.page.locator(".notes li", has_text="Prams").first).to_be_visible()
        expect(anna.page.locator(".legend summary")).not_to_contain_text("hidden")


def test_a_facet_takes_its_tags_and_their_signs_along(project, tags, anna):
    mark = anna.mark("stays open to")
    expect(mark).to_have_class(re.compile("v-for"))
    box(anna, "All of Stance").uncheck()
    looks_like(anna, "stays open to", fill(tags["Bikes"]), looks((1, tags["Bikes"])))
    expect(anna.page.locator(".notes b", has_text="For")).to_be_hidden()
    expect(anna.page.locator(".notes b", has_text="Bikes").first).to_be_visible()
    expect(box(anna, "Show For")).not_to_be_checked()
    box(anna, "Show For").check()
    expect(box(anna, "All of Stance")).to_be_checked()
    box(anna, "Show Bikes").uncheck()
    assert anna.page.evaluate("() => document.querySelector('[data-facet]').indeterminate")


def test_a_hidden_coder_takes_highlights_and_tags_along_but_not_the_tags_of_others(project, tags, anna):
    box(anna, "Ben").uncheck()
    looks_like(anna, "bikes", fill(tags["Bikes"]), looks((1, tags["Bikes"])))
    looks_like(anna, "said the mayor", "off")
    expect(anna.page.locator(".notes li:visible")).to_have_count(1)
    box(anna, "Ben").check()
    box(anna, "Anna").uncheck()
    looks_like(anna, "bikes", fill(tags["Prams"]), looks((2, a_stance(project, "for")), (3, tags["Prams"])))
    looks_like(anna, "said the mayor", "bare")


def test_what_is_hidden_cannot_be_pressed_but_selected(anna):
    box(anna, "Ben").uncheck()
    anna.mark("said the mayor").click(force=True)
    expect(anna.palette).to_be_hidden()
    anna.select("said the mayor")
    expect(anna.palette).to_be_visible()


def test_it_is_remembered_for_the_article_and_forgotten_with_show_all(project, tags, article, anna):
    box(anna, "Prams").uncheck()
    box(anna, "Ben").uncheck()
    anna.page.reload()
    expect(anna.page.locator(".legend summary")).to_contain_text("2 hidden")
    expect(anna.mark("said the mayor")).to_have_class("off")
    opened(anna)
    expect(box(anna, "Prams")).not_to_be_checked()
    other = an_article(project, "Bikes again.")
    a_highlight(other, "Bikes", tags=(tags["Prams"],))
    page = anna.page.context.new_page()
    there = Reader(page, other).open()
    looks_like(there, "Bikes", fill(tags["Prams"]), looks((1, tags["Prams"])))
    anna.page.get_by_role("button", name="Show all").click()
    expect(anna.mark("said the mayor")).to_have_class(re.compile("bare"))
    expect(anna.page.get_by_role("button", name="Show all")).to_be_disabled()
    anna.page.reload()
    expect(anna.page.locator(".legend summary")).not_to_contain_text("hidden")


def test_what_comes_later_is_hidden_too(project, tags, anna, staying):
    box(anna, "Prams").uncheck()
    with staying(anna.page):
        last = anna.paragraph(MANY - 1).locator("mark")
        assert last.evaluate("(mark) => getComputedStyle(mark).backgroundImage") == "none"
        last.scroll_into_view_if_needed()
        expect(last).to_have_class("off")
        anna.page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
        anna.highlight("The quay", "Bikes")  # the row is swapped
        anna.close()
        stance = a_stance(project, "for")
        looks_like(anna, "bikes", fill(tags["Bikes"]), looks((1, tags["Bikes"]), (2, stance)))


def test_the_minimap_follows(anna):
    shapes = "() => [...document.querySelectorAll('.minimap path')].map((path) => path.outerHTML).join('')"
    anna.page.wait_for_function(shapes)
    before = anna.page.evaluate(shapes)
    box(anna, "Prams").uncheck()
    anna.page.wait_for_function(f"(before) => ({shapes})() !== before", arg=before)


def test_the_open_legend_is_accessible_and_fits(anna):
    box(anna, "Prams").uncheck()
    assert barriers_in_all_looks(anna.page) == []
    expect(box(anna, "Prams")).to_be_visible()


def test_on_a_phone_the_boxes_are_large_enough(article, page_of):
    anna = opened(Reader(page_of(a_user("anna"), **PHONE), article).open())
    assert anna.page.evaluate(SMALL) == []


def test_by_keys_alone(anna):
    anna.page.locator("#legend input").first.focus()
    anna.page.keyboard.press("Space")
    expect(anna.page.locator(".legend summary")).to_contain_text("1 hidden")
    anna.page.keyboard.press("Space")
    expect(anna.page.locator(".legend summary")).not_to_contain_text("hidden")
