"""The words and lines of a text with their places, and which of them are the same in two texts. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from corpus_app.importing.fold import fold

# Scripts that put no spaces between words go by the letter.
LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile(rf"[{LETTERS}]|[^\W{LETTERS}]+|[^\w\s]")
LINE = re.compile(r"[^\n]+")
RUN = 4  # equal words in a row that are more than chance
LARGE = 4_000_000  # pairs of words, beyond which they are compared from one rare run of words to the next


@dataclass(frozen=True)
class Piece:
    """Code points [start, end) of a text."""

    start: int
    end: int


class Words:
    """A text by words and lines; white space is no word, so that a text wrapped anew has the same words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [Piece(*found.span()) for found in WORD.finditer(text)]
        self.keys = [fold(text[word.start : word.end]) for word in self.words]
        self.lines = [Piece(*found.span()) for found in LINE.finditer(text)]
        self.starts, self.ends = [w.start for w in self.words], [w.end for w in self.words]
        self.line_starts, self.line_ends = [p.start for p in self.lines], [p.end for p in self.lines]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """Numbers [first, last) of the words that [start, end) touches."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def lines_of(self, start: int, end: int) -> range:
        return range(bisect_right(self.line_ends, start), bisect_left(self.line_starts, end))

    def line_at(self, offset: int) -> Piece:
        return self.lines[bisect_right(self.line_starts, offset) - 1]

    def words_of(self, line: Piece) -> tuple[int, int]:
        return self.within(line.start, line.end)

    def said(self, line: Piece) -> str:
        return self.text[line.start : line.end]

    def where(self, key: str) -> Sequence[int]:
        return self._places.get(key, ())

    def count(self, keys: list[str]) -> int:
        return sum(self.keys[at : at + len(keys)] == keys for at in self.where(keys[0]))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places = defaultdict(list)
        for number, key in enumerate(self.keys):
            places[key].append(number)
        return dict(places)

    @cached_property
    def threes(self) -> dict[tuple[str, ...], list[int]]:
        """Where three words stand in a row."""
        places = defaultdict(list)
        for number in range(len(self.keys) - 2):
            places[tuple(self.keys[number : number + 3])].append(number)
        return dict(places)


class Aligned:
    """Which lines and words of the new text are those of the old; in `words` and `lines` None is none."""

    def __init__(self, old: Words, new: Words) -> None:
        self.old, self.new = old, new
        self.lines: list[int | None] = [None] * len(old.lines)
        self.words: list[int | None] = [None] * len(old.words)
        self.replaced: list[tuple[int, int] | None] = [None] * len(old.words)  # by which new words
        self.explained = bytearray(len(new.words))  # 1 where a new word is an old one's by more than chance

    def line(self, number: int) -> int | None:
        return self.lines[number]

    def spanned(self, first: int, last: int) -> tuple[int, int]:
        """The new words [a, b) from the first to the last old word that has a place; a >= b where none has."""
        found = [self._place(word) for word in range(first, last)]
        placed = [place for place in found if place]
        return (placed[0][0], placed[-1][1]) if placed else (0, 0)

    def _place(self, word: int) -> tuple[int, int] | None:
        at = self.words[word]
        return self.replaced[word] if at is None else (at, at + 1)

    def is_run(self, first: int, last: int) -> bool:
        """Whether the old words [first, last) stand in a row in the new text."""
        begin = self.words[first]
        return begin is not None and self.words[first:last] == list(range(begin, begin + last - first))

    def is_new(self, a: int, b: int) -> bool:
        """Whether at least half of the new words [a, b) are nobody's yet."""
        return 2 * sum(self.explained[a:b]) < b - a

    def take_line(self, old_line: int, new_line: int) -> None:
        self.lines[old_line] = new_line
        first, last = self.old.words_of(self.old.lines[old_line])
        a, _ = self.new.words_of(self.new.lines[new_line])
        self.take_words(first, a, last - first, explain=True)

    def take_words(self, first: int, a: int, size: int, *, explain: bool) -> None:
        self.words[first : first + size] = range(a, a + size)
        if explain:
            self.explained[a : a + size] = b"\1" * size


