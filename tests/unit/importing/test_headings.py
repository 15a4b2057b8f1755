"""Headings, and short lines that are none."""

import pytest

from tests.unit.importing.articles import FISHERMEN, MAYOR, TITLE, VOTE, page
from tests.unit.importing.outline import outline


@pytest.mark.parametrize(
    "line",
    [
        "The River",
        "A long wait for a short bridge",
        "Background:",
        "Early Signals and First Doubts:",
        "Who Pays for the Bridge in the End?",
        "Who pays for it?",
        "Conclusion",
        "THE RIVER",
        "## The River",
        "**A Long Wait**",
        "Die wichtigsten Fragen und Antworten",
        "2024",
    ],
)
def test_a_short_line_over_a_paragraph_is_a_heading(line):
    assert outline(page(TITLE, VOTE, line, FISHERMEN)) == "T B H B"


@pytest.mark.parametrize(
    "line",
    [
        "It was close.",
        "She said:",
        "The council named three reasons for the long delay, among them these:",
        "and nobody knows why",
        "He paused,",
        "\u201cNever,\u201d he said.",
        "But who would pay for a bridge that nobody in the town had asked for and few would use?",
        "What a day it was!",
        "Photo: the pier in winter, seen from the north. Picture by the author.",
    ],
)
def test_a_short_line_that_is_no_heading_is_body(line):
    assert outline(page(TITLE, VOTE, line, FISHERMEN, MAYOR)) == "T B B B B"


def test_a_heading_needs_text_below_it():
    assert outline(page(TITLE, VOTE, FISHERMEN, "Harbour Town")) == "T B B B"
    assert outline(page(TITLE, VOTE, FISHERMEN, "The River", "Leave a comment")) == "T B B B X"


def test_two_headings_may_follow_each_other():
    assert outline(page(TITLE, VOTE, "Part Two", "The River", FISHERMEN)) == "T B H H B"


def test_three_short_lines_in_a_row_are_verse_or_captions():
    verse = (
        "The river runs beneath the wall",
        "And carries silver in its hair",
        "It does not know the town at all",
    )
    assert outline(page(TITLE, VOTE, *verse, FISHERMEN)) == "T B B B B B"


def test_a_poem_keeps_its_lines():
    verse = "\n".join(
        (
            "The river runs beneath the wall",
            "And carries silver in its hair;",
            "It does not know the town at all.",
            "It does not care.",
        )
    )
    assert outline(f"The River\n\n{verse}\n\n{verse}").split()[1:] == ["B"] * 8


def test_a_label_in_front_of_a_paragraph_makes_no_heading():
    assert outline(page(TITLE, f"Introduction: {VOTE}", FISHERMEN)) == "T B B"


def test_a_text_without_headline():
    assert outline(page(VOTE, FISHERMEN, MAYOR)) == "B B B"


def test_short_news_with_a_headline():
    assert outline(page("Bridge vote passes", "The council said yes.", "It was close.")) == "T B B"
