"""Finding a phrase in stored text whatever its case, accents, quotes and spaces, with exact offsets. Pure.

Folding changes lengths, so offsets in folded text mean nothing. Instead the folded phrase becomes a pattern for the
text as it is: each letter stands for all that fold to it.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from corpus_app.importing.fold import ACCENTS, HIDDEN, fold

LONGEST = 200  # code points of a phrase
LONGEST_RUN = 8  # letters that ligatures may be spelled with in a row; more are taken as they come

# Where letters fold to others: Latin, Greek, Cyrillic and Armenian, punctuation, signs, ligatures, full-width forms.
FOLDING = (
    (0x21, 0x2B0), (0x370, 0x590), (0x1D00, 0x2200), (0x2C60, 0x2C80), (0x3008, 0x3020), (0xA720, 0xA800),
    (0xFB00, 0xFB07), (0xFE50, 0xFE70), (0xFF01, 0xFF5F),
)
BETWEEN = "[" + "".join(map(chr, [*ACCENTS, *HIDDEN])) + "]*+"  # what a person does not see between two letters
AFTER = r"[\u0300-\u036f]*+"


def pattern_of(phrase: str, *, whole_words: bool = True) -> re.Pattern[str] | None:
    """What finds the phrase inside paragraphs; None where it has nothing that could be found."""
    wanted = fold(phrase)
    if not wanted or len(wanted) > LONGEST:
        return None
    spellings = Spellings.known()
    words = [BETWEEN.join(map(spellings.of, spellings.runs(word))) for word in wanted.split(" ")]
    found = spellings.space.join(words) + AFTER
    if whole_words:
        before = r"(?<!\w)" if wanted[0].isalnum() else ""
        after = r"(?![\w\u0300-\u036f])" if wanted[-1].isalnum() else ""
        found = before + found + after
    return re.compile(found)


@dataclass(frozen=True)
class Spellings:
    """Which characters fold to a letter, to several ("ss", "...") and to a space."""

    letters: dict[str, str]
    several: dict[str, str]
    space: str

    @staticmethod
    @cache
    def known() -> "Spellings":
        found: dict[str, list[str]] = defaultdict(list)
        for first, end in FOLDING:
            for point in range(first, end):
                character = chr(point)
                found[fold(f"x{character}x")[1:-1]].append(character)
        classes = {folded: "".join(map(re.escape, characters)) for folded, characters in found.items()}
        spaces = classes.pop(" ", "")
        return Spellings(
            {name: f"[{some}]" for name, some in classes.items() if len(name) == 1},
            {name: f"[{some}]" for name, some in classes.items() if 1 < len(name) < 4 and " " not in name},
            rf"{BETWEEN}(?:(?:[^\S\n]|[{spaces}]|\n(?!\n)){BETWEEN})++",  # a blank line is the end of a paragraph
        )

    def runs(self, word: str) -> list[str]:
        """The word cut wherever no ligature can stand over the cut."""
        together = {
            at + inner
            for at in range(len(word))
            for length in (2, 3)
            if word[at : at + length] in self.several
            for inner in range(1, length)
        }
        found = [""]
        for at, letter in enumerate(word):
            if at and (at not in together or len(found[-1]) == LONGEST_RUN):
                found.append("")
            found[-1] += letter
        return found

    def of(self, run: str) -> str:
        """Every way to write it."""
        if len(run) == 1:
            return self.letters.get(run) or re.escape(run)
        ways = [self.several[run]] if run in self.several else []
        for cut in (1, 2, 3):
            first, rest = run[:cut], run[cut:]
            if rest and (cut == 1 or first in self.several):
                ways.append((self.of(first) if cut == 1 else self.several[first]) + BETWEEN + self.of(rest))
        return f"(?:{'|'.join(ways)})"
