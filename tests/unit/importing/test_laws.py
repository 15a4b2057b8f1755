"""What holds for every file: nothing is lost, nothing is invented, nothing crashes, nothing takes long."""

import hashlib
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_app.importing.blocks import Kind, Role, Why, split_join
from corpus_app.importing.controls import visible
from corpus_app.importing.lines import numbered
from corpus_app.importing.problems import ImportProblem
from corpus_app.importing.reader import MAX_LINES, read, read_text
from tests.unit.importing.articles import FISHERMEN, MAYOR, TITLE, VOTE

PIECES = [
    TITLE,
    VOTE,
    FISHERMEN,
    MAYOR,
    "",
    "",
    "   ",
    "-",
    "- one",
    "1. one",
    "2. two",
    "Q: why?",
    "A: so.",
    "> said",
    "Contents",
    "References",
    "[1] Note, 2001",
    "Related posts",
    "By Jane Doe",
    "17 Feb 2025",
    "Home » News",
    "and it goes on.",
    "the river, which",
    "Leave a comment",
    "7",
    '"So it was, and so it is."',
    "港町に新しい橋",
    "Jane Doe: why?",
    "x" * 50,
    "long-",
    "end of it",
]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join),
    st.lists(st.text("ab AB.,:?-\n\f\r\t", max_size=60), max_size=8).map("\n".join),
)
SLOW_SHAPES = {
    "one paragraph": "The river runs on and on. " * 40_000,
    "one word": "a" * 1_000_000,
    "spaces": "a" + " " * 1_000_000 + "b",
    "dashes": "-" * 1_000_000 + "b",
    "dots": ". " * 500_000,
    "crumbs": "Home > " * 150_000,
    "blank lines": "\n" * 1_000_000 + "a",
    "paragraphs": (VOTE + "\n\n") * 4_000,
    "a wrapped text": "the river that runs beneath the wall and carries silver in\n" * 16_000,
    "numbers and names": "".join(f"{n % 90 + 1}. The Dark\nGull {n}: yes.\n" for n in range(16_000)),
}


def letters(text: str) -> Counter:
    return Counter(char for char in text if char.isalpha())


@given(TEXTS)
@settings(max_examples=120, deadline=None)
def test_every_letter_and_every_line_is_kept_once(text):
    try:
        draft = read_text(text)
    except ImportProblem:
        assert not text.removeprefix("\ufeff").strip()
        return
    assert sum((letters(block.text) for block in draft.blocks), Counter()) == letters(text)
    used = [number for block in draft.blocks for number in block.lines]
    assert sorted(used) == [line.number for line in numbered(visible(text.removeprefix("\ufeff"))[0])]


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_blocks_are_sound(text):
    try:
        draft = read_text(text)
    except ImportProblem:
        return
    for block in draft.blocks:
        assert block.text == block.text.strip()
        assert block.reason
        assert (block.kind is Kind.BOILERPLATE) == (block.role is Role.BOILERPLATE)


def parts(block) -> list[str]:
    """The block cut at all its joins and line ends: the source lines again."""
    found = []
    while block.joins:
        block, last = split_join(block, len(block.joins) - 1)
        found += last.text.split("\n")
    return found + block.text.split("\n")


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_undoing_every_join_gives_the_source_lines_again(text):
    try:
        draft = read_text(text)
    except ImportProblem:
        return
    lines = {line.number: line.text for line in numbered(text.removeprefix("\ufeff"))}
    for block in draft.blocks:
        if "\ufffd" not in block.text:
            assert sorted(parts(block)) == sorted(lines[number] for number in block.lines)


@given(st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-16", "surrogatepass"))))
@settings(max_examples=120, deadline=None)
def test_any_bytes_give_a_draft_or_a_sentence(data):
    try:
        draft = read(data)
    except ImportProblem as problem:
        assert str(problem)[0].isupper()
        assert str(problem).endswith(".")
    else:
        assert draft.blocks


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_the_same_bytes_give_the_same_draft(text):
    data = text.encode("utf-8", "replace")
    try:
        assert read(data, "a.txt") == read(data, "a.txt")
    except ImportProblem:
        return


def test_a_draft_knows_its_file():
    draft = read(b"Fine text.\n", name="fine.txt")
    assert (draft.name, draft.encoding) == ("fine.txt", "utf-8")
    assert draft.sha256 == hashlib.sha256(b"Fine text.\n").hexdigest()


def test_words_are_counted_by_role():
    draft = read_text(f"{TITLE}\n\n{VOTE}\n\n{FISHERMEN}\n\nLeave a comment")
    assert draft.content_words == len(f"{TITLE} {VOTE} {FISHERMEN}".split())
    assert draft.boilerplate_words == 3


def test_nothing_is_deduplicated_inside_an_article():
    draft = read_text("\n\n".join((TITLE, VOTE, FISHERMEN, VOTE, FISHERMEN)))
    assert [block.text for block in draft.blocks].count(VOTE) == 2


def test_glitches_are_reported_and_kept():
    draft = read_text(
        f"{TITLE}\n\n{VOTE}It was late.Nobody spoke,and the river rose. See example.com for U.S. news "
        f"at 3.5 metres."
    )
    assert any(warning.startswith("In 3 places a space seems to be missing") for warning in draft.warnings)
    assert "late.Nobody spoke,and" in draft.blocks[-1].text


def test_garbled_letters_are_reported_and_kept():
    draft = read_text(f"{TITLE}\n\n{VOTE} It\u00e2\u20ac\u2122s late.")
    assert any("garbled" in warning for warning in draft.warnings)


@pytest.mark.parametrize("shape", SLOW_SHAPES)
def test_a_megabyte_of_any_shape_takes_seconds_not_minutes(shape):
    data = SLOW_SHAPES[shape].encode()
    start = time.process_time()
    assert read(data).blocks
    assert time.process_time() - start < 8  # a quadratic rule takes minutes


def test_more_lines_than_an_article_can_have_are_refused():
    with pytest.raises(ImportProblem, match="Split it"):
        read(b"a\n" * (MAX_LINES + 1))


def test_a_wrap_is_layout_and_a_page_break_is_a_guess():
    assert {why for why in Why if why is not Why.WRAP} == {Why.PAGE_BREAK, Why.UNSURE_WRAP}
