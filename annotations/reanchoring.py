"""Where passages of one text stand in the next one: by exact lines, then word diff, then quote with context. Pure.

What is placed exactly reads letter by letter as before, and nothing else could be meant. All other placements are
proposals for a person to decide; what has no place is None. Offsets are code points, half-open.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from annotations.wording import Aligned, Words, align

ALIKE = 0.75  # of two wordings, to be offered as the same passage
TELLING = 4  # words that in a row hardly stand together twice by chance
TRIES = 3  # places looked at for a passage that was moved and rewritten
LONG = 200  # letters from which on wordings are compared word by word


class How(Enum):
    LINE = "line"  # in lines that are the same
    WORDS = "words"  # between words that are the same
    QUOTE = "quote"  # its words were found elsewhere


@dataclass(frozen=True)
class Placed:
    """Code points [start, end) of the new text."""

    start: int
    end: int
    how: How
    exact: bool


class Reanchoring:
    """From one text to another; `placed` is asked for each passage of the old one."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = Words(old), Words(new)
        self.aligned: Aligned = align(self.old, self.new)

    def placed(self, start: int, end: int) -> Placed | None:
        """Where the old text's [start, end) is now; None where it cannot be told."""
        return self._by_line(start, end) or self._by_words(start, end) or self._by_quote(start, end)

    def _by_line(self, start: int, end: int) -> Placed | None:
        """Where all its lines follow each other as before, with the same white space between them."""
        touched = self.old.lines_of(start, end)
        found = [self.aligned.line(number) for number in touched]
        if not found or None in found:
            return None
        moved = self.new.lines[found[0]].start - self.old.lines[touched[0]].start
        if not self._reads_the_same(start, end, start + moved, end + moved):
            return None
        return Placed(start + moved, end + moved, How.LINE, exact=True)

    def _by_words(self, start: int, end: int) -> Placed | None:
        first, last = self.old.within(start, end)
        if first == last:
            return None
        a, b = self.aligned.spanned(first, last)
        if a >= b:
            return None
        found = self._edges(start, end, (first, last), (a, b))
        same = self._reads_the_same(start, end, *found)
        if same and self.aligned.is_run(first, last):
            return Placed(*found, How.WORDS, exact=self._is_telling(first, last, a))
        return Placed(*found, How.WORDS, exact=False) if self._alike(start, end, *found) else None

    def _by_quote(self, start: int, end: int) -> Placed | None:
        """In what is new in the text, for what stood there before is explained by itself."""
        first, last = self.old.within(start, end)
        places = self._exact_places(first, last) or self._near_places(first, last)
        best: tuple[float, tuple[int, int]] | None = None
        for a, b in places:
            found = self._edges(start, end, (first, last), (a, b))
            score = self._ratio(start, end, *found) + self._context(first, last, a, b) / 100
            if self._alike(start, end, *found) and (best is None or score > best[0]):
                best = score, found
        return Placed(*best[1], How.QUOTE, exact=False) if best else None

    def _exact_places(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where its words stand in a row, if they are telling by themselves or by their neighbours."""
        length, key = last - first, self.old.keys[first:last]
        places = []
        for a in self.new.where(key[0]) if key else ():
            if self.new.keys[a : a + length] != key or not self.aligned.is_new(a, a + length):
                continue
            if length + self._context(first, last, a, a + length) >= TELLING:
                places.append((a, a + length))
        return places

    def _near_places(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where three of its words stand in a row, most of them first, each with the words around that belong to it."""
        votes: dict[int, int] = {}
        for at in range(first, last - 2):
            for place in self.new.threes.get(tuple(self.old.keys[at : at + 3]), ()):
                if self.aligned.is_new(place, place + 3):
                    votes[place - (at - first)] = votes.get(place - (at - first), 0) + 1
        places = []
        for begin in sorted(votes, key=lambda begin: -votes[begin])[:TRIES]:
            slack = (last - first) // 4 + 1
            low, high = max(0, begin - slack), min(len(self.new.keys), begin + last - first + slack)
            blocks = SequenceMatcher(None, self.old.keys[first:last], self.new.keys[low:high], autojunk=False)
            matched = [block for block in blocks.get_matching_blocks() if block.size]
            places.append((low + matched[0].b, low + matched[-1].b + matched[-1].size))
        return places

    def _is_telling(self, first: int, last: int, a: int) -> bool:
        """Whether the passage could not be meant elsewhere: enough equal words in a row, or the only such words."""
        b = a + last - first
        if last - first + self._context(first, last, a, b) >= TELLING:
            return True
        key = self.old.keys[first:last]
        return self.old.count(key) == self.new.count(key) == 1

    def _context(self, first: int, last: int, a: int, b: int) -> int:
        """How many words are the same before [a, b) and after it, up to TELLING on each side."""
        before = after = 0
        while before < min(TELLING, first, a) and self.old.keys[first - before - 1] == self.new.keys[a - before - 1]:
            before += 1
        room = min(TELLING, len(self.old.keys) - last, len(self.new.keys) - b)
        while after < room and self.old.keys[last + after] == self.new.keys[b + after]:
            after += 1
        return before + after

    def _edges(self, start: int, end: int, old: tuple[int, int], new: tuple[int, int]) -> tuple[int, int]:
        """Code points of the words [a, b), with edges inside a word, or white space at them, as they were."""
        (first, last), (a, b) = old, new
        found_start, found_end = self.new.words[a].start, self.new.words[b - 1].end
        in_start, in_end = start - self.old.words[first].start, end - self.old.words[last - 1].end
        if in_start and self._keeps(first, a, start, found_start + in_start, -1):
            found_start += in_start
        if in_end and self._keeps(last - 1, b - 1, end, found_end + in_end, 1):
            found_end += in_end
        return (found_start, found_end) if found_start < found_end else (self.new.words[a].start, found_end)

    def _keeps(self, word: int, other: int, edge: int, found: int, side: int) -> bool:
        """Whether what lies between a word and the edge beside or inside it is in the same line, and the same."""
        was, now = self.old.words[word], self.new.words[other]
        line = self.new.line_at(now.start)
        if not line.start <= found <= line.end:
            return False
        inner = was.start if side < 0 else was.end
        here = now.start if side < 0 else now.end
        return (
            self.old.text[min(edge, inner) : max(edge, inner)] == self.new.text[min(found, here) : max(found, here)]
        )

    def _reads_the_same(self, start: int, end: int, a: int, b: int) -> bool:
        return a >= 0 and self.old.text[start:end] == self.new.text[a:b]

    def _alike(self, start: int, end: int, a: int, b: int) -> bool:
        return self._ratio(start, end, a, b) >= ALIKE

    def _ratio(self, start: int, end: int, a: int, b: int) -> float:
        """How alike two wordings are, from 0 to 1; white space and typography say nothing."""
        (first, last), (low, high) = self.old.within(start, end), self.new.within(a, b)
        was, now = self.old.keys[first:last], self.new.keys[low:high]
        if was == now:
            return 1
        one, other = " ".join(was), " ".join(now)
        if 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
            return 0
        compared = (was, now) if len(one) > LONG else (one, other)
        matcher = SequenceMatcher(None, *compared, autojunk=False)
        return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0
