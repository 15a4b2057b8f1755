"""The whole journey with the keyboard alone, and the place in the text that is kept or linked to."""

import pytest
from playwright.sync_api import expect

from annotations.models import Highlight, Reading
from corpus_app.models import Role
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import reading_url

PARAGRAPHS = (
    "The quay stays open. Bikes may use it, and prams too. Cars may not.",
    "It was always so. Nobody asked the ferrymen.",
    "Order 14 changes this.",
)


@pytest.fixture
def project():
    return a_project(anna=Role.CODER)


@pytest.fixture
def anna(project, page_of):
    return Reader(page_of(a_user("anna")), an_article(project, *PARAGRAPHS)).open()


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        ("j", "The quay stays open."),
        ("j j", "It was always so."),
        ("j j k", "The quay stays open."),
        ("j s", "Bikes may use it, and prams too."),
        ("j s s s", "It was always so."),
        ("j j S", "Cars may not."),
        ("j l", "The quay stays open. Bikes"),
        ("j h", "The quay stays open"),
        ("j h ]", "quay stays open"),
        ("j s [", "open. Bikes may use it, and prams too."),
        ("j L", "The quay stays open. Bikes may use it, and prams too."),
        ("j e", PARAGRAPHS[0]),
        ("j k k k", "The quay stays open."),
        ("j j j j j", "Order 14 changes this."),
    ],
)
def test_keys_pick_a_passage(anna, keys, selected):
    for key in keys.split():
        anna.page.keyboard.press(key)
    anna.page.wait_for_function("words => getSelection().toString().trimEnd() === words", arg=selected)


def test_the_whole_journey_with_the_keyboard_alone(project, anna, staying):
    a_tag(project, "Bikes")
    press, typed = anna.page.keyboard.press, anna.page.keyboard.type
    with staying(anna.page):
        press("j")
        press("s")
        press("Enter")
        expect(anna.find).to_be_focused()
        typed("bikes")
        expect(anna.options.first).to_contain_text("Bikes")
        press("Enter")
        expect(anna.panel).to_contain_text("Bikes")
        typed("Brand new")
        expect(anna.options.first).to_contain_text("Create “Brand new”")
        press("Enter")
        expect(anna.panel).to_contain_text("Brand new")
        press("Escape")
        expect(anna.palette).to_be_hidden()
        press("Control+z")
        expect(anna.toast).to_contain_text("Undone")
        press("Control+z")
        expect(anna.marks).to_have_count(0)
    assert not Highlight.objects.filter(article=anna.article, removed_at=None).exists()


def test_a_highlight_is_reached_by_tab_and_opened_with_enter(project, anna):
    a_highlight(anna.article, "Bikes may use it", tags=(a_tag(project, "Bikes"),))
    anna.open()
    for _ in range(30):
        anna.page.keyboard.press("Tab")
        if anna.page.evaluate("() => Boolean(document.activeElement.closest('#text mark, #text .notes'))"):
            break
    anna.page.keyboard.press("Enter")
    expect(anna.panel).to_contain_text("Bikes")
    anna.page.keyboard.press("Escape")
    expect(anna.palette).to_be_hidden()
    assert anna.page.evaluate("() => Boolean(document.activeElement.closest('#text'))")


def test_letters_in_fields_are_letters(project, anna):
    anna.page.keyboard.press("j")
    anna.page.keyboard.press("t")
    expect(anna.find).to_be_focused()
    anna.page.keyboard.type("jksn1t")
    expect(anna.find).to_have_value("jksn1t")
    assert anna.selected().rstrip() in ("", "The quay stays open.")


# --- The place in the text


@pytest.fixture
def long_article(project):
    return an_article(project, *(f"Paragraph number {n}. " + "It goes on and on. " * 25 for n in range(1, 81)))


def first_in_view(page) -> int:
    return page.evaluate(
        """() => Number([...document.querySelectorAll("#text [data-p]")]
          .find((p) => p.getBoundingClientRect().bottom > 80).dataset.p)"""
    )


def test_the_position_is_kept_across_visits(project, long_article, page_of):
    anna = Reader(page_of(a_user("anna")), long_article).open()
    with anna.page.expect_response(lambda answer: answer.url.endswith("/position/")) as kept:
        anna.page.evaluate("() => document.getElementById('p37').scrollIntoView({ behavior: 'instant' })")
    assert kept.value.status == 204
    position = Reading.objects.get(article=long_article).position
    assert abs(position - 37) <= 1
    again = Reader(page_of(a_user("anna")), long_article).open()
    again.page.wait_for_function("() => scrollY > 500")
    assert abs(first_in_view(again.page) - position) <= 1


@pytest.mark.parametrize("position", [1, 2, 40, 80])
def test_a_paragraphs_link_leads_to_it(long_article, page_of, position):
    anna = Reader(page_of(a_user("anna")), long_article).open(f"#p{position}")
    expect(anna.paragraph(position)).to_be_in_viewport()


def test_a_highlights_link_leads_to_it(project, long_article, page_of):
    highlight = a_highlight(long_article, "number 61.", tags=(a_tag(project),))
    anna = Reader(page_of(a_user("anna")), long_article).open(f"#h-{highlight.uid}")
    expect(anna.mark("number 61.")).to_be_in_viewport()
    expect(anna.page.locator("#text mark.lit")).to_have_text("number 61.")


def test_without_script_the_text_its_marks_and_notes_can_be_read(project, page_of):
    article = an_article(project, *PARAGRAPHS)
    a_highlight(article, "Bikes may use it", tags=(a_tag(project, "Bikes"),))
    page = page_of(a_user("anna"), java_script_enabled=False)
    page.goto(reading_url(article))
    for text in PARAGRAPHS:
        expect(page.locator("[data-p]").filter(has_text=text)).to_be_visible()
    expect(page.locator("#text mark")).to_have_text("Bikes may use it")
    page.get_by_text("All notes, for printing").click()
    expect(page.locator("#p1 .notes")).to_contain_text("Bikes")
    expect(page.locator("#text mark")).to_have_text("Bikes may use it")
    expect(page.locator("#palette")).to_be_hidden()
