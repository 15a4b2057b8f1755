"""Two people at the same article, each in a browser of their own."""

import re

import pytest
from playwright.sync_api import expect

from annotations.models import Highlight, Tagging
from corpus_app.models import Role
from tests.browser.reader import Reader
from tests.factories import a_project, a_tag, a_user, an_article

TEXT = "The quay stays open to bikes 🚲 and prams, said the mayor of Saltmouth on Monday."


@pytest.fixture
def project():
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    a_tag(project, "Bikes"), a_tag(project, "Quays")
    return project


@pytest.fixture
def article(project):
    return an_article(project, TEXT)


@pytest.fixture
def anna(article, page_of):
    return Reader(page_of(a_user("anna")), article).open()


@pytest.fixture
def ben(article, page_of):
    return Reader(page_of(a_user("ben")), article).open()


def test_the_second_sees_the_firsts_highlight_and_can_tag_it(article, anna, ben):
    anna.highlight("open to bikes 🚲", "Bikes")
    ben.open().mark("open to bikes").click()
    expect(ben.panel).to_contain_text("Anna")
    ben.tag("Quays")
    expect(ben.panel).to_contain_text("Quays")
    highlight = Highlight.objects.get(article=article)
    coders = Tagging.objects.filter(highlight=highlight).values_list("tag__name", "coder__display_name")
    assert set(coders) == {("Bikes", "Anna"), ("Quays", "Ben")}


def test_overlapping_highlights_of_both_are_visible_and_told_apart(article, anna, ben):
    anna.highlight("stays open to bikes", "Bikes")
    ben.highlight("open to bikes 🚲 and prams", "Quays")
    anna.open()
    expect(anna.marks).to_have_text(["stays ", "open to bikes", " 🚲 and prams"])
    first, both, second = (anna.marks.nth(n).get_attribute("class").split() for n in range(3))
    lines = [{name for name in classes if name.startswith("u")} for classes in (first, both, second)]
    assert lines[1] == lines[0] | lines[2] and len(lines[1]) == 2 and not lines[0] & lines[2]
    for name in ("AN", "BE"):
        expect(anna.paragraph(1).locator(".notes")).to_contain_text(name)


def test_both_mark_the_same_passage_at_once(article, anna, ben):
    for person in (anna, ben):  # before the first note moves the text under the second mouse
        expect(person.select("bikes 🚲 and prams").palette).to_be_visible()
    for person, tag in ((anna, "Bikes"), (ben, "Quays")):
        person.tag(tag)
    for person, tag in ((anna, "Bikes"), (ben, "Quays")):
        expect(person.panel).to_contain_text(tag)
    authors = Highlight.objects.filter(article=article).values_list("author__display_name", flat=True)
    assert sorted(authors) == ["Anna", "Ben"]
    anna.open()
    expect(anna.marks).to_have_count(1)
    expect(anna.marks).to_have_attribute("data-h", re.compile(r"^\S+ \S+$"))  # said when the notes have come


def test_a_save_shows_what_the_other_did_in_the_same_paragraph(article, anna, ben):
    anna.highlight("The quay", "Quays")
    ben.highlight("Saltmouth", "Bikes")
    expect(ben.marks).to_have_text(["The quay", "Saltmouth"])


def test_what_the_other_deleted_meanwhile_is_told_in_words(article, anna, page_of):
    ben = Reader(page_of(a_user("ben"), tolerates=("404",)), article)
    anna.highlight("bikes", "Bikes")
    ben.open()
    ben.page.evaluate("document.querySelector('corpus-live').remove()")  # before the news has come
    anna.panel.get_by_role("button", name="Delete highlight").click()
    expect(anna.marks).to_have_count(0)
    ben.mark("bikes").click()
    expect(ben.toast).to_be_visible()
    expect(ben.toast).to_contain_text(".")


def test_a_blind_coder_sees_only_their_own(page_of):
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    a_tag(project, "Bikes")
    article = an_article(project, TEXT)
    anna, ben = (Reader(page_of(a_user(name)), article).open() for name in ("anna", "ben"))
    anna.highlight("bikes", "Bikes")
    ben.highlight("bikes 🚲 and prams", "Bikes")
    expect(ben.marks).to_have_text("bikes 🚲 and prams")
    anna.open()
    expect(anna.marks).to_have_text("bikes")
