"""Title, by-line and date at the top, and what is suggested from them with its evidence."""

import pytest

from corpus_app.importing.dates import date_line
from corpus_app.importing.reader import read_text
from tests.unit.importing.articles import FISHERMEN, FRENCH, GERMAN, MAYOR, SPANISH, TITLE, VOTE, page
from tests.unit.importing.outline import outline

DATES = {
    "2025-02-17": "2025-02-17",
    "2025/2/7": "2025-02-07",
    "2025-02-17T10:32:00Z": "2025-02-17",
    "17 Feb 2025": "2025-02-17",
    "17th of February 2025": "2025-02-17",
    "February 17, 2025": "2025-02-17",
    "Feb. 17, 2025": "2025-02-17",
    "Monday, February 17, 2025 at 10:32 am EST": "2025-02-17",
    "Published: 17 February 2025, 10:32 GMT": "2025-02-17",
    "Posted on February 17, 2025": "2025-02-17",
    "Published February 17, 2025 | Updated February 19, 2025": "2025-02-17",
    "17.02.2025": "2025-02-17",
    "Montag, 17. Februar 2025, 10:32 Uhr": "2025-02-17",
    "17 de febrero de 2025": "2025-02-17",
    "Publié le 17 février 2025 à 10h30": "2025-02-17",
    "1er mars 2025": "2025-03-01",
    "17 febbraio 2025": "2025-02-17",
    "17 februari 2025": "2025-02-17",
    "17 февраля 2025": "2025-02-17",
    "2025年2月17日": "2025-02-17",
    "February 2025": "2025-02",
    "02/17/2025": "2025-02-17",
    "17/02/2025": "2025-02-17",
    "02/03/2025": "2025",  # March or February: only the year is certain
    "02/02/2025": "2025-02-02",
}


@pytest.mark.parametrize("line", DATES)
def test_a_date_line_is_read(line):
    date = date_line(line)
    assert date is not None
    assert (date.value, date.changed) == (DATES[line], False)


@pytest.mark.parametrize(
    "line",
    [
        "Monday",
        "May",
        "1962",
        "yesterday",
        "31 February 2025",
        "2025",
        "In May 2025 the work began",
        "45/46/2025",
        "Chapter 17",
        "May 2025 Be a Better Year",
    ],
)
def test_what_is_no_certain_date_line_is_none(line):
    assert date_line(line) is None


def test_updated_is_not_published():
    draft = read_text(page(TITLE, "Updated: 18 February 2025", VOTE, FISHERMEN))
    assert outline(page(TITLE, "Updated: 18 February 2025", VOTE, FISHERMEN)) == "T M B B"
    assert draft.suggested("published") == ""


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("by Jane Doe and John Roe", "Jane Doe and John Roe"),
        ("BY JANE DOE", "JANE DOE"),
        ("By Jane Doe, Harbour Correspondent", "Jane Doe"),
        ("By J. R. van der Berg in Rotterdam", "J. R. van der Berg"),
        ("Written by Jane Doe", "Jane Doe"),
        ("Author: Jane Doe", "Jane Doe"),
        ("Von Erika Beispiel", "Erika Beispiel"),
        ("Por María José Ejemplo", "María José Ejemplo"),
        ("Par Jean-Luc Exemple", "Jean-Luc Exemple"),
    ],
)
def test_a_byline_is_meta_and_suggests_the_author(line, author):
    draft = read_text(page(TITLE, line, VOTE, FISHERMEN))
    assert draft.suggested("author") == author
    assert outline(page(TITLE, line, VOTE, FISHERMEN)) == "T M B B"


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        ("By Jane Doe | 17 February 2025 | 5 min read", "Jane Doe", "2025-02-17"),
        ("Jane Doe, 17 February 2025", "Jane Doe", "2025-02-17"),
        ("Published February 17, 2025 by Jane Doe", "Jane Doe", "2025-02-17"),
        ("By Jane Doe February 17, 2025", "Jane Doe", "2025-02-17"),
        ("17 Feb 2025 · Reuters", "Reuters", "2025-02-17"),
    ],
)
def test_author_and_date_on_one_line(line, author, date):
    draft = read_text(page(TITLE, line, VOTE, FISHERMEN))
    assert (draft.suggested("author"), draft.suggested("published")) == (author, date)
    assert outline(page(TITLE, line, VOTE, FISHERMEN)) == "T M B B"


def test_byline_and_date_may_stand_before_the_title():
    draft = read_text(page("Jane Doe", "17 Feb 2025", TITLE, VOTE, FISHERMEN))
    assert [draft.suggested(field) for field in ("title", "author", "published")] == [
        TITLE,
        "Jane Doe",
        "2025-02-17",
    ]


def test_a_bare_name_needs_a_date_beside_it():
    assert read_text(page("Jane Doe", TITLE, VOTE, FISHERMEN)).suggested("author") == ""


def test_role_and_date_below_a_name_make_it_a_byline():
    text = page(
        "OPINION", "We Need This Bridge", "Jane Doe", "Harbour correspondent", "17 Feb 2025", VOTE, FISHERMEN
    )
    assert outline(text) == "M T M M M B B"
    assert read_text(text).suggested("author") == "Jane Doe"


