"""Numbers in a grid, darker for more, each row with its tag as in the text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt

from annotations.pictures.drawing import Drawing, look

SHADES = 9
LABEL, CELL, ROW, EDGE, INDENT = 214, 36, 26, 16, 14
HEAD = 132  # room for names that stand at 45 degrees
NAME = 120


@dataclass(frozen=True)
class Cell:
    number: int
    title: str
    url: str = ""


@dataclass(frozen=True)
class Row:
    name: str
    colour: str
    pattern: str
    depth: int
    total: int
    cells: Sequence[Cell]


@lru_cache(10_000)
def shade(number: int, largest: int) -> int:
    """1 to SHADES; by the square root, for a few tags are used much more than all others."""
    return min(SHADES, ceil(SHADES * sqrt(number / max(1, largest))))


def heatmap(rows: Sequence[Row], columns: Sequence[str], largest: int, title: str) -> Drawing:
    """Every row has a cell for each column. A number above the largest is as dark as it."""
    width = EDGE + LABEL + len(columns) * CELL + NAME
    height = HEAD + len(rows) * ROW + EDGE
    drawing = Drawing(width, height, title, f"{len(rows)} tags, {len(columns)} columns. Darker is more.", is_wide=True)
    drawing.text(EDGE + LABEL - 8, HEAD - 8, "Total", "end strong")
    for nth, name in enumerate(columns):
        drawing.text(EDGE + LABEL + nth * CELL + CELL / 2, HEAD - 8, name, room=NAME, turned=-45)
    for nth, row in enumerate(rows):
        y, x = HEAD + nth * ROW, EDGE + INDENT * row.depth
        drawing.line(EDGE, y, EDGE + LABEL + len(columns) * CELL, y, "axis")
        drawing.bar(x, y + 7, 13, 12, f"mark {look(row.colour, row.pattern)}")
        drawing.text(x + 20, y + 17, row.name, room=LABEL - INDENT * row.depth - 58)
        drawing.text(EDGE + LABEL - 8, y + 17, f"{row.total:,}", "end strong")
        for place, cell in enumerate(row.cells):
            if cell.number:
                left = EDGE + LABEL + place * CELL
                kind = f"heat heat-{shade(cell.number, largest)}"
                drawing.bar(left + 1, y + 1, CELL - 2, ROW - 2, kind, title=cell.title, url=cell.url)
                drawing.text(left + CELL / 2, y + 17, f"{cell.number:,}", "middle number")
    return drawing
