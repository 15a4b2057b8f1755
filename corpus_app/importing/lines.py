"""The source as numbered lines, and the paragraphs ("units") that layout makes of them."""

import re
from dataclasses import dataclass, field

from corpus_app.importing.blocks import Join

LINE_END = re.compile("\r\n|\r|\n|\f")  # a form feed is a page break


@dataclass(frozen=True)
class Line:
    """One line that is not blank: number is 1-based, gap counts the blank lines before it."""

    number: int
    text: str
    gap: int
    indent: int


@dataclass
class Unit:
    """Lines that belong together in one paragraph, before anyone says what it is."""

    text: str
    lines: list[int]
    joins: list[Join] = field(default_factory=list)

    def append(self, other: "Unit", join: Join) -> None:
        """Take the other unit in behind this one; join.at must be the present length of the text."""
        shift = join.at + len(join.joiner)
        self.text += join.joiner + other.text
        self.joins += [join, *(Join(late.at + shift, late.joiner, late.why) for late in other.joins)]
        self.lines += other.lines


def source_lines(text: str) -> list[str]:
    """All lines, blank ones too; a block's line numbers count from 1 in this list."""
    return LINE_END.split(text)


def numbered(text: str) -> list[Line]:
    """The lines that hold anything, trimmed, each with the gap before it and its indent."""
    found: list[Line] = []
    gap = 0
    for number, line in enumerate(source_lines(text), start=1):
        if stripped := line.strip():
            indent = len(line) - len(line.lstrip())
            found.append(Line(number, stripped, gap, indent if not line.startswith("\t") else indent + 3))
            gap = 0
        else:
            gap += 1
    return found
