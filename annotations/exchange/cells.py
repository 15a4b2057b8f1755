r"""How a text becomes a cell: verbatim for analysis, safe to open for a spreadsheet.

A spreadsheet program takes a cell that starts with = + - or @ for a formula and runs it, also when the file comes from
a stranger; those characters may stand behind a tab or a new line, or be full-width. An apostrophe in front keeps it
text. To take it off again: a cell that is apostrophes and then such a character has one too many.
"""

import re
from typing import NamedTuple

BOM = "\ufeff"
NEWLINE = "\r\n"
LIMIT = 32_000  # UTF-16 units, as Excel counts; its own limit is 32,767
NEW_LINES = re.compile(r"[\r\n]+")
PARAGRAPH = " ¶ "
LEADS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"  # the last four are the full-width = + - @
SUSPECT = frozenset(LEADS + "'")
QUOTE, QUOTED = '"', '""'


class Cell(NamedTuple):
    """One cell or several neighbours as they will stand in the file, and what was done to make them safe."""

    csv: str
    guarded: int = 0
    cut: bool = False


EMPTY = Cell("")


def verbatim(text: str) -> Cell:
    return Cell('"' + text.replace('"', '""') + '"') if text else EMPTY


def safe(text: str) -> Cell:
    """The text on one line, not too long, and never a formula."""
    if not text:
        return EMPTY
    if text[0] in SUSPECT or len(text) > LIMIT // 2:
        return guarded(text)
    return Cell('"' + one_line(text).replace('"', '""') + '"')


def guarded(text: str) -> Cell:
    rest = text.lstrip("'")
    is_formula = rest != "" and rest[0] in LEADS
    text, cut = shortened("'" + one_line(text) if is_formula else one_line(text))
    return Cell('"' + text.replace('"', '""') + '"', int(is_formula), cut)


def one_line(text: str) -> str:
    """With a pilcrow for each run of new lines; nearly always that is the blank line between two paragraphs."""
    if "\r" in text or "\n\n\n" in text:
        return NEW_LINES.sub(PARAGRAPH, text)
    if "\n" in text:
        return text.replace("\n\n", PARAGRAPH).replace("\n", PARAGRAPH)
    return text


def shortened(text: str) -> tuple[str, bool]:
    """At most LIMIT UTF-16 units of the text, never half of a character; and whether that is less than all."""
    if len(text) <= LIMIT // 2:
        return text, False
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LIMIT:
        return text, False
    return units[: 2 * LIMIT].decode("utf-16-le", "ignore"), True


def joined(*cells: Cell) -> Cell:
    """Neighbours in one row."""
    return Cell(
        ",".join([cell.csv for cell in cells]), sum(cell.guarded for cell in cells), any(cell.cut for cell in cells)
    )


def all_verbatim(one: str, two: str, three: str) -> tuple[str, int, bool]:
    """verbatim of each, joined; without any Cell in between, since these cells are most of a file."""
    if not (one and two and three):
        return joined(verbatim(one), verbatim(two), verbatim(three))
    return f'"{one.replace(QUOTE, QUOTED)}","{two.replace(QUOTE, QUOTED)}","{three.replace(QUOTE, QUOTED)}"', 0, False


def all_safe(one: str, two: str, three: str) -> tuple[str, int, bool]:
    """safe of each, joined; done at once where none of them needs a guard or might be too long."""
    if (
        not (one and two and three) or one[0] in SUSPECT or two[0] in SUSPECT or three[0] in SUSPECT
        or len(one) + len(two) + len(three) > LIMIT // 2
    ):
        first, second, third = safe(one), safe(two), safe(three)
        csv = f"{first.csv},{second.csv},{third.csv}"
        return csv, first.guarded + second.guarded + third.guarded, first.cut or second.cut or third.cut
    csv = f'"{one.replace(QUOTE, QUOTED)}","{two.replace(QUOTE, QUOTED)}","{three.replace(QUOTE, QUOTED)}"'
    return one_line(csv) if "\n" in csv or "\r" in csv else csv, 0, False


def bare(value: str | int | None) -> Cell:
    """A machine value: a number, a date or a time, which needs neither quotes nor a guard."""
    return EMPTY if value is None else Cell(str(value))
