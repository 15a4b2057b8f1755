"""On paper: all of the text, its marks and notes, also without backgrounds and from a dark page; nothing to press."""

import re
import zlib

import pytest
from playwright.sync_api import Page, expect

from annotations import actions
from corpus_app.models import Role
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity

A4 = {"width": 718, "height": 1047}  # what is left of a page inside its margins, in CSS pixels
MANY = 120
SHOWN = "(e) => e.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true })"


@pytest.fixture
def article():
    project = a_project(anna=Role.CODER)
    rest = [f"Paragraph {n} says that the ferry leaves at noon. " * 4 for n in range(2, MANY + 1)]
    article = an_article(project, "The quay stays open to bikes and prams, said the mayor.", *rest)
    first = a_highlight(article, "stays open", tags=(a_tag(project, "Bikes"),))
    a_tagging(first, a_stance(project, "for"), target=an_entity(project, "Order 14"))
    actions.write_note(highlight=first, author=a_user("anna"), text="Says so twice.")
    a_highlight(article, f"Paragraph {MANY} says", tags=(a_tag(project, "Prams"),))
    return article


@pytest.fixture
def paper(article, page_of) -> Page:
    """The page as it is printed; with all notes, as Ctrl P fetches them."""
    page = page_of(a_user("anna"), viewport=A4, color_scheme="dark")
    Reader(page, article).open()
    page.evaluate("() => { window.print = () => { document.body.dataset.printed = 1; }; }")
    page.keyboard.press("Control+p")
    expect(page.locator("body[data-printed]")).to_have_count(1)
    page.emulate_media(media="print", color_scheme="dark")
    return page


def test_text_marks_and_notes_are_there_and_nothing_to_press(paper):
    for gone in (".bar", ".turn", ".aa", "#read", ".legend", ".pn", ".minimap", "#toasts"):
        for found in paper.locator(gone).all():
            expect(found).to_be_hidden()
    assert paper.locator("#text [data-p]").evaluate_all(f"(all) => all.filter({SHOWN}).length") == MANY
    assert paper.locator("#text mark").evaluate_all(f"(all) => all.filter({SHOWN}).length") == 2
    notes = paper.locator(".notes li")
    expect(notes).to_have_count(2)
    expect(notes.first).to_contain_text("Bikes")
    expect(notes.first.locator("p")).to_be_visible()
    expect(notes.first.locator("i")).to_have_text("Order 14")
    mark, note = paper.locator("#text mark").first.bounding_box(), notes.first.bounding_box()
    assert note["x"] > mark["x"] + mark["width"] and abs(note["y"] - mark["y"]) < 40
    assert paper.locator(".row:has(.notes)").first.evaluate("(e) => getComputedStyle(e).breakInside") == "avoid"


def test_paper_is_light_and_marks_survive_without_backgrounds(paper):
    colours = "() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    assert paper.evaluate(colours) == ["rgb(28, 27, 25)", "rgb(255, 255, 255)"]
    mark = "(name) => getComputedStyle(document.querySelector('#text mark'))[name]"
    assert paper.evaluate(mark, "printColorAdjust") == "exact"
    assert "linear-gradient" in paper.evaluate(mark, "backgroundImage")
    assert "▲" in paper.evaluate("() => getComputedStyle(document.querySelector('#text mark'), '::before').content")


def test_the_pdf_has_all_pages(paper):
    pdf = paper.pdf(format="A4", print_background=False)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    assert pages > 5
    packed = [match.end() for match in re.finditer(rb"\bstream\r?\n(?=\x78)", pdf)]
    drawn = [stream for begin in packed if b"BT" in (stream := zlib.decompressobj().decompress(pdf[begin:]))]
    assert len(drawn) >= pages and all(stream.count(b"BT") > 3 for stream in drawn[:pages])


def test_notes_that_are_off_are_off_on_paper_too(article, page_of):
    page = page_of(a_user("anna"), viewport=A4)
    Reader(page, article).open()
    page.evaluate("() => document.documentElement.classList.add('notes-hidden')")
    page.emulate_media(media="print")
    assert page.locator(".notes").first.bounding_box()["width"] <= 1
    assert page.locator("#p2 p").bounding_box()["width"] > 600
