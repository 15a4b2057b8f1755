"""A field of stances: a row for each voice, a column for each target, in each cell a scale with the mean on it. Pure.

The place on the scale tells the stance, so that no colour has to; the line beside the dot is one standard deviation to
either side, as far as the scale goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from annotations.pictures.drawing import Drawing

LABEL, COLUMN, ROW, HEAD, SECTION, FOOT = 190, 132, 32, 54, 30, 10
INSET = 14


@dataclass(frozen=True)
class Mark:
    mean: float | None  # none where nothing stands on the scale
    spread: float
    number: int
    title: str
    url: str


@dataclass(frozen=True)
class Line:
    name: str
    marks: Mapping[int, Mark]  # by the column's place
    section: str = ""  # where one begins


def stance_field(
    targets: Sequence[str], lines: Sequence[Line], low: tuple[float, str], high: tuple[float, str], title: str
) -> Drawing:
    """`low` and `high` are the ends of the scale: number and name."""
    height = HEAD + sum(ROW + (SECTION if line.section else 0) for line in lines) + FOOT
    drawing = Drawing(
        LABEL + len(targets) * COLUMN + 10, height, title, f"{len(lines)} voices; all numbers are in the table."
    )
    for nth, target in enumerate(targets):
        drawing.text(LABEL + nth * COLUMN + COLUMN / 2, 18, target, "middle strong", room=COLUMN - 8)
        drawing.text(LABEL + nth * COLUMN + 4, 38, low[1], "soft", room=COLUMN / 2)
        drawing.text(LABEL + (nth + 1) * COLUMN - 4, 38, high[1], "soft end", room=COLUMN / 2)
    y, span = HEAD, (high[0] - low[0]) or 1
    most = max((mark.number for line in lines for mark in line.marks.values()), default=1)
    for line in lines:
        if line.section:
            drawing.bar(0, y + 4, drawing.width, SECTION - 8, "band")
            drawing.text(6, y + SECTION / 2 + 4, line.section, "soft strong")
            y += SECTION
        drawing.text(LABEL - 10, y + ROW / 2 + 4, line.name, "end", room=LABEL - 16)
        for nth in range(len(targets)):
            _cell(drawing, line.marks.get(nth), LABEL + nth * COLUMN, y, low[0], span, most)
        y += ROW
    return drawing


def _cell(drawing: Drawing, mark: Mark | None, x: float, y: float, low: float, span: float, most: int) -> None:
    middle, wide = y + ROW / 2, COLUMN - 2 * INSET
    drawing.line(x + INSET, middle, x + COLUMN - INSET, middle, "axis")
    drawing.line(x + COLUMN / 2, middle - 6, x + COLUMN / 2, middle + 6, "axis")
    if mark is None:
        return
    if mark.mean is None:
        drawing.text(x + COLUMN / 2, middle + 4, "not on the scale", "soft middle", room=COLUMN)
    else:
        at = x + INSET + (mark.mean - low) / span * wide
        reach = mark.spread / span * wide
        if reach:
            drawing.line(max(x + INSET, at - reach), middle, min(x + COLUMN - INSET, at + reach), middle, "spread")
        drawing.dot(at, middle, 4 + 6 * sqrt(mark.number / most), "mean")
    drawing.over(x + 2, y + 2, COLUMN - 4, ROW - 4, title=mark.title, url=mark.url)
