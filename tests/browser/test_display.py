"""How an article looks: chosen beside the text, shown at once, kept; focus mode is the text alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from corpus_app import actions
from corpus_app.display import SETTINGS
from corpus_app.models import Role
from tests.browser.barriers import barriers, barriers_in_all_looks
from tests.browser.reader import Reader
from tests.browser.test_reading_looks import PHONE, SMALL
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article


@pytest.fixture
def article():
    project = a_project(anna=Role.CODER)
    many = [f"Paragraph {n}. " + "The quay stays open to bikes and prams, said the mayor. " * 5 for n in range(2, 60)]
    article = an_article(project, "Cars on the quay", *many, kinds="t", source="Harbour Post")
    for nth in range(4):
        a_highlight(article, "open to bikes", tags=(a_tag(project),), nth=nth * 5)
    actions.keep_display(user=a_user("anna"), chosen={setting.name: setting.usual for setting in SETTINGS})
    return article


@pytest.fixture
def anna(article, page_of):
    return Reader(page_of(a_user("anna")), article).open()


def panel_of(page: Page):
    page.locator(".aa").click()
    expect(page.locator(".display-panel")).to_be_visible()
    return page.locator(".display-panel")


def style(page: Page, of: str, name: str) -> str:
    return page.evaluate("([of, name]) => getComputedStyle(document.querySelector(of))[name]", [of, name])


def choose(page: Page, name: str, value: str) -> None:
    with page.expect_response("**/account/display/"):
        page.locator(f".display-panel [name={name}][value={value}]").check(force=True)


def test_every_choice_is_shown_at_once_and_there_after_a_reload(anna, staying):
    page = anna.page
    with staying(page):
        panel_of(page)
        before = float(style(page, "#p2 p", "fontSize").removesuffix("px"))
        for choice in ("size larger", "lines wide", "type sans", "theme dark", "width narrow"):
            choose(page, *choice.split())
        assert float(style(page, "#p2 p", "fontSize").removesuffix("px")) == pytest.approx(before * 1.32)
        assert "serif" in style(page, "#p2 p", "fontFamily") and "Georgia" not in style(page, "#p2 p", "fontFamily")
        dark = style(page, "body", "backgroundColor")
        assert dark == "rgb(22, 24, 28)"
    page.reload()
    assert style(page, "body", "backgroundColor") == dark
    assert float(style(page, "#p2 p", "fontSize").removesuffix("px")) == pytest.approx(before * 1.32)
    page.goto("/projects/")
    assert style(page, "body", "backgroundColor") == dark


def test_what_stood_at_the_top_stays_there_when_the_size_changes(anna):
    page = anna.page
    panel_of(page)
    page.evaluate("() => document.querySelector('#p30').scrollIntoView({ behavior: 'instant' })")
    page.mouse.wheel(0, 150)
    page.wait_for_function("() => document.querySelector('#p30').getBoundingClientRect().top < 20")
    line = "() => document.elementFromPoint(300, 90).closest('.row').id"
    assert page.evaluate(line) == "p30"
    for size in ("largest", "small", "normal"):
        with page.expect_response("**/account/display/"):
            page.evaluate(f"() => document.querySelector('.display-panel [name=size][value={size}]').click()")
        assert page.evaluate(line) == "p30"


def test_without_notes_tab_still_goes_from_highlight_to_highlight(anna):
    page = anna.page
    expect(page.locator(".notes li").first).to_be_visible()
    panel_of(page)
    choose(page, "notes", "hidden")
    page.keyboard.press("Escape")
    expect(page.locator(".display-panel")).to_be_hidden()
    assert page.locator(".notes").first.bounding_box()["width"] <= 1
    page.locator(".notes li a").first.focus()
    expect(page.locator("#text mark.lit")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(anna.panel).to_be_visible()


def test_focus_mode_is_the_text_alone_and_f_or_escape_leaves_it(anna, staying):
    page = anna.page
    expect(page.locator(".notes li").first).to_be_visible()
    with staying(page):
        page.keyboard.press("f")
        for gone in (".bar", ".notes", ".turn", ".pn", "#read"):
            expect(page.locator(gone).first).to_be_hidden()
        assert style(page, "#text mark", "backgroundImage") == "none"
        expect(page.locator("#live")).to_have_text(re.compile("Escape"))
        anna.select("The quay stays open to bikes")
        assert anna.selected() == "The quay stays open to bikes"
        expect(anna.palette).to_be_hidden()
        page.keyboard.press("Escape")
        expect(page.locator(".bar")).to_be_visible()
        page.keyboard.press("f")
        expect(page.locator(".bar")).to_be_hidden()
        with page.expect_response("**/account/display/"):
            page.keyboard.press("f")
        expect(page.locator(".bar")).to_be_visible()


def test_focus_mode_is_kept_and_a_finger_finds_the_way_out(article, page_of):
    actions.keep_display(user=a_user("anna"), chosen={"focus": "on"})
    page = Reader(page_of(a_user("anna"), **PHONE), article).open().page
    expect(page.locator(".bar")).to_be_hidden()
    page.locator(".aa").tap()
    page.locator(".display-panel label:has([name=focus][value=off])").tap()
    expect(page.locator(".bar")).to_be_visible()
    expect(page.locator("#read")).to_be_attached()
    assert page.evaluate(SMALL) == []


def test_letters_in_the_palette_are_no_keys_of_the_page(anna):
    anna.select("stays open")
    expect(anna.palette).to_be_visible()
    anna.page.keyboard.press("f")
    expect(anna.find).to_have_value("f")
    expect(anna.page.locator(".bar")).to_be_visible()


def test_all_by_keys_and_the_focus_comes_back(anna):
    page = anna.page
    page.locator(".aa").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".display-panel [name=size]:checked")).to_be_focused()
    with page.expect_response("**/account/display/"):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("() => document.documentElement.className") == "size-large"
    page.keyboard.press("Escape")
    expect(page.locator(".aa")).to_be_focused()
    expect(page.locator(".aa")).to_have_attribute("aria-expanded", "false")


def test_a_look_that_cannot_be_kept_is_said(article, page_of):
    anna = Reader(page_of(a_user("anna"), tolerates=("Failed to load resource", "net::")), article).open()
    page = anna.page
    panel_of(page)
    page.context.set_offline(True)
    page.locator(".display-panel [name=size][value=small]").check(force=True)
    expect(page.locator("#toasts .error")).to_contain_text("could not be kept")
    assert page.evaluate("() => document.documentElement.className") == "size-small"


def test_without_script_it_is_a_page_with_a_form(article, page_of):
    page = page_of(a_user("anna"), java_script_enabled=False)
    page.goto(f"/projects/{article.project.slug}/articles/{article.uid}/")
    page.locator(".aa").click()
    page.locator("[name=theme][value=dark]").check(force=True)
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(article.uid))
    expect(page.locator("html.theme-dark")).to_have_count(1)


def test_the_panel_and_focus_mode_are_accessible_and_fit(anna):
    panel_of(anna.page)
    choose(anna.page, "size", "largest")
    assert barriers_in_all_looks(anna.page) == []
    choose(anna.page, "theme", "dark")
    assert barriers(anna.page) == []
    choose(anna.page, "theme", "system")
    anna.page.keyboard.press("Escape")
    with anna.page.expect_response("**/account/display/"):
        anna.page.keyboard.press("f")
    assert barriers_in_all_looks(anna.page) == []
