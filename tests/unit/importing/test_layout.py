"""Which lines form one paragraph."""

import textwrap

import pytest

from corpus_app.importing.blocks import Why
from corpus_app.importing.layout import units
from corpus_app.importing.lines import numbered, source_lines
from corpus_app.importing.reader import read_text
from tests.unit.importing.outline import kinds, outline

FIRST = (
    "The harbour town has waited eleven years for a new bridge, and on Monday the council finally "
    "voted to build "
    "one. Work is to begin in spring, officials said, once the river has fallen to its summer level."
)
SECOND = (
    "Not everyone is pleased with the decision. Fishermen say the piers will stand exactly where "
    "their nets have "
    "hung for generations, and they have asked a court in the capital to halt the long-awaited plan."
)


def paragraphs(text: str) -> list[str]:
    return [unit.text for unit in units(numbered(text))]


def wrap(text: str, width: int, indent: str = "") -> str:
    return textwrap.fill(text, width, subsequent_indent=indent, break_on_hyphens=False)


@pytest.mark.parametrize("width", [40, 60, 76, 100])
def test_hard_wrapped_paragraphs_are_put_together(width):
    assert paragraphs(f"{wrap(FIRST, width)}\n\n{wrap(SECOND, width)}") == [FIRST, SECOND]


def test_each_undone_wrap_is_noted_as_layout():
    block = read_text(f"{wrap(FIRST, 60)}\n\n{wrap(SECOND, 60)}").blocks[0]
    assert len(block.joins) == len(block.lines) - 1 > 1
    assert {join.why for join in block.joins} == {Why.WRAP}
    assert all(block.text[join.at] == join.joiner == " " for join in block.joins)
    assert block.guesses == ()


def test_a_word_broken_at_its_own_hyphen_keeps_it_and_gets_no_space():
    width = next(width for width in range(50, 90) if "long-\n" in textwrap.fill(SECOND, width))
    text = "\n\n".join(textwrap.fill(part, width) for part in (FIRST, SECOND))
    assert paragraphs(text) == [FIRST, SECOND]


def test_a_hanging_hyphen_before_and_keeps_its_space():
    line = "The council compared the harbour before and after, in pre-\nand post-war years, and "
    "found it wanting."
    assert "pre- and post-war" in read_text(line).blocks[0].text


def test_without_wrapping_every_line_is_a_paragraph():
    assert paragraphs(f"{FIRST}\n{SECOND}\nThe end.") == [FIRST, SECOND, "The end."]


def test_short_lines_are_not_taken_for_a_wrapped_paragraph():
    titles = [
        "Ferry Prices Rise Again",
        "Old Pier Closes After Storm",
        "Council Meets on Monday",
        "Fish Market Moves",
    ]
    assert paragraphs("\n".join(titles)) == titles


def test_verse_is_not_taken_for_a_wrapped_paragraph():
    verse = [
        "the river runs beneath the wall",
        "and carries silver in its hair",
        "it does not know the town at all",
    ]
    assert paragraphs("\n".join(verse)) == verse


def test_an_unusually_long_line_does_not_hide_the_wrapping():
    text = f"{wrap(FIRST, 60)}\n\nhttps://example.org/{'x' * 90}\n\n{wrap(SECOND, 60)}"
    assert paragraphs(text)[::2] == [FIRST, SECOND]


def test_double_spaced_wrapping_is_undone_too():
    text = f"{wrap(FIRST, 60)}\n\n{wrap(SECOND, 60)}".replace("\n", "\n\n")
    assert paragraphs(text) == [FIRST, SECOND]


def test_ragged_lines_of_a_copied_page_are_put_together():
    ragged = [wrap(FIRST, 72), wrap(SECOND, 66)]
    assert paragraphs("\n\n".join(ragged)) == [FIRST, SECOND]


def test_the_indent_of_a_first_line_begins_a_paragraph():
    text = "\n".join(
        "    " + textwrap.fill(part, 70, initial_indent="    ").strip() for part in (FIRST, SECOND)
    )
    assert paragraphs(text) == [FIRST, SECOND]


def test_wrapped_list_items_stay_apart():
    items = [f"- {FIRST}", f"- {SECOND}"]
    for indent in ("", "  "):
        assert paragraphs("\n".join(wrap(item, 60, indent) for item in items)) == items


def test_wrapped_headings_stay_apart_from_their_text():
    heading = "What the Fishermen Say About the Piers, the Nets and the Long Wait for an Answer"
    text = f"A New Bridge\n\n{wrap(FIRST, 60)}\n\n{wrap(heading, 60)}\n\n{wrap(SECOND, 60)}"
    assert kinds(text) == {"A New Bridge": "T", FIRST: "B", heading: "H", SECOND: "B"}


def test_japanese_lines_are_joined_without_a_space():
    text = (
        "港町は十一年間新しい橋を待っていたが、月曜日に議会は\n"
        "ついに建設を決定した。工事は春に始まる予定で、川の水位\n"
        "が下がり次第着工すると当局は述べた。"
    )
    assert paragraphs(text) == [text.replace("\n", "")]


def test_inner_runs_of_spaces_are_kept_and_outer_ones_trimmed():
    assert paragraphs("  one  two\tthree \t") == ["one  two\tthree"]


def test_line_numbers_count_every_kind_of_line_end():
    text = "a\r\nb\rc\fd\n\ne"
    assert source_lines(text) == ["a", "b", "c", "d", "", "e"]
    assert [line.number for line in numbered(text)] == [1, 2, 3, 4, 6]


def test_a_wrapped_text_without_blank_lines_marks_its_doubts():
    draft = read_text("\n".join(wrap(part, 45) for part in (FIRST, SECOND, FIRST.upper(), SECOND.upper())))
    doubts = [join for block in draft.blocks for join in block.guesses]
    assert all(join.why is Why.UNSURE_WRAP for join in doubts)
    assert bool(doubts) == any("leaves open" in warning for warning in draft.warnings)


def test_very_short_texts():
    assert outline("Hello") == "B"
    assert outline("Hello\nWorld") == "B B"
    assert outline("?!") == "B"
