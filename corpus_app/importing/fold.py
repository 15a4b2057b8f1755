"""One folded form of a text, so that search and duplicate checks see through typography."""

import re
import unicodedata

QUOTES = dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035\u02bc\u02b9\u0060\u00b4\u2039\u203a", "'")
DOUBLE = dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u300c\u300d\u300e\u300f", '"')
DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d", "-")
# Only the general diacritics: the marks of Indic, Arabic, Hebrew and Japanese writing carry the word itself.
ACCENTS = dict.fromkeys(range(0x300, 0x370))
HIDDEN = (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)
PLAIN = {**QUOTES, **DOUBLE, **DASHES, "\u2026": "..."}
TABLE = str.maketrans(PLAIN)
FIRST = {**PLAIN, **dict.fromkeys(map(chr, HIDDEN), "")}
SPECIAL = re.compile(f"[{''.join(FIRST)}]")  # dashes are no ranges: none of them is the one of ASCII
SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Fold for comparing, never for storing: offsets into the result mean nothing.

    NFKC and case folding; accents off (so that "Sao Tome" finds its accented spelling); quotes, dashes and
    spaces of every kind become ' " - and one space; invisible characters go; outer space is trimmed.
    Folding a folded text changes nothing.
    """
    text = SPECIAL.sub(_plain, text)
    if text.isascii():  # nothing of the rest concerns it, and most texts are
        return " ".join(text.lower().split())
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKD", text).translate(ACCENTS).casefold()
    text = unicodedata.normalize("NFKC", text).translate(TABLE)
    return SPACES.sub(" ", text).strip()


def _plain(found: re.Match[str]) -> str:
    return FIRST[found[0]]
