"""Pins, a stance in three keys, the same tags again, find, all occurrences and the list of keys, as people use them."""

import pytest
from playwright.sync_api import expect

from annotations.models import Highlight, Tagging
from corpus_app.models import Change, Role
from tests.browser.barriers import barriers, barriers_in_all_looks
from tests.browser.reader import Reader
from tests.factories import a_project, a_tag, a_user, an_article, an_entity

FIRST = "“The quay must stay open,” said Jane Doe of the harbour board."
SECOND = "Nobody asked the ferrymen. Dr. Low has a quay of his own."

# As after a lost connection: every paragraph comes anew.
RENEWED = """() => new Promise((done) => {
  document.addEventListener("corpus:swapped", done, { once: true });
  document.dispatchEvent(new Event("corpus:reload"));
})"""


@pytest.fixture
def project():
    return a_project(anna=Role.CODER)


@pytest.fixture
def article(project):
    return an_article(project, FIRST, SECOND)


@pytest.fixture
def anna(article, page_of):
    return Reader(page_of(a_user("anna")), article).open()


def selects(anna: Reader, words: str) -> None:
    anna.page.wait_for_function("words => getSelection().toString() === words", arg=words)


def said(article, quote: str) -> list[tuple]:
    found = Tagging.objects.filter(article=article, highlight__quote=quote).order_by("pk")
    return list(found.values_list("tag__name", "target__name", "holder__name", "holder_kind"))


def test_a_pinned_stance_takes_three_keys_and_goes_on_the_next_passage_with_one(project, article, anna, page_of):
    an_entity(project, "Order 14")
    pinned = anna.page.locator("#palette-recent .pinned")
    anna.select("must stay open")
    anna.find.fill("against")
    expect(anna.options.first).to_contain_text("Against")
    anna.find.press("Shift+Enter")
    expect(anna.options.first.locator(".pin.on")).to_be_visible()
    anna.find.fill("")
    expect(pinned).to_have_text("Against1")
    assert barriers(anna.page) == []
    anna.page.keyboard.press("1")
    expect(anna.options.first).to_contain_text("Order 14")
    anna.page.keyboard.press("1")
    expect(anna.options.nth(1)).to_contain_text("Jane Doequoted, as the text suggests")
    expect(anna.options.first).to_have_attribute("aria-selected", "true")
    anna.page.keyboard.press("2")
    expect(anna.panel).to_contain_text("Jane Doe")
    anna.tag("Create me")
    expect(anna.panel).to_contain_text("Create me")
    anna.close().select("ferrymen")
    expect(anna.palette).to_be_visible()
    before = Change.objects.filter(project=project).count()
    anna.page.keyboard.press(".")
    expect(anna.panel).to_contain_text("Create me")
    stance = ("Against", "Order 14", "Jane Doe", "quoted")
    assert said(article, "ferrymen") == [stance, ("Create me", None, None, "")]
    assert Change.objects.filter(project=project).count() == before + 1
    anna.close().page.keyboard.press("Control+z")
    expect(anna.marks).to_have_text(["must stay open"])
    elsewhere = Reader(page_of(a_user("anna")), article).open()
    elsewhere.select("ferrymen")
    expect(elsewhere.page.locator("#palette-recent .pinned")).to_have_text("Against1")
    elsewhere.options.filter(has_text="Against").locator(".pin").click()
    expect(elsewhere.page.locator("#palette-recent .pinned")).to_have_count(0)
    elsewhere.page.keyboard.press(".")
    expect(elsewhere.panel).to_contain_text("Create me")
    assert said(article, "ferrymen") == [stance, ("Create me", None, None, "")]


def test_from_find_to_all_occurrences_by_keys(project, article, anna):
    tag, press = a_tag(project, "Quays"), anna.page.keyboard.press
    press("?")
    expect(anna.page.get_by_role("dialog", name="Every key")).to_contain_text("find in this article")
    assert barriers_in_all_looks(anna.page) == []
    press("?")
    expect(anna.page.get_by_role("dialog", name="Every key")).to_be_hidden()
    press("/")
    anna.page.keyboard.type("QUAY")
    count = anna.page.locator(".find output")
    expect(count).to_have_text("1 / 2")
    press("Enter")
    expect(count).to_have_text("2 / 2")
    assert barriers(anna.page) == []
    anna.page.evaluate(RENEWED)
    press("Escape")
    selects(anna, "quay")
    press("S")
    selects(anna, "Nobody asked the ferrymen.")
    press("s")
    selects(anna, "Dr. Low has a quay of his own.")
    anna.select("quay")
    anna.page.locator("#palette-recent a").wait_for()
    press("*")
    hits = anna.page.get_by_role("checkbox", name="quay")
    expect(hits).to_have_count(2)
    assert barriers(anna.page) == []
    for key in "jny":
        press(key)
    expect(anna.page.locator("#chosen-count")).to_have_text("1 passage")
    press("A")
    expect(anna.page.locator("#chosen-count")).to_have_text("2 passages")
    anna.page.get_by_label("Tag", exact=True).select_option(tag.uid)
    anna.page.get_by_role("button", name="Tag 2 passages").click()
    expect(anna.toast).to_contain_text("2 passages tagged “Quays”.")
    anna.toast.get_by_role("button", name="Undo").click()
    expect(anna.page.get_by_text("You have tagged this")).to_have_count(0)
    assert not Highlight.objects.filter(article=article, removed_at=None).exists()