def test_a_standfirst_may_stand_between_title_and_byline():
    text = page(
        TITLE,
        "After eleven years of waiting, the town will build its crossing.",
        "By Jane Doe",
        VOTE,
        FISHERMEN,
    )
    assert outline(text) == "T B M B B"


def test_a_date_amid_the_text_is_no_date_of_the_article():
    assert read_text(page(TITLE, VOTE, FISHERMEN, "March 3, 2024", MAYOR)).suggested("published") == ""


def test_dates_of_related_articles_are_never_suggested():
    text = page(TITLE, VOTE, FISHERMEN, "Latest Posts", "Ferry Prices Rise", "May 21, 2025")
    assert read_text(text).suggested("published") == ""


def test_evidence_names_the_line():
    draft = read_text(page(TITLE, "By Jane Doe", "02/03/2025", VOTE, FISHERMEN))
    evidence = {found.field: found.evidence for found in draft.suggestions}
    assert evidence["title"].startswith("Line 1: ")
    assert evidence["author"].startswith("Line 3 begins like a by-line")
    assert evidence["published"].startswith("Line 5, near the title: 02/03/2025.")
    assert "only the year" in evidence["published"]


def test_what_the_text_does_not_state_is_missing_and_asked_for():
    draft = read_text(page(VOTE, FISHERMEN))
    assert [draft.suggested(field) for field in ("title", "author", "published", "source")] == [
        "",
        "",
        "",
        "",
    ]
    assert [warning.split(" was")[0] for warning in draft.warnings] == [
        "No title",
        "No author",
        "No publication date",
    ]


@pytest.mark.parametrize("first", ["Introduction", "Einleitung", "Summary:", "1. Introduction"])
def test_a_section_heading_in_the_first_line_is_no_title(first):
    assert outline(page(first, VOTE, FISHERMEN, "The River", MAYOR)).split()[0] in ("H", "B")
    assert read_text(page(first, VOTE, FISHERMEN)).suggested("title") == ""


@pytest.mark.parametrize(
    "title",
    [
        "Harbour town council votes for new bridge after eleven years of waiting and two lost court cases",
        "Will the Bridge Ever Be Built?",
        "\u201cWe Have Waited Long Enough\u201d",
        "COUNCIL VOTES FOR A NEW BRIDGE",
        "By Land and by Sea",
        "Bridge: The Long Wait Ends in the U.S.",
        "At Last!",
        "港町に新しい橋",
        "10 things to know about the bridge",
    ],
)
def test_headlines_of_many_kinds_are_titles(title):
    assert read_text(page(title, VOTE, FISHERMEN)).suggested("title") == title


@pytest.mark.parametrize("markup", ["# {}", "## {}", "**{}**"])
def test_a_marked_up_title_is_suggested_without_its_marks_and_stored_with_them(markup):
    draft = read_text(page(markup.format(TITLE), VOTE, FISHERMEN))
    assert draft.suggested("title") == TITLE
    assert draft.blocks[0].text == markup.format(TITLE)


def test_the_name_of_the_page_is_a_repetition_of_the_title():
    text = page(f"{TITLE} | Harbour Gazette", TITLE, VOTE, FISHERMEN)
    assert outline(text) == "X T B B"


def test_the_last_part_of_the_breadcrumb_tells_the_title():
    text = page(f"Home » Region » {TITLE}", "The Harbour Gazette Online", TITLE, VOTE, FISHERMEN)
    assert read_text(text).suggested("title") == TITLE


def test_a_repeated_title_inside_the_text_is_a_heading():
    paragraphs = (VOTE, FISHERMEN, MAYOR, VOTE + " Yes.", FISHERMEN + " No.")
    assert outline(page(TITLE, *paragraphs, TITLE, MAYOR + " So.")) == "T B B B B B H B"


def test_the_owner_of_the_copyright_is_suggested_as_source():
    draft = read_text(page(TITLE, VOTE, FISHERMEN, "© 2025 Harbour Gazette. All rights reserved."))
    assert draft.suggested("source") == "Harbour Gazette"


@pytest.mark.parametrize(
    ("text", "code"), [(VOTE + FISHERMEN, "en"), (GERMAN * 2, "de"), (SPANISH * 2, "es"), (FRENCH * 2, "fr")]
)
def test_the_language_is_told_by_its_common_words(text, code):
    assert read_text(text).suggested("language") == code


@pytest.mark.parametrize("text", ["Two words", "Lorem ipsum dolor sit amet consectetur " * 12])
def test_the_language_is_left_open_where_it_cannot_be_told(text):
    assert read_text(text).suggested("language") == ""


def test_the_writing_tells_the_language_where_it_can():
    assert read_text("Η πόλη περίμενε έντεκα χρόνια για τη νέα γέφυρα. " * 6).suggested("language") == "el"
    assert read_text("港町は十一年間新しい橋を待っていた。" * 16).suggested("language") == "ja"
    assert read_text("这个城市等了十一年才有一座新桥。" * 16).suggested("language") == "zh"
