"""PDFs: letters with their places become lines, and lines become paragraphs by size, weight, indent and pitch."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import pypdfium2
from pypdfium2 import raw

from corpus_app.importing.blocks import Join, Kind, Why
from corpus_app.importing.found import Found, Passage, Readout, letters
from corpus_app.importing.lists import is_marked
from corpus_app.importing.problems import Damaged, NotText, TooLarge
from corpus_app.importing.prose import ends_sentence
from corpus_app.importing.rejoin import is_page_number

MAX_PAGES = 1_000
MAX_LETTERS = 4_000_000
CHECK = "A PDF says where letters stand, not which belong together: check in the preview where paragraphs begin."
PICTURES = (
    "This PDF holds only pictures of its pages; it has no text. Let a program for text recognition (OCR) read it, and "
    "bring what that makes of it."
)
ENCRYPTED = "This PDF is protected with a password. Open it, save or print it without one, and bring that."
DAMAGED = "This PDF is damaged. Open it, print it to a new PDF and bring that."
HYPHENS = "\x02-\u00ad\u2010"
DIGITS = re.compile(r"\d+")
EDGE = 2  # lines at the top and the bottom of a page that may be running heads


@dataclass
class Line:
    """One line; x and y in points, y grows upwards."""

    page: int
    text: str
    left: float
    right: float
    y: float
    size: float
    is_bold: bool
    advance: float  # mean width of a letter


@dataclass
class Paragraph:
    lines: list[Line]
    breaks: set[int] = field(default_factory=set)  # places in lines before which a page or column broke


def read(data: bytes, encoding: str | None) -> Readout:
    """One article. Raises ImportProblem."""
    document = opened(data)
    if len(document) > MAX_PAGES:
        raise TooLarge(f"This PDF has more than {MAX_PAGES:,} pages. Split it and bring the parts.")
    lines: list[Line] = []
    counted: Counter[str] = Counter()
    for number in range(len(document)):
        found, text = page_of(document, number)
        lines += found
        counted += letters([text])
        if counted.total() > MAX_LETTERS:
            raise TooLarge("This PDF holds too much text for one article. Split it and bring the parts.")
    if counted.total() < 10 * len(document) or not lines:
        raise NotText(PICTURES)
    return Readout([Found(passages(lines), warnings=[CHECK], is_rough=True)], counted)


def opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotText(ENCRYPTED) if "assword" in str(error) else Damaged(DAMAGED) from error


def page_of(document: pypdfium2.PdfDocument, number: int) -> tuple[list[Line], str]:
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise Damaged(DAMAGED) from error
    return list(lines_of(text_page, number)), paired(text_page.get_text_range())


def lines_of(text_page: pypdfium2.PdfTextPage, page: int) -> Iterator[Line]:
    """Lines in the order in which the file draws them; a wide gap or a jump begins a new one."""
    box = [ctypes.c_double() for _ in range(4)]
    waiting: list[tuple[str, float, float, float, float, int]] = []
    reached = 0.0
    for at in range(text_page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text_page, at))
        if char in "\r\n":
            yield from line_of(waiting, page)
            waiting = []
            continue
        raw.FPDFText_GetCharBox(text_page, at, *(ctypes.byref(edge) for edge in box))
        left, right, bottom, _ = (edge.value for edge in box)
        size, weight = raw.FPDFText_GetFontSize(text_page, at), raw.FPDFText_GetFontWeight(text_page, at)
        matrix = raw.FS_MATRIX()
        if raw.FPDFText_GetMatrix(text_page, at, matrix):
            size *= abs(matrix.d) or abs(matrix.b) or 1
        # "\x02" is the library's sign for a hyphen that ends a line; the end of the line it leaves out.
        hyphened = len(waiting) > 1 and waiting[-1][0] == "\x02" and bottom < waiting[-2][3] - 0.7 * size
        if waiting and not char.isspace() and (hyphened or left - reached > 3 * max(size, 1)):
            yield from line_of(waiting, page)
            waiting = []
        waiting.append((char, left, right, bottom, size, weight))
        reached = reached if char.isspace() and len(waiting) > 1 else right
    yield from line_of(waiting, page)


def line_of(chars: Sequence[tuple[str, float, float, float, float, int]], page: int) -> Iterator[Line]:
    drawn = [one for one in chars if not one[0].isspace()]
    if not drawn:
        return
    left, right = min(one[1] for one in drawn), max(one[2] for one in drawn)
    yield Line(
        page=page, text=paired("".join(one[0] for one in chars)).strip(), left=left, right=right,
        y=median(one[3] for one in drawn), size=median(one[4] for one in drawn),
        is_bold=median(one[5] for one in drawn) >= 600, advance=(right - left) / max(1, len(chars)),
    )  # fmt: skip


def paired(text: str) -> str:
    """Letters beyond the first 65,536 come as two halves."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def passages(lines: list[Line]) -> list[Passage]:
    """In drawing order, what stands at the edge of every page where it stands."""
    edges = running(lines)
    inner = [line for at, line in enumerate(lines) if at not in edges]
    if not inner:
        edges, inner = set(), lines
    paragraphs = list(grouped(inner))
    body = body_size(inner)
    words = Counter(word.lower() for line in inner for word in line.text.split())
    made: dict[int, Passage] = {id(lines[at]): edge(lines[at]) for at in edges}
    largest = max((one.lines[0].size for one in paragraphs[:12]), default=0)
    for one in paragraphs:
        has_title = any(passage.kind is Kind.TITLE for passage in made.values())
        made[id(one.lines[0])] = passage(one, body, words, largest if not has_title else 0)
    return [made[id(line)] for line in lines if id(line) in made]


