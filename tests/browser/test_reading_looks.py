"""The reading page is accessible in every main state, fits phones, and is used there with a finger."""

import pytest
from playwright.sync_api import expect

from annotations import actions
from annotations.models import Highlight
from corpus_app.models import Role
from tests.browser.barriers import barriers_in_all_looks
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

# What a finger must hit: everything shown that can be pressed, except links inside running text
# (a note is pressed as a whole).
SMALL = """() => [...document.querySelectorAll("a, button, summary, input, [role=option], .notes li")]
  .filter((e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }))
  .filter((e) => !e.closest(".vh, .skip, #text [data-p], .notes a"))
  .map((e) => [e.outerHTML.slice(0, 90), (e.type === "checkbox" ? e.closest("label") : e).getBoundingClientRect()])
  .filter(([, box]) => box.width && box.bottom > 0 && box.top < innerHeight && (box.height < 43.5 || box.width < 43.5))
  .map(([html, box]) => `${html} ${Math.round(box.width)}×${Math.round(box.height)}`)"""


@pytest.fixture
def article():
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    article = an_article(
        project, "Cars on the quay", "The morning", "The quay stays open to bikes 🚲 and prams, said the mayor.",
        "Who asked?", "Nobody asked the ferrymen, and https://corpus.test/" + "a" * 120 + " is long.",
        "First, a list.", "“Never,” she said.", "Ellery, R. (2025). On quays.", "By R. Ellery", "Related: ten piers",
        kinds="thbqalcrmx", source="Harbour Post", author="R. Ellery", published="2025-03-14",
    )
    theme = a_tag(project, "A very long name of a theme that does not end for quite a while")
    for quote, by in (("stays open to bikes", "anna"), ("bikes 🚲 and prams", "ben"), ("Nobody asked", "anna")):
        highlight = a_highlight(article, quote, by=by, tags=(theme, a_tag(project)))
    a_tagging(highlight, a_stance(project, "against"), target=an_entity(project, "Order 14"),
              holder=an_entity(project, "Ms. Ellery"))
    actions.write_note(highlight=highlight, author=a_user("ben"), text="Says who?")
    return article


def test_axe_finds_nothing_on_page_palette_and_panel(article, page_of):
    page = page_of(a_user("anna"), viewport={"width": 1280, "height": 900})
    anna = Reader(page, article).open()
    found = {"page": barriers_in_all_looks(page)}
    anna.select("said the mayor")
    expect(anna.options.first).to_be_visible()
    found["palette"] = barriers_in_all_looks(page)
    expect(anna.options.first).to_be_visible()
    anna.close().page.evaluate("() => getSelection().removeAllRanges()")
    anna.mark("Nobody").click()
    expect(anna.panel).to_be_visible()
    anna.panel.locator(":scope > .write summary").click()
    found["panel"] = barriers_in_all_looks(page)
    assert {state: rules for state, rules in found.items() if rules} == {}


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_runs_out_of_the_window(article, page_of, width):
    page = page_of(a_user("anna"), viewport={"width": width, "height": 800})
    anna = Reader(page, article).open()

    def overflow() -> int:
        return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert overflow() == 0
    anna.mark("Nobody").click()
    expect(anna.panel).to_be_visible()
    assert overflow() == 0
    box = anna.palette.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width


def by_finger(anna: Reader, text: str) -> None:
    """Select as the system's handles do: a touch, then a selection that no pointer event tells of."""
    place = anna.page.locator("[data-p]").filter(has_text=text)
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    anna.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + 8)
    anna.page.evaluate(
        """(text) => {
          const walker = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(text);
            if (at < 0) continue;
            return getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + text.length);
          }
        }""",
        text,
    )


def test_on_a_phone_the_palette_is_a_sheet_at_the_bottom(article, page_of, staying):
    anna = Reader(page_of(a_user("anna"), **PHONE), article).open()
    with staying(anna.page):
        by_finger(anna, "First, a list.")
        expect(anna.palette).to_be_visible()
        expect(anna.options.first).to_be_visible()
        box, height = anna.palette.bounding_box(), anna.page.evaluate("() => innerHeight")
        assert box["x"] == 0 and box["width"] == 390 and abs(box["y"] + box["height"] - height) <= 1
        assert box["height"] <= height * 0.65
        assert anna.page.evaluate(SMALL) == []
        anna.options.first.tap()
        expect(anna.mark("First, a list.")).to_be_visible()
    assert Highlight.objects.filter(article=article, quote="First, a list.").exists()


def test_on_a_phone_everything_to_press_is_large_enough(article, page_of):
    anna = Reader(page_of(a_user("anna"), **PHONE), article).open()
    assert anna.page.evaluate(SMALL) == []
    anna.mark("Nobody").tap()
    expect(anna.panel).to_be_visible()
    expect(anna.options.first).to_be_attached()
    assert anna.palette.evaluate("(sheet) => [sheet.scrollTop, sheet.scrollHeight > sheet.clientHeight]") == [0, True]
    assert anna.page.evaluate(SMALL) == []
    anna.panel.locator("[aria-label^='Take off']").first.tap()
    expect(anna.toast).to_be_visible()
    assert anna.page.evaluate(SMALL) == []
