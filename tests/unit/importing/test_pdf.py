"""PDFs: lines become paragraphs by their layout; what stands on every page is greyed."""

import textwrap

import pytest

from corpus_app.importing.any_format import read_file
from corpus_app.importing.blocks import Kind
from corpus_app.importing.found import letters
from corpus_app.importing.problems import ImportProblem
from corpus_app.importing.reading import Reading
from tests.unit.importing import files
from tests.unit.importing.articles import FISHERMEN, MAYOR, TITLE, VOTE

PITCH = 13
LOCKED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + "11" * 32 + "> /U <" + "22" * 32 + "> >> /ID [<00> <00>]"
)


def set_in(paragraphs: list[str], x: float = 72, width: int = 60, top: float = 720, gap: float = 8, indent: float = 0):
    """Lines of wrapped paragraphs, from the top of a page or column down."""
    lines, y = [], top
    for text in paragraphs:
        for nth, line in enumerate(textwrap.wrap(text, width, initial_indent=" " * round(indent / 6))):
            lines.append((x + (indent if nth == 0 else 0), y, 10, line.strip()))
            y -= PITCH
        y -= gap
    return lines


def texts(*pages, kinds=None) -> list[str]:
    (draft,) = read_file(files.pdf(*pages))
    drawn = letters(text for lines in pages for *_, text in lines)
    assert letters(block.text for block in draft.blocks) == drawn
    assert any("check in the preview" in warning for warning in draft.warnings)
    return [block.text for block in draft.blocks if kinds is None or block.kind in kinds]


def test_lines_become_paragraphs_by_their_pitch_and_the_largest_is_the_title():
    page = [(72, 760, 20, TITLE), *set_in([VOTE, FISHERMEN, MAYOR])]
    assert texts(page) == [TITLE, VOTE, FISHERMEN, MAYOR]
    assert texts(page, kinds=[Kind.TITLE]) == [TITLE]


def test_an_indented_first_line_begins_a_paragraph_without_any_gap():
    assert texts(set_in([VOTE, FISHERMEN, MAYOR], gap=0, indent=18)) == [VOTE, FISHERMEN, MAYOR]


def test_two_columns_are_read_one_after_the_other_and_a_cut_paragraph_is_joined_as_a_guess():
    lines = textwrap.wrap(MAYOR, 34)
    left = set_in([VOTE, FISHERMEN], width=34)
    cut = [(72, left[-1][1] - 21 - PITCH * nth, 10, line) for nth, line in enumerate(lines[:3])]
    rest = [(320, 720 - PITCH * nth, 10, line) for nth, line in enumerate(lines[3:])]
    (draft,) = read_file(files.pdf([*left, *cut, *rest]))
    assert [block.text for block in draft.blocks] == [VOTE, FISHERMEN, MAYOR]
    assert [len(block.joins) for block in draft.blocks] == [0, 0, 1]
    assert draft.source.split("\n\n")[2].count("\n") == 1 and len(draft.blocks[2].lines) == 2


def test_running_heads_and_page_numbers_are_greyed_and_a_paragraph_goes_on_behind_them():
    halves = textwrap.wrap(VOTE, 60)
    first = [(72, 800, 8, "The Gull Weekly"), *set_in([FISHERMEN, " ".join(halves[:2])]), (290, 30, 8, "1")]
    second = [(72, 800, 8, "The Gull Weekly"), *set_in([" ".join(halves[2:]), MAYOR]), (290, 30, 8, "2")]
    assert texts(first, second, kinds=[Kind.BOILERPLATE]) == ["The Gull Weekly", "1", "The Gull Weekly", "2"]
    assert texts(first, second, kinds=[Kind.BODY]) == [FISHERMEN, VOTE, MAYOR]


def test_a_hyphen_at_the_end_of_a_line_goes_unless_the_word_has_it_elsewhere():
    lines = [
        "The well-known harbour town has waited eleven years for its brid-", "ge to the quay, and it is well-",
        "known that nobody will drive on it for a good while after it opens.",
    ]  # fmt: skip
    (text,) = texts([(72, 700 - PITCH * nth, 10, line) for nth, line in enumerate(lines)])
    assert "its bridge to" in text and "it is well-known that" in text


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (files.pdf([]), "text recognition"),
        (files.pdf(set_in([VOTE]), trailer=LOCKED), "password"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (files.pdf(*[set_in([VOTE])] * 1001), "more than 1,000 pages"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data, advice):
    with pytest.raises(ImportProblem, match=advice):
        read_file(data)


def test_it_is_read_in_the_process_that_can_open_nothing():
    data = files.pdf(set_in([VOTE, MAYOR]))
    with Reading() as reading:
        assert reading.drafts(data, "a.pdf") == read_file(data, "a.pdf")