def running(lines: Sequence[Line]) -> set[int]:
    """Places of running heads and page numbers: at the edge of a page, and alike on most of them."""
    pages: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        pages.setdefault(line.page, []).append(at)
    near = set()
    for places in pages.values():
        by_height = sorted(places, key=lambda at: lines[at].y)
        near |= {*by_height[:EDGE], *by_height[-EDGE:]}
    seen = Counter(DIGITS.sub("#", lines[at].text) for at in near)
    often = max(2, len(pages) * 0.4)
    return {
        at for at in near
        if len(pages) > 1 and (seen[DIGITS.sub("#", lines[at].text)] >= often or is_page_number(lines[at].text))
    }  # fmt: skip


def edge(line: Line) -> Passage:
    place = f"page {line.page + 1}"
    return Passage(line.text, Kind.BOILERPLATE, "Stands at the edge of the pages.", "page_edge", place)


def body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0]


def grouped(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Paragraphs: what ends early, is indented, or changes its size, weight or pitch begins a new one."""
    pitch = usual_pitch(lines)
    rights = right_edges(lines)
    now: Paragraph | None = None
    for at, line in enumerate(lines):
        before = lines[at - 1] if at else None
        if now is None or before is None or is_new(now, before, line, pitch, rights):
            if now is not None:
                yield now
            now = Paragraph([line])
        else:
            if jumps(before, line):
                now.breaks.add(len(now.lines))
            now.lines.append(line)
    if now is not None:
        yield now


def usual_pitch(lines: Sequence[Line]) -> dict[float, float]:
    """The distance between two lines that is usual for each size."""
    found: dict[float, Counter[float]] = {}
    for before, line in pairwise(lines):
        drop = round(before.y - line.y, 0)
        if before.page == line.page and 0 < drop < 3 * line.size and alike(before, line):
            found.setdefault(round(line.size), Counter())[drop] += 1
    return {size: min(drops, key=lambda drop: (-drops[drop], drop)) for size, drops in found.items()}


def right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """How far lines reach that begin at about the same place, by page."""
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        for key in column(line):
            edges[key] = max(edges.get(key, 0), line.right)
    return edges


def column(line: Line) -> list[tuple[int, int]]:
    """Keys of the column that a line begins in; indents of up to two letters are the same column."""
    place = int(line.left // 36)
    return [(line.page, place), (line.page, place + 1)]


def alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= 0.08 * max(one.size, other.size) and one.is_bold == other.is_bold


def jumps(before: Line, line: Line) -> bool:
    return before.page != line.page or line.y > before.y + line.size


def is_new(now: Paragraph, before: Line, line: Line, pitch: dict[float, float], rights: dict) -> bool:
    if not alike(before, line) or is_marked(line.text):
        return True
    first = line.text.split()[0]
    room = max(rights[key] for key in column(before)[:1]) - before.right
    ended_early = before.text[-1] != "\x02" and room > (len(first) + 2.5) * line.advance
    if jumps(before, line):
        return ended_early or (ends_sentence(before.text) and not line.text[:1].islower())
    drop = before.y - line.y
    usual = pitch.get(round(line.size), line.size * 1.2)
    if drop > max(usual * 1.25, usual + 2) or drop < -1:
        return True
    if ended_early:
        return True
    indent = line.left - before.left
    return indent > 0.7 * line.size and not is_marked(now.lines[0].text) and len(now.lines) != 1


def passage(one: Paragraph, body: float, words: Counter[str], largest: float) -> Passage:
    text, joins = joined(one, words)
    first = one.lines[0]
    place = f"page {first.page + 1}"
    is_short = len(one.lines) <= 3 and len(text) <= 240
    if is_short and largest > body * 1.15 and first.size >= largest * 0.98:
        return Passage(text, Kind.TITLE, "The largest letters on the first page.", place=place, joins=joins)
    if is_short and first.size > body * 1.1 and any(map(str.isalpha, text)):
        return Passage(text, Kind.HEADING, "Its letters are larger than those of the text.", place=place, joins=joins)
    if is_short and first.is_bold and len(one.lines) <= 2 and not ends_sentence(text) and len(text) > 2:
        return Passage(text, Kind.HEADING, "A short line in bold letters.", place=place, joins=joins)
    return Passage(text, place=place, joins=joins)


def joined(one: Paragraph, words: Counter[str]) -> tuple[str, tuple[Join, ...]]:
    """The lines as one text. Where a page or column broke, a join is noted, so that a person can undo it."""
    text, joins = one.lines[0].text, []
    for at, line in enumerate(one.lines[1:], 1):
        joiner = " "
        if text[-1:] in HYPHENS and len(text) > 1 and text[-2].isalpha() and line.text[:1].isalpha():
            joiner = ""
            if is_split(text, line.text, words):
                text = text[:-1]
        if at in one.breaks:
            joins.append(Join(len(text), joiner, Why.PAGE_BREAK))
        text += joiner + line.text
    return text.replace("\x02", "-"), tuple(joins)


def is_split(text: str, after: str, words: Counter[str]) -> bool:
    """A hyphen that only the end of the line has made; a word that has it elsewhere in the text keeps it."""
    if text[-1] == "\u00ad":
        return False  # a soft hyphen is a character of the source
    head, tail = text.split()[-1][:-1].lower(), after.split()[0].lower()
    return after[0].islower() and not words[f"{head}-{tail}"]
