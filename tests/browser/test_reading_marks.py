"""Marks and their panel: who and what, tags added and taken off, notes, deleting, undo and redo."""

import re

import pytest
from playwright.sync_api import expect

from annotations import actions
from annotations.models import Comment, Highlight, Tagging
from corpus_app.models import Role
from tests.browser.reader import Reader
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article

FIRST = "The quay stays open to bikes 🚲 and prams, said the mayor of Saltmouth on Monday."
SECOND = "It was always so; it will be so again. Nobody asked the ferrymen."


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project):
    return an_article(project, FIRST, SECOND)


@pytest.fixture
def anna(article, page_of):
    return Reader(page_of(a_user("anna")), article)


def live(article) -> list[str]:
    return list(Highlight.objects.filter(article=article, removed_at=None).values_list("quote", flat=True))


def tags(article) -> set[str]:
    return set(Tagging.objects.filter(article=article).values_list("tag__name", flat=True))


def test_a_click_on_a_mark_tells_who_when_and_what(project, article, anna, staying):
    highlight = a_highlight(article, "bikes 🚲 and prams", by="ben", tags=(a_tag(project, "Bikes"),))
    actions.write_note(highlight=highlight, author=a_user("ben"), text="Since when?")
    anna.open()
    with staying(anna.page):
        anna.mark("bikes").click()
        for said in ("Ben", "Bikes", "Since when?"):
            expect(anna.panel).to_contain_text(said)
        expect(anna.panel.locator("header time")).to_contain_text(re.compile("now|ago"))
        expect(anna.panel.get_by_role("button", name="Delete highlight")).to_have_count(0)


def test_mark_and_note_light_each_other_and_changes_are_announced(project, article, anna):
    one, two = (a_highlight(article, quote, tags=(a_tag(project),)) for quote in ("bikes 🚲 and prams", "prams, said"))
    page, lit = anna.open().page, anna.page.locator("#text .lit")
    mark, note = anna.mark("bikes"), page.locator(f"#h-{two.uid}")
    expect(mark).to_have_attribute("aria-details", f"h-{one.uid}")
    expect(anna.paragraph(1).get_by_role("list").get_by_role("listitem")).to_have_count(2)
    mark.hover()
    expect(page.locator(f"#h-{one.uid}.lit")).to_be_visible()
    note.hover()
    expect(lit).to_have_text(["prams", ", said", re.compile("BE|AN")])
    page.mouse.move(1, 1)
    expect(lit).to_have_count(0)
    page.locator(f"#h-{one.uid} a").focus()
    expect(lit).to_have_text(["bikes 🚲 and ", "prams", re.compile("BE|AN")])
    page.keyboard.press("s")
    expect(lit).to_have_count(0)
    assert page.locator("#live").get_attribute("aria-live") == "polite"
    expect(page.locator("#live")).to_contain_text("The quay")
    expect(page.get_by_role("status").filter(has_text="Highlighted.")).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Highlighted.")).to_have_count(1)
    anna.close()
    anna.mark("bikes").click()
    expect(anna.panel).to_be_visible()
    page.mouse.move(1, 1)
    expect(lit.first).to_be_visible()  # what is open


def test_overlapping_highlights_are_opened_one_after_the_other(project, article, anna):
    a_highlight(article, "open to bikes 🚲 and prams", tags=(a_tag(project, "Wide"),))
    a_highlight(article, "bikes", by="ben", tags=(a_tag(project, "Narrow"),))
    anna.open().mark("bikes").click()
    expect(anna.panel).to_contain_text("Narrow")
    expect(anna.page.locator(".among span")).to_have_text("1 / 2")
    anna.page.get_by_role("button", name="Next highlight here").click()
    expect(anna.panel).to_contain_text("Wide")


def test_tags_are_added_to_a_highlight_and_taken_off(project, article, anna, staying):
    a_highlight(article, "bikes", tags=(a_tag(project, "Bikes"),))
    a_tag(project, "Quays")
    anna.open()
    with staying(anna.page):
        anna.mark("bikes").click()
        expect(anna.panel).to_contain_text("Bikes")
        anna.tag("Quays")
        expect(anna.panel).to_contain_text("Quays")
        assert tags(article) == {"Bikes", "Quays"}
        anna.panel.get_by_role("button", name="Take off Bikes").click()
        expect(anna.panel.locator(".taggings")).not_to_contain_text("Bikes")
    assert tags(article) == {"Quays"}


