"""The page brings text and marks, its notes come later: both together are the whole page."""

from copy import deepcopy
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import actions, markup
from annotations.models import Highlight
from annotations.pages import reading
from corpus_app.models import Role
from tests import nasty
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import address, client_of, legend, marks, page_of, parsed, reading_url, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project):
    """Three sections; marks that overlap, cross from one into the next, and have nothing to say."""
    article = an_article(project, *nasty.TEXTS, *(f"Paragraph {n}, which goes on. " * 3 for n in range(60)))
    theme, text = a_tag(project, "<b>Bikes</b> & more"), article.version.text
    for number, begin in enumerate(range(0, len(text) - 400, 397)):
        quote = text[begin : begin + 30 + 97 * (number % 3)].strip()
        highlight = a_highlight(article, quote, by=("anna", "ben")[number % 2], tags=(theme,)[: number % 3])
        if number % 4 == 0:
            actions.write_note(highlight=highlight, author=a_user("ben"), text="Who says <so>?\nAnd why?")
    a_tagging(highlight, a_stance(project, "for"), by="ben", target=an_entity(project, "Order 14"))
    return article


def bare_page(name: str, article) -> ElementTree.Element:
    response = client_of(name).get(reading_url(article))
    assert response.status_code == 200
    return parsed(response.text)


def notes(name: str, article, first: int, last: int) -> ElementTree.Element:
    return parsed(client_of(name).get(address("notes", article.project, article.uid, first, last)).text)


def filled(body: ElementTree.Element, parts: ElementTree.Element) -> ElementTree.Element:
    """The page with notes put in, as static/js/notes.js does it."""
    body = deepcopy(body)
    for section in body.iter("section"):
        start = int(section.get("data-start") or 0)
        for paragraph in section.iterfind(".//*[@data-p]"):
            paragraph.set("data-start", str(start))
            start += len("".join(paragraph.itertext())) + 2
    for part in parts:
        row = body.find(f".//*[@id='p{part.get('id')[1:]}']")
        covering = part.attrib.pop("data-marks").split(",")
        for mark, keys in zip(row.iter("mark"), covering, strict=True):
            mark.set("data-h", keys)
            mark.set("aria-details", f"h-{keys.split()[-1]}")
        if len(part):
            row.append(part)
    return body


@pytest.mark.parametrize("name", ["anna", "ben", "rita"])
def test_the_page_with_its_notes_put_in_is_the_whole_page(article, name):
    body = bare_page(name, article)
    assert len(list(body.iter("section"))) >= 3 and not body.findall(".//ul[@class='notes']")
    assert {keys for _, keys in marks(body)} == {None}
    for first in range(1, 200, markup.SECTION):
        body = filled(body, notes(name, article, first, first + markup.SECTION - 1))
    whole = rows(page_of(name, article))
    assert len(whole) > 60 and rows(body) == whole


def test_very_many_marks_lie_beside_the_text_and_a_browser_without_script_is_led_to_them_all(article, monkeypatch):
    url, client = reading_url(article), client_of("anna")
    with CaptureQueriesContext(connection) as before:
        assert 'id="marks"' not in client.get(url).text
    monkeypatch.setattr(reading, "VERY_MANY", 3)
    with CaptureQueriesContext(connection) as after:
        page = client.get(url).text
    body, whole = parsed(page), rows(page_of("anna", article))
    plain = body.findall(".//section[@class='plain']")
    lines = body.find(".//script[@id='marks']").text.split("\n")
    assert len(after) == len(before) and len(lines) == len(whole) and plain
    assert not [mark for section in plain for mark in section.iter("mark")]
    told = [line.count(";") + 1 if line else 0 for line in lines]
    assert sum(told) + len(marks(body)) == len(marks(page_of("anna", article)))
    assert '<noscript><meta http-equiv="refresh" content="0; url=?notes=all"></noscript>' in page
    assert 'id="marks"' not in client.get(f"{url}?notes=all").text


def test_all_notes_at_once_are_those_of_the_sections(article):
    assert rows(filled(bare_page("anna", article), notes("anna", article, 1, 10**30))) == rows(page_of("anna", article))


