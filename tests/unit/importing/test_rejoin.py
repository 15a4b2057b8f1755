"""Paragraphs cut by a page break are mended, others are left alone, and a mend can be undone."""

import pytest

from corpus_app.importing.blocks import Block, Join, Kind, Role, Why, cut, split_join
from corpus_app.importing.reader import read_text
from tests.unit.importing.outline import outline

TITLE = "A New Bridge"
CUT = (
    "The harbour town has waited eleven years for a new bridge. The river, which has moved twice "
    "since the first "
    "survey was made by the"
)
REST = "royal engineers, will be measured again next year."
END = "Not everyone is pleased with the decision, and the fishermen have asked a court to halt the plan."


def test_the_halves_are_joined_with_one_space():
    block = read_text(f"{TITLE}\n\n{CUT}\n\n{REST}\n\n{END}").blocks[1]
    assert (block.text, block.lines) == (f"{CUT} {REST}", (3, 5))
    assert block.joins == block.guesses == (Join(len(CUT), " ", Why.PAGE_BREAK),)


def test_a_comma_does_not_end_a_paragraph():
    assert outline(f"{TITLE}\n\n{CUT[:-4]} old king,\n\n{REST}\n\n{END}") == "T B B"


def test_a_page_number_may_stand_between_the_halves():
    draft = read_text(f"{TITLE}\n\n{CUT}\n\n- 12 -\n\n{REST}\n\n{END}")
    assert [block.lines for block in draft.blocks] == [(1,), (3, 7), (5,), (9,)]
    assert draft.blocks[2].detail == "page_number"


def test_a_form_feed_may_stand_between_the_halves():
    assert outline(f"{TITLE}\n\n{CUT}\f{REST}\n\n{END}") == "T B B"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CUT + " engineers.", "the second sentence begins in lower case by mistake."),
        (CUT, "Royal engineers will measure it again next year."),
        (
            "What the Long Wait for a New Bridge Has Done to the Harbour Town and Its Fishermen, "
            "Young and Old",
            "can a town live without a bridge? it can, the fishermen say.",
        ),
        ("A new bridge for the harbour town", "it took eleven years, and nobody knows why."),
        (CUT + " these three:", "royal engineers will measure it again next year."),
        (CUT, "- royal engineers, who will measure it again next year."),
        (CUT, "by the engineers"),
    ],
    ids=["full stop", "capital", "headline", "short line", "colon", "list item", "by-line"],
)
def test_what_only_looks_cut_is_left_alone(before, after):
    assert len(read_text(f"{END}\n\n{before}\n\n{after}\n\n{END}").blocks) == 4


def test_a_mend_can_be_undone():
    block = read_text(f"{TITLE}\n\n{CUT}\n\n{REST}\n\n{END}").blocks[1]
    first, second = split_join(block, 0)
    assert (first.text, first.lines, first.joins) == (CUT, (3,), ())
    assert (second.text, second.lines, second.joins) == (REST, (5,), ())
    assert first.kind is second.kind is block.kind


def test_undoing_one_of_several_joins_keeps_the_others():
    lines = [
        "the river that runs beneath the wall and carries",
        "silver in its hair does not know the town, nor",
        "all",
    ]
    block = read_text("\n".join(lines)).blocks[0]
    assert len(block.joins) == 2
    first, second = split_join(block, 1)
    assert (first.text, first.lines) == (" ".join(lines[:2]), (1, 2))
    assert (second.text, second.lines) == (lines[2], (3,))
    first, second = split_join(block, 0)
    assert (second.text, second.lines, second.joins[0].at) == (" ".join(lines[1:]), (2, 3), len(lines[1]))


@pytest.mark.parametrize("index", [-1, 1])
def test_there_must_be_such_a_join(index):
    block = read_text(f"{TITLE}\n\n{CUT}\n\n{REST}\n\n{END}").blocks[1]
    with pytest.raises(IndexError):
        split_join(block, index)


def test_a_paragraph_is_cut_anywhere_and_its_lines_and_mends_stay_where_they_were():
    block = read_text(f"{TITLE}\n\n{CUT}\n\n{REST}\n\n{END}").blocks[1]
    for at in range(1, len(block.text)):
        first, rest = cut(block, at)
        assert f"{first.text} {rest.text}".replace(" ", "") == block.text.replace(" ", "")
        for half in (first, rest):
            assert [half.text[join.at] for join in half.joins] == [" "] * len(half.joins)
            assert len(half.lines) == 1 + len(half.joins)
        assert first.lines[-1] == rest.lines[0] or (first.lines, rest.lines) == ((3,), (5,))
    for at in (0, len(block.text), 10**6):
        with pytest.raises(IndexError):
            cut(block, at)


def test_what_stands_in_several_lines_is_cut_with_them():
    poem = Block(Kind.QUOTE, Role.CONTENT, "The gull\nhas gone\nto sea", (4, 5, 6))
    assert [half.lines for half in cut(poem, 9)] == [(4,), (5, 6)]
    assert [half.lines for half in cut(poem, 12)] == [(4, 5), (5, 6)]