def test_a_note_is_written_with_n_edited_and_deleted(project, article, anna, staying):
    a_highlight(article, "bikes")
    anna.open()
    with staying(anna.page):
        anna.mark("bikes").click()
        expect(anna.panel).to_be_visible()
        anna.page.keyboard.press("n")
        expect(anna.page.locator("#new-note")).to_be_focused()
        anna.page.keyboard.type("Why <b>bikes</b>?\nAnd n, j, k, 1.")
        anna.panel.get_by_role("button", name="Save note").click()
        expect(anna.panel.locator(".said")).to_contain_text("Why <b>bikes</b>?")
        expect(anna.paragraph(1).locator(".notes")).to_contain_text("Why <b>bikes</b>?")
        assert Comment.objects.get(article=article).text == "Why <b>bikes</b>?\nAnd n, j, k, 1."
        anna.panel.get_by_text("Edit", exact=True).click()
        anna.panel.locator(".said textarea").fill("Because.")
        anna.panel.get_by_role("button", name="Save", exact=True).click()
        expect(anna.panel.locator(".said")).to_contain_text("Because.")
        anna.panel.get_by_text("Edit", exact=True).click()
        anna.panel.get_by_role("button", name="Delete note").click()
        expect(anna.panel.locator(".said")).to_have_count(0)
    assert Comment.objects.get(article=article).removed_at is not None


def test_a_deleted_highlight_comes_back_with_the_toast(project, article, anna, staying):
    a_highlight(article, "bikes", tags=(a_tag(project, "Bikes"),))
    anna.open()
    with staying(anna.page):
        anna.mark("bikes").click()
        anna.panel.get_by_role("button", name="Delete highlight").click()
        expect(anna.marks).to_have_count(0)
        expect(anna.palette).to_be_hidden()
        assert live(article) == []
        anna.toast.get_by_role("button", name="Undo").click()
        expect(anna.marks).to_have_text("bikes")
    assert (live(article), tags(article)) == (["bikes"], {"Bikes"})


def test_keys_undo_and_redo_step_by_step(project, article, anna, staying):
    a_tag(project, "Bikes")
    anna.open()
    press = anna.page.keyboard.press
    with staying(anna.page):
        anna.highlight("bikes", "Bikes").close().highlight("ferrymen", "Bikes").close()
        press("Control+z")
        expect(anna.marks).to_have_text(["bikes"])
        press("Control+z")
        expect(anna.marks).to_have_count(0)
        press("Control+Shift+z")
        expect(anna.marks).to_have_text(["bikes"])
        press("Control+Shift+z")
        expect(anna.marks).to_have_text(["bikes", "ferrymen"])
    assert sorted(live(article)) == ["bikes", "ferrymen"]


def test_undo_right_after_enter_takes_the_tag_back_though_the_field_has_the_focus(project, article, anna):
    a_tag(project, "Bikes")
    anna.open().highlight("bikes", "Bikes")
    expect(anna.find).to_be_focused()
    anna.page.keyboard.press("Control+z")
    expect(anna.marks).to_have_count(0)
    assert live(article) == []


def test_undo_pressed_twice_in_one_tick_takes_two_changes_back(project, article, anna):
    a_tag(project, "Bikes")
    anna.open().highlight("bikes", "Bikes").close().highlight("ferrymen", "Bikes").close()
    anna.page.evaluate(
        """() => {
          const undo = () => new KeyboardEvent("keydown", { key: "z", ctrlKey: true, bubbles: true, cancelable: true });
          document.body.dispatchEvent(undo());
          document.body.dispatchEvent(undo());
        }"""
    )
    expect(anna.marks).to_have_count(0)
    assert live(article) == []


def test_undo_is_refused_in_words_where_a_colleague_has_worked_on_it(project, article, page_of):
    anna = Reader(page_of(a_user("anna"), tolerates=("409",)), article).open()
    a_tag(project, "Bikes")
    anna.highlight("bikes", "Bikes").close()
    highlight = Highlight.objects.get(article=article)
    actions.write_note(highlight=highlight, author=a_user("ben"), text="Keep this.")
    anna.page.keyboard.press("Control+z")
    expect(anna.toast).to_contain_text("Ben has written a note on this passage since")
    assert live(article) == ["bikes"]


def test_the_legend_follows(project, article, anna):
    a_tag(project, "Bikes")
    anna.open()
    anna.highlight("bikes", "Bikes").close().highlight("ferrymen", "Bikes").close()
    entry = anna.page.locator("#legend li:not([hidden])")
    expect(entry).to_have_count(1)
    assert " ".join(entry.text_content().split()) == "Bikes 2"
    anna.page.keyboard.press("Control+z")
    expect(entry).to_contain_text("1")


def test_a_reader_sees_marks_and_panel_but_no_palette(project, article, page_of):
    a_highlight(article, "bikes", tags=(a_tag(project, "Bikes"),))
    rita = Reader(page_of(a_user("rita")), article).open()
    rita.mark("bikes").click()
    expect(rita.panel).to_contain_text("Bikes")
    assert rita.panel.locator("form").count() == 0
    rita.page.keyboard.press("Escape")
    rita.select("ferrymen")
    expect(rita.palette).to_be_hidden()
