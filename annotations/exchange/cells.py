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
SUSPECT = LEADS + "'"
APART = "\0"


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
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * LIMIT:
        return text, False
    return units[: 2 * LIMIT].decode("utf-16-le", "ignore"), True


def joined(*cells: Cell) -> Cell:
    """Neighbours in one row."""
    return Cell(
        ",".join([cell.csv for cell in cells]), sum(cell.guarded for cell in cells), any(cell.cut for cell in cells)
    )


def all_verbatim(one: str, two: str, three: str) -> Cell:
    """verbatim of each, joined; done at once where possible, since these cells are most of a file."""
    whole = f"{one}{APART}{two}{APART}{three}"
    if not (one and two and three) or whole.count(APART) != 2:
        return joined(verbatim(one), verbatim(two), verbatim(three))
    return Cell('"' + whole.replace('"', '""').replace(APART, '","') + '"')


def all_safe(one: str, two: str, three: str) -> Cell:
    """safe of each, joined; done at once where none of them needs a guard or might be too long."""
    whole = f"{one}{APART}{two}{APART}{three}"
    suspect = one[:1] in SUSPECT or two[:1] in SUSPECT or three[:1] in SUSPECT  # as is the empty text
    if suspect or len(whole) > LIMIT // 2 or whole.count(APART) != 2:
        return joined(safe(one), safe(two), safe(three))
    return Cell('"' + one_line(whole).replace('"', '""').replace(APART, '","') + '"')


def bare(value: str | int | None) -> Cell:
    """A machine value: a number, a date or a time, which needs neither quotes nor a guard."""
    return EMPTY if value is None else Cell(str(value))
