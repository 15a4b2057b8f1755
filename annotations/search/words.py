"""A text as the words it is found by, and a question as the words that must follow each other. Pure.

Writing without spaces between words (Chinese, Japanese, Korean, Thai, …) becomes overlapping pairs of characters, and
the last character alone, so that any part of it is found.
"""

import re
from itertools import pairwise

LONGEST_WORD = 64  # code points; PostgreSQL refuses lexemes of 2 KB
LONGEST_TEXT = 250_000  # code points of words from one text
HEAVIEST = 1_000_000  # bytes of different words, each with its scope: PostgreSQL's tsvector takes 1 MB
SCOPE = 16
LIGHT = HEAVIEST * 2 // (4 + SCOPE)  # code points that are never heavier
UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u109f\u1100-\u11ff\u1780-\u17d3\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
MARKS = (  # vowels and accents that \w does not know; they carry the word in these scripts
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
)
RUN = re.compile(rf"([{UNSPACED}]+)|((?:(?![{UNSPACED}])[^\W_]|[{MARKS}])+)")


def words_of(folded: str) -> list[str]:
    """The words of a folded text (corpus_app.importing.fold), in its order."""
    found: list[str] = []
    for unspaced, word in RUN.findall(folded):
        if unspaced:
            found += [*map("".join, pairwise(unspaced)), unspaced[-1]]
        else:
            found.append(word[:LONGEST_WORD])
    return found


def stored(folded: str) -> str:
    """What the index keeps: a space before, between and after the words, so that a phrase is a part of it."""
    return cut(f" {' '.join(words_of(folded))} ")


def cut(words: str) -> str:
    """A text of tens of thousands of different words loses its end."""
    words = words[:LONGEST_TEXT]
    while len(words) > LIGHT and _weight(words) > HEAVIEST:
        words = words[: max(LIGHT, len(words) * 3 // 4)]
    return words


def _weight(words: str) -> int:
    return sum(len(word.encode()) + SCOPE for word in set(words.split()))


def wanted(folded: str, *, is_prefix: bool = False) -> tuple[tuple[str, ...], bool]:
    """The words that must follow each other, and whether the last one may go on.

    Of characters without spaces the last pair says all; one alone is what a pair begins with.
    """
    runs = RUN.findall(folded)
    if not runs or not runs[-1][0]:
        return tuple(words_of(folded)), is_prefix
    last = runs[-1][0]
    words = words_of(folded)
    return (tuple(words), True) if len(last) == 1 else (tuple(words[:-1]), False)
