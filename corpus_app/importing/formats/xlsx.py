"""Excel workbooks: the first sheet by an own walk over its XML. Of a formula, what it showed last is read."""

import datetime
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from corpus_app.importing.formats.docx import local
from corpus_app.importing.formats.sheet import MANY_COLUMNS, MAX_COLUMNS, MAX_ROWS, Row, Sheet, named
from corpus_app.importing.markup import xml
from corpus_app.importing.packed import Packed
from corpus_app.importing.problems import Damaged, EmptyFile, TooLarge

PLACE = re.compile(r"([A-Z]{1,4})(\d{1,7})")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
LITERAL = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
DATES = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))
NONE = "This workbook has no sheet that can be read. Save it as CSV and bring that."


def read(packed: Packed) -> Sheet:
    """Raises ImportProblem."""
    sheets, from_1904 = sheets_of(packed)
    name, part = sheets[0]
    shared = strings(packed)
    walk = _Walk(shared, dates_of(packed), from_1904)
    lines = walk.rows(xml(packed.read(part)))
    header = next((line for line in lines if any(cell.strip() for cell in line.cells)), None)
    if header is None:
        raise EmptyFile
    width = len(columns := named(header.cells))
    how = f"The sheet “{name}” is read; cells with formulas count as what they showed last."
    if len(sheets) > 1:
        how = f"The first of {len(sheets)} sheets, “{name}”, is read. Bring the others as files of their own."
    return Sheet(columns, (fitted(line, width) for line in lines), how)


def fitted(row: Row, width: int) -> Row:
    """What stands right of the header has no name, so it cannot be asked for."""
    beyond = any(cell.strip() for cell in row.cells[width:])
    said = "Cells right of the named columns are left out." if beyond else ""
    return Row(row.number, (row.cells + [""] * width)[:width], row.problem, said)


def sheets_of(packed: Packed) -> tuple[list[tuple[str, str]], bool]:
    """Names and parts of the sheets that are not hidden, and whether days are counted from 1904."""
    book = xml(packed.read("xl/workbook.xml"))
    parts = {}
    for relation in xml(packed.read("xl/_rels/workbook.xml.rels")).iter("{*}Relationship"):
        target = relation.get("Target") or ""
        parts[relation.get("Id")] = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    found = []
    for sheet in book.iter("{*}sheet"):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        if sheet.get("state") in (None, "visible") and parts.get(key) in packed:
            found.append((sheet.get("name") or "", parts[key]))
    if not found:
        raise Damaged(NONE)
    properties = book.find("{*}workbookPr")
    return found, properties is not None and properties.get("date1904") in ("1", "true")


def strings(packed: Packed) -> list[str]:
    if "xl/sharedStrings.xml" not in packed:
        return []
    return [text_of(one) for one in xml(packed.read("xl/sharedStrings.xml")).iterfind("{*}si")]


def text_of(element: etree._Element) -> str:
    """All its runs; how Japanese is pronounced stands beside the text and is no part of it."""
    texts = (one.text or "" for one in element.iter("{*}t") if local(one.getparent()) != "rPh")
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), "".join(texts)).replace("\r\n", "\n")


def dates_of(packed: Packed) -> set[int]:
    """The numbers of the cell styles that show a day."""
    if "xl/styles.xml" not in packed:
        return set()
    root = xml(packed.read("xl/styles.xml"))
    own = {
        one.get("numFmtId"): LITERAL.sub("", one.get("formatCode") or "").lower() for one in root.iter("{*}numFmt")
    }
    shown = set()
    for at, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        number = style.get("numFmtId") or ""
        code = own.get(number)
        if (code is not None and ("y" in code or "d" in code)) or (number.isdecimal() and int(number) in DATES):
            shown.add(at)
    return shown


class _Walk:
    def __init__(self, shared: list[str], dates: set[int], from_1904: bool) -> None:
        self.shared, self.dates = shared, dates
        self.zero = datetime.date(1904, 1, 1) if from_1904 else datetime.date(1899, 12, 30)

    def rows(self, root: etree._Element) -> Iterator[Row]:
        number = 0
        for row in root.iter("{*}row"):
            stated = row.get("r") or ""
            number = int(stated) if stated.isdecimal() and len(stated) < 8 else number + 1
            cells: dict[int, str] = {}
            at = -1
            for cell in row.iterfind("{*}c"):
                at = column(cell.get("r") or "", at + 1)
                if at > MAX_COLUMNS and (value := self.value(cell)):
                    raise TooLarge(MANY_COLUMNS)
                value = self.value(cell)
                if value:
                    cells[at] = value
            if number > MAX_ROWS and cells:
                raise TooLarge(f"This table has more than {MAX_ROWS:,} rows. Split it and bring the parts.")
            if cells:
                yield Row(number, [cells.get(at, "") for at in range(max(cells) + 1)])

    def value(self, cell: etree._Element) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return text_of(cell)
        held = cell.find("{*}v")
        text = (held.text or "") if held is not None else ""
        if kind == "s":
            at = int(text) if text.isdecimal() and len(text) < 9 else -1
            return self.shared[at] if 0 <= at < len(self.shared) else ""
        if kind == "str":
            return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        style = cell.get("s") or ""
        if kind == "n" and style.isdecimal() and len(style) < 7 and int(style) in self.dates:
            return self.day(text)
        return {"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "b" else text

    def day(self, text: str) -> str:
        try:
            return (self.zero + datetime.timedelta(days=int(float(text)))).isoformat()
        except (ValueError, OverflowError):
            return text


def column(place: str, otherwise: int) -> int:
    """From letters, A being 0."""
    found = PLACE.fullmatch(place)
    if not found:
        return otherwise
    at = 0
    for letter in found[1]:
        at = at * 26 + ord(letter) - 64
    return at - 1
