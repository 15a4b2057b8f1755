"""Where in a text as it is stored the words of a question stand, and what stands around them. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from annotations.phrases import AFTER, BETWEEN, Spellings
from annotations.search.query import Phrase
from annotations.search.words import MARKS, RUN, UNSPACED, words_of
from corpus_app.importing.fold import fold

LETTER = rf"(?:[^\W_{UNSPACED}]|[{MARKS}])"
NO_LETTER_BEFORE = rf"(?<![^\W_{UNSPACED}])(?<![{MARKS}])"
APART, TOGETHER = r"[\W_]++", r"[\W_]*+"
LONGEST = 320  # code points of a text that is shown whole
AROUND = 130
CONTEXT = 70  # code points of a line to each side
WORDS = 6  # by which lines are sorted

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Line:
    """A word in its context; `span` is where it stands in the text."""

    left: str
    hit: str
    right: str
    span: Span


def pattern_of(phrases: Iterable[Phrase]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(phrase) for phrase in phrases))


def _pattern(phrase: Phrase) -> str:
    """The phrase as words_of reads it: what stands between two words does not matter. A word begun is taken whole."""
    spellings, found, before = Spellings.known(), "", None
    runs = RUN.findall(fold(phrase.said))
    for unspaced, word in runs:
        if before is not None:
            found += TOGETHER if unspaced or before else APART
        found += BETWEEN.join(map(spellings.of, spellings.runs(unspaced or word)))
        before = unspaced
    begin = "" if runs[0][0] else f"{LETTER}*?" if phrase.inside else NO_LETTER_BEFORE
    end = "" if runs[-1][0] else f"{LETTER}*+" if phrase.prefix else f"(?!{LETTER})"
    return f"{begin}{found}{AFTER}{end}"


def spans_of(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [match.span() for match in pattern.finditer(text)]


def snippet(text: str, spans: list[Span]) -> list[Piece]:
    """A long text around its first hit, cut at words, with every hit in it marked."""
    first, last = 0, len(text)
    if last > LONGEST:
        at = spans[0][0] if spans else 0
        first = _word_after(text, max(0, at - AROUND))
        last = _word_before(text, min(len(text), first + LONGEST), first)
    pieces, end = [Piece("… ")] if first else [], first
    for begin, finish in spans:
        if begin < end or finish > last:
            continue
        pieces += [Piece(text[end:begin]), Piece(text[begin:finish], is_hit=True)]
        end = finish
    pieces += [Piece(text[end:last])] + ([Piece(" …")] if last < len(text) else [])
    return [piece for piece in pieces if piece.text]


def lines(text: str, spans: list[Span]) -> list[Line]:
    found = []
    for begin, end in spans:
        first = _word_after(text, max(0, begin - CONTEXT))
        last = _word_before(text, min(len(text), end + CONTEXT), end)
        found.append(Line(text[first:begin], text[begin:end], text[end:last], (begin, end)))
    return found


def by_left(line: Line) -> list[str]:
    """The words before it, the nearest first."""
    return words_of(fold(line.left))[: -WORDS - 1 : -1]


def by_right(line: Line) -> list[str]:
    return words_of(fold(line.right))[:WORDS]


def _word_after(text: str, at: int) -> int:
    """Where the first whole word from here on begins; a very long one is cut."""
    if not at or text[at - 1].isspace():
        return at
    found = text.find(" ", at, at + 30)
    return found + 1 if found >= 0 else at


def _word_before(text: str, at: int, least: int) -> int:
    if at >= len(text) or text[at].isspace():
        return at
    found = text.rfind(" ", max(least, at - 30), at)
    return found if found >= 0 else at