def test_a_row_keeps_room_for_as_many_notes_as_come(article):
    body = page_of("anna", article)
    for row in (row for row in body.iter("div") if row.get("id", "")[1:].isdigit()):
        (room,) = [int(name[1:]) for name in row.get("class").split() if name[0] == "n" and name[1:].isdigit()] or [0]
        assert room == len(row.findall("./ul/li"))


def test_room_grows_with_what_a_note_says():
    def half_lines(*labels: markup.Label, texts=()) -> int:
        return markup._half_lines(markup.Note("uid", "AN", labels=labels, texts=texts))

    theme = markup.Label("Bikes", 1)
    stance = markup.Label("For", 2, value="for", target="Order 14", holder="Ms. Ellery")
    assert [half_lines(), half_lines(theme), half_lines(theme, theme)] == [0, 0, 0]
    assert half_lines(theme, stance) == 2 and half_lines(markup.Label("A very long name " * 4, 3)) == 4
    assert half_lines(theme, texts=(("BE", "So?"),)) == 3 < half_lines(theme, texts=(("BE", "So?\nSo what?"),))


@pytest.mark.parametrize(("position", "section"), [(1, (1, 24)), (24, (1, 24)), (25, (25, 48)), (80, (73, 96))])
def test_a_link_finds_the_section_of_its_highlight(project, position, section):
    article = an_article(project, *(f"Paragraph number {n}." for n in range(1, 101)))
    highlight = a_highlight(article, f"number {position}.")
    for place in section:
        a_highlight(article, f"graph number {place}.")
    around = address("notes-around", project, article.uid, highlight.uid)
    found = parsed(client_of("anna").get(around).text)
    numbers = [int(part.get("id")[1:]) for part in found]
    assert set(numbers) == {position, *section} and found.find(f".//li[@id='h-{highlight.uid}']") is not None


def test_a_link_to_what_is_not_there_gets_404(project, article):
    other = an_article(project, "Elsewhere.")
    elsewhere, gone = a_highlight(other, "Elsewhere"), a_highlight(article, "Paragraph 7")
    actions.remove_highlight(highlight=gone, actor=a_user("anna"))
    for uid in (elsewhere.uid, gone.uid, "0" * 12):
        assert client_of("anna").get(address("notes-around", project, article.uid, uid)).status_code == 404


def test_a_blind_coder_gets_notes_of_their_own_marks_only():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, "one two three")
    theirs, own = a_highlight(article, "one two", by="ben"), a_highlight(article, "two three")
    actions.write_note(highlight=theirs, author=a_user("ben"), text="A secret.")
    answer = client_of("anna").get(address("notes", project, article.uid, 1, 1)).text
    assert own.uid in answer and theirs.uid not in answer and "secret" not in answer
    assert client_of("anna").get(address("notes-around", project, article.uid, theirs.uid)).status_code == 404


def test_the_legend_comes_when_it_is_opened(project, article):
    empty = an_article(project, "Nothing here.")
    alone = parsed(client_of("anna").get(address("legend", project, article.uid)).text)
    assert legend(alone) == legend(page_of("anna", article)) != {}
    assert legend(bare_page("anna", article)) == {}
    folded = {a: bare_page("anna", a).find(".//details[@class='legend']").get("hidden") for a in (article, empty)}
    assert folded == {article: None, empty: ""}


def test_a_page_that_has_not_opened_its_legend_is_sent_no_entries_for_it(article):
    highlight, tag = article.highlights.first(), a_tag(article.project)
    url = address("add-tagging", article.project, highlight.uid)
    folded = client_of("anna").post(url, {"tag": tag.uid}, headers={"Corpus-Reader": "1"}).text
    assert rows(parsed(folded)) and legend(parsed(folded)) == {}


def test_without_script_a_link_leads_to_the_whole_page(article):
    body = bare_page("anna", article)
    hrefs = {link.get("href") for link in body.iter("a")}
    assert "?notes=all" in hrefs
    assert "?notes=all" not in {link.get("href") for link in page_of("anna", article).iter("a")}


def queries(url: str) -> int:
    client = client_of("anna")
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_notes_take_a_fixed_number_of_queries(project, article):
    one, of = address("notes", project, article.uid, 1, 1), Highlight.objects.filter(article=article).first()
    queries(one)
    assert queries(one) == queries(address("notes", project, article.uid, 1, 99)) <= 8
    assert queries(address("notes-around", project, article.uid, of.uid)) <= 9
