"""Slow, broken and unreachable servers, and people who are faster than they: nothing is lost or doubled."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import expect

from annotations.models import Highlight, Tagging
from corpus_app.models import Role
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article

PARAGRAPHS = [f"Paragraph {n} of twenty tells of bikes 🚲 and quays." for n in range(1, 21)]
SAVES = "**/highlights/"
PROVOKED = ("Failed to load resource", "net::ERR", "500", "503", "409", "401")


@pytest.fixture
def project():
    project = a_project(anna=Role.CODER)
    a_tag(project, "Bikes")
    return project


@pytest.fixture
def article(project):
    return an_article(project, *PARAGRAPHS)


@pytest.fixture
def anna(article, page_of):
    return Reader(page_of(a_user("anna"), tolerates=PROVOKED), article).open()


def live(article) -> list[str]:
    return list(Highlight.objects.filter(article=article, removed_at=None).values_list("quote", flat=True))


@pytest.mark.parametrize("trouble", ["unreachable", "no database", "answer lost"])
def test_a_failed_save_is_told_and_succeeds_when_tried_again(article, anna, trouble):
    def fail(route):
        if trouble == "no database":
            return route.fulfill(status=503, body=render_to_string("503.html"), content_type="text/html")
        if trouble == "answer lost":
            route.fetch()  # the server has kept it
        return route.abort()

    anna.page.route(SAVES, fail)
    anna.select("Paragraph 3").tag("Bikes")
    expect(anna.page.locator("#unsent [role=status]")).to_contain_text("1 not saved yet.")
    expect(anna.palette).to_be_visible()
    expect(anna.page.locator("#palette-quote")).to_have_text("Paragraph 3")
    expect(anna.marks).to_have_count(1 if trouble == "answer lost" else 0)  # the live channel tells what was kept
    anna.page.unroute(SAVES)
    if trouble != "no database":  # then it passes by itself
        anna.page.get_by_role("button", name="Try now").click()
    expect(anna.marks).to_have_text("Paragraph 3")
    expect(anna.panel).to_contain_text("Bikes")
    assert live(article) == ["Paragraph 3"] and Tagging.objects.filter(article=article).count() == 1


def test_an_ended_session_is_told_and_the_passage_kept(article, anna):
    anna.select("Paragraph 3")
    expect(anna.options.first).to_be_visible()
    anna.page.context.clear_cookies(name="sessionid")
    anna.tag("Bikes")
    expect(anna.page.locator("#unsent")).to_contain_text("signed out")
    expect(anna.palette).to_be_visible()
    assert live(article) == []


def test_a_stale_page_is_told_and_nothing_written(article, anna):
    anna.page.evaluate("() => { document.querySelector('corpus-reader').dataset.version = '7'; }")
    anna.select("Paragraph 3").tag("Bikes")
    expect(anna.toast).to_contain_text("Show the new text")
    expect(anna.mark("Paragraph 3")).to_have_count(0)
    assert live(article) == []


def test_the_palette_recovers_when_the_codebook_could_not_be_fetched(article, page_of):
    page = page_of(a_user("anna"), tolerates=PROVOKED)
    page.route("**/codebook.json", lambda route: route.abort())
    anna = Reader(page, article).open()
    anna.select("Paragraph 3")
    expect(anna.toast).to_contain_text("cannot be reached")
    page.unroute("**/codebook.json")
    anna.page.keyboard.press("Escape")
    session = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    anna.select("Paragraph 5")
    expect(anna.toast).to_contain_text("signed out")
    page.context.add_cookies(session)
    anna.page.keyboard.press("Escape")
    anna.select("Paragraph 4").tag("Bikes")
    expect(anna.marks).to_have_text("Paragraph 4")


def test_keys_wait_for_scripts_and_a_codebook_that_are_slow(article, page_of):
    page, waiting = page_of(a_user("anna")), []
    for slow in "**/picker*.js", "**/codebook.json":
        page.route(slow, lambda route: waiting.append(route))
    anna = Reader(page, article).open()
    with page.expect_request("**/picker*.js"):
        page.keyboard.press("j")
    for key in "j", "Enter", *"Bikes", "Enter":
        page.keyboard.press(key)
    with page.expect_request("**/codebook.json"):
        waiting.pop().continue_()
    page.wait_for_function("() => document.querySelector('#palette-find').value === 'Bikes'")
    waiting.pop().continue_()
    expect(anna.marks).not_to_have_count(0)
    expect(anna.marks.first).to_have_text(PARAGRAPHS[1])
    expect(anna.page.locator(".notes li b")).to_have_text(["Bikes"])


def test_the_next_selection_is_not_lost_when_the_answer_to_the_last_arrives(project, article, anna):
    a_tag(project, "Quays")
    waiting = []
    anna.page.route(SAVES, lambda route: waiting.append(route), times=1)
    anna.open().select("Paragraph 3").tag("Bikes")
    anna.page.wait_for_function("() => document.querySelector('#palette-find').value === ''")
    anna.select("Paragraph 17")
    expect(anna.page.locator("#palette-quote")).to_have_text("Paragraph 17")
    for route in waiting:
        route.continue_()
    expect(anna.marks).to_have_text("Paragraph 3")
    expect(anna.panel.locator("header")).to_have_count(0)
    assert anna.selected() == "Paragraph 17"
    anna.tag("Quays")
    expect(anna.marks).to_have_text(["Paragraph 3", "Paragraph 17"])
    assert set(live(article)) == {"Paragraph 3", "Paragraph 17"}


def test_undo_while_a_save_is_on_its_way_undoes_that_save(article, anna):
    anna.highlight("Paragraph 3", "Bikes").close()
    waiting = []
    anna.page.route(SAVES, lambda route: waiting.append(route), times=1)
    anna.select("Paragraph 17").tag("Bikes")
    anna.page.wait_for_function("() => document.querySelector('#palette-find').value === ''")
    anna.close()
    anna.page.keyboard.press("Control+z")
    for route in waiting:
        route.continue_()
    expect(anna.toast).to_contain_text("Undone")
    expect(anna.marks).to_have_text(["Paragraph 3"])
    assert live(article) == ["Paragraph 3"]


def test_twenty_saves_fired_in_one_tick_are_twenty_highlights(project, article, anna, staying):
    anna.highlight("Paragraph 1", "Bikes").close()
    anna.select("quays")
    expect(anna.page.locator("#palette-recent .used")).to_have_count(1)
    anna.close()
    with staying(anna.page):
        anna.page.evaluate(
            """() => {
              const key = (type, more) => new KeyboardEvent(type, { bubbles: true, cancelable: true, ...more });
              for (const paragraph of document.querySelectorAll("#text [data-p]")) {
                const node = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
                let last = null;
                while (node.nextNode()) last = node.currentNode;
                getSelection().setBaseAndExtent(last, last.length - 6, last, last.length - 1);
                document.body.dispatchEvent(key("keyup", { key: "ArrowRight", shiftKey: true }));
                document.body.dispatchEvent(key("keydown", { key: "1" }));
              }
            }"""
        )
        expect(anna.page.locator("#text mark", has_text="quays")).to_have_count(20)
    assert live(article).count("quays") == 20 and len(live(article)) == 21
    assert Tagging.objects.filter(article=article).count() == 21


def test_the_panel_of_a_highlight_that_is_gone_is_refused_in_words(article, anna):
    highlight = a_highlight(article, "Paragraph 2")
    anna.open()
    Highlight.objects.filter(pk=highlight.pk).update(removed_at=highlight.created_at)
    anna.mark("Paragraph 2").click()
    expect(anna.toast).to_contain_text("Reload")
