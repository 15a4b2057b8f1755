"""Bibliographies, source lists and footnotes."""

import pytest

from tests.unit.importing.articles import FISHERMEN, MAYOR, TITLE, VOTE, page
from tests.unit.importing.outline import outline

BOOKS = (
    "Stone, M. (2019). Rivers That Move. Harbour Press.",
    "Reed, A. and Marsh, B., 2020. Sand. https://example.org/sand",
)


@pytest.mark.parametrize(
    "heading",
    [
        "References",
        "Bibliography / References:",
        "Sources",
        "Works Cited",
        "Further reading",
        "Notes and references",
        "Literaturverzeichnis",
        "Quellen:",
        "Fußnoten",
        "Referencias",
        "Bibliographie",
    ],
)
def test_entries_below_a_reference_heading(heading):
    assert outline(page(TITLE, VOTE, FISHERMEN, heading, *BOOKS)) == "T B B RH R R"


def test_listed_entries_are_references_not_list_items():
    assert outline(page(TITLE, VOTE, FISHERMEN, "References") + "\n- " + "\n- ".join(BOOKS)) == "T B B RH R R"


def test_a_heading_over_prose_ends_the_references():
    text = page(TITLE, VOTE, FISHERMEN, "References", *BOOKS, "About the Author", MAYOR)
    assert outline(text) == "T B B RH R R H B"


def test_furniture_ends_the_references():
    assert outline(page(TITLE, VOTE, FISHERMEN, "References", *BOOKS, "Leave a comment")) == "T B B RH R R X"


def test_a_heading_called_sources_over_prose_is_a_heading():
    assert outline(page(TITLE, VOTE, "Sources", FISHERMEN, MAYOR)) == "T B H B B"


@pytest.mark.parametrize(
    "note", ["[{}] Stone, Rivers that move.", "[{}]: see above", "[^{}]: Stone, Rivers that move."]
)
def test_footnotes_at_the_end_are_references(note):
    assert (
        outline(page(TITLE, VOTE + "[1]", FISHERMEN + "[2]", note.format(1), note.format(2))) == "T B B R R"
    )