def align(old: Words, new: Words) -> Aligned:
    """Lines that are the same, in order and moved as a whole; between them words that are the same."""
    aligned = Aligned(old, new)
    said, says = [old.said(line) for line in old.lines], [new.said(line) for line in new.lines]
    left, right, gaps = set(range(len(said))), set(range(len(says))), []
    for tag, a, b, c, d in SequenceMatcher(None, said, says).get_opcodes():  # lines that are everywhere say little
        if tag == "equal":
            for shift in range(b - a):
                aligned.take_line(a + shift, c + shift)
            left.difference_update(range(a, b))
            right.difference_update(range(c, d))
        else:
            gaps.append((range(a, b), range(c, d)))
    _take_moved_lines(aligned, said, says, left, right)
    for gone, come in gaps:
        _align_words(
            aligned,
            [word for line in gone if line in left for word in range(*old.words_of(old.lines[line]))],
            [word for line in come if line in right for word in range(*new.words_of(new.lines[line]))],
        )
    return aligned


def _take_moved_lines(aligned: Aligned, said: list[str], says: list[str], left: set[int], right: set[int]) -> None:
    """A line that stands once in both texts and is long enough to be told from others has moved as a whole."""
    once, once_now = Counter(said), Counter(says)
    where = {says[line]: line for line in right}
    for line in sorted(left):
        text = said[line]
        if text in where and once[text] == once_now[text] == 1:
            first, last = aligned.old.words_of(aligned.old.lines[line])
            if last - first >= RUN:
                aligned.take_line(line, where[text])
                left.discard(line)
                right.discard(where[text])


def _align_words(aligned: Aligned, gone: list[int], come: list[int]) -> None:
    """Numbers of words that went, and of those that came in their stead, both in order."""
    keys, other = [aligned.old.keys[word] for word in gone], [aligned.new.keys[word] for word in come]
    for a, b, c, d in _parts(keys, other):
        matcher = SequenceMatcher(None, keys[a:b], other[c:d], autojunk=(b - a) * (d - c) > LARGE)
        for tag, low, high, from_, to in matcher.get_opcodes():
            _take(aligned, tag, gone[a + low : a + high], come[c + from_ : c + to])


def _take(aligned: Aligned, tag: str, gone: list[int], come: list[int]) -> None:
    if tag == "equal":
        for word, new_word in zip(gone, come, strict=True):
            aligned.take_words(word, new_word, 1, explain=len(gone) >= RUN)
    elif tag == "replace":
        for at, word in enumerate(gone):
            aligned.replaced[word] = _replaced(come, at, len(gone))


def _parts(keys: list[str], other: list[str]) -> list[tuple[int, int, int, int]]:
    """Ranges [a, b) and [c, d) to be compared: all with all, or cut where a run of words is the same and stands once.

    Comparing all with all takes the square of the length: minutes where a book is one paragraph.
    """
    if len(keys) * len(other) <= LARGE:
        return [(0, len(keys), 0, len(other))]
    here, there = _once(keys), _once(other)
    cuts = _rising([(at, there[run]) for run, at in here.items() if run in there])
    ends = [*cuts, (len(keys), len(other))]
    return [(a, b, c, d) for (a, c), (b, d) in zip([(0, 0), *cuts], ends, strict=True)]


def _once(keys: list[str]) -> dict[tuple[str, ...], int]:
    runs = [tuple(keys[at : at + RUN]) for at in range(len(keys) - RUN + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs that rises on both sides; the pairs rise on the first already."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1], ends[at : at + 1] = [place], [number]
    found, number = [], ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _replaced(come: list[int], at: int, of: int) -> tuple[int, int]:
    """Which of the words that came stand for one of the `of` that went: one by one, or all of them for all."""
    if len(come) == of:
        return come[at], come[at] + 1
    return come[0], come[-1] + 1


@dataclass(frozen=True)
class Change:
    """A stretch of a text, and whether the other text has it not."""

    text: str
    is_other: bool


def changes(old: str, new: str) -> tuple[list[Change], list[Change]]:
    """Both texts in stretches: what they have in common, and what one alone has, word by word."""
    one, other = (re.findall(r"\w+|\s+|[^\w\s]", text) for text in (old, new))
    was, now = [], []
    for tag, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for found, words in ((was, one[a:b]), (now, other[c:d])):
            if words:
                found.append(Change("".join(words), tag != "equal"))
    return was, now
