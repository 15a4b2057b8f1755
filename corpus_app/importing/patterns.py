"""Readable lists of patterns: one or more to a line, matched against folded text, so without accents."""

import re


def listed(patterns: str) -> list[str]:
    """The lines of a list; a line that begins with a bar goes on with the line above."""
    found: list[str] = []
    for line in filter(None, map(str.strip, patterns.splitlines())):
        if line.startswith("|"):
            found[-1] += line
        else:
            found.append(line)
    return [line.replace(" | ", "|") for line in found]


def whole(patterns: str) -> re.Pattern[str]:
    """Any of the patterns as a whole line, whatever signs stand at its ends."""
    return re.compile(r"[\W_]*(?:" + "|".join(listed(patterns)) + r")[\W_]*")


def within(patterns: str) -> re.Pattern[str]:
    """Any of the patterns somewhere in the line, from the start of a word."""
    return re.compile(r"\b(?:" + "|".join(listed(patterns)) + ")")
