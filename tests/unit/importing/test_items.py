"""List items and quotations."""

import pytest

from corpus_app.importing.reader import read_text
from tests.unit.importing.articles import FISHERMEN, MAYOR, TITLE, VOTE, page
from tests.unit.importing.outline import outline


@pytest.mark.parametrize("sign", ["- ", "* ", "+ ", "• ", "•", "\u2013 ", "◦ ", "▪ "])
def test_signs_that_open_a_list_item(sign):
    assert (
        outline("\n".join((TITLE, VOTE, f"{sign}one bridge", f"{sign}two roads", FISHERMEN))) == "T B L L B"
    )


@pytest.mark.parametrize(
    "items",
    [
        ("1. Survey the river", "2. Build the piers"),
        ("1) one", "2) two"),
        ("(1) one", "(2) two"),
        ("a) one", "b) two"),
    ],
)
def test_numbers_and_letters_open_list_items(items):
    assert outline("\n".join((TITLE, VOTE, *items, FISHERMEN))) == "T B L L B"


def test_the_marker_is_part_of_the_text():
    assert read_text("\n".join((TITLE, VOTE, "- one bridge", "- two roads"))).blocks[2].text == "- one bridge"


@pytest.mark.parametrize(
    "line",
    [
        "17. Februar 2025 war ein Montag, und der Rat stimmte ab.",
        "2014. That was the year the ferry sank, they say.",
        "-5 degrees were measured on the pier that night, they say.",
    ],
)
def test_a_lone_number_opens_no_list(line):
    assert outline(page(TITLE, VOTE, line, FISHERMEN)) == "T B B B"


def test_numbered_headings_stay_headings():
    text = page(TITLE, VOTE, "1. The Iron Bridge", FISHERMEN, "2. The Long Crossing", MAYOR)
    assert outline(text) == "T B H B H B"


def test_a_numbered_list_may_have_long_items():
    assert outline(page(TITLE, VOTE, f"1. {FISHERMEN}", f"2. {MAYOR}", VOTE + " So it is.")) == "T B L L B"


def test_lines_that_begin_with_an_arrow_are_one_quotation():
    text = f"{TITLE}\n\n{VOTE}\n\n> The river gives.\n> The river takes.\n\n{FISHERMEN}"
    assert outline(text) == "T B C B"
    assert read_text(text).blocks[2].text == "> The river gives.\n> The river takes."
    assert read_text(text).blocks[2].lines == (5, 6)


@pytest.mark.parametrize("quote", ['"{}"', "\u201c{}\u201d", "„{}\u201c", "«{}»"])
def test_a_paragraph_quoted_from_end_to_end_is_a_quotation(quote):
    assert (
        outline(page(TITLE, VOTE, quote.format("We have waited long enough, all of us."), FISHERMEN))
        == "T B C B"
    )


def test_speech_with_its_speaker_is_body():
    assert (
        outline(page(TITLE, VOTE, '"We waited long," she said. "Now we build it."', FISHERMEN)) == "T B B B"
    )


def test_the_source_below_a_quotation_belongs_to_it():
    text = page(TITLE, VOTE, '"We have waited long enough, all of us."', "\u2014 Mara Stone", FISHERMEN)
    assert outline(text) == "T B C C B"
