"""Markers that open a list item: bullets, dashes, numbers and letters."""

import re

BULLET = re.compile(
    "(?:[-*+]\\s+|[\u2022\u2023\u25e6\u25aa\u25cf\u25cb\u2219\u00b7\u25a0]\\s*|\u2013\\s+)(?=\\S)"
)
NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\S)")
LETTER = re.compile(r"\(?([a-z])\)\s+(?=\S)")
RULE = re.compile(
    "[-_*=~#+.|/<>\\\\\\s\u2010-\u2015\u2022\u00b7\u2026\u25a0-\u25ff\u2605\u2606\u2042\u203b]+"
)


def bullet(text: str) -> str:
    """The bullet sign, or nothing."""
    found = BULLET.match(text)
    return found[0].strip() if found else ""


def number(text: str) -> int:
    """The number that opens the line, or 0; 17 in "17. Februar" is one too, until its neighbours are seen."""
    found = NUMBER.match(text)
    return int(found[1]) if found else 0


def letter(text: str) -> str:
    found = LETTER.match(text)
    return found[1] if found else ""


def without_marker(text: str) -> str:
    for marker in (BULLET, NUMBER, LETTER):
        if found := marker.match(text):
            return text[found.end() :]
    return text


def is_marked(text: str) -> bool:
    return bool(bullet(text) or number(text) or letter(text))


def is_rule(text: str) -> bool:
    """A line of signs that only separates."""
    return RULE.fullmatch(text) is not None
