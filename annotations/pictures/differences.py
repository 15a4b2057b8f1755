"""Differences of shares with their intervals: a dot and a line for each tag, and a line at no difference. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.pictures.drawing import Drawing
from annotations.proportions import Difference

LABEL, WIDTH, ROW, TOP, FOOT = 210, 520, 28, 34, 34
STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class Row:
    name: str
    difference: Difference
    title: str
    url: str = ""


def differences(rows: Sequence[Row], more: str, less: str, title: str) -> Drawing:
    """`more` names the group to the right of the line, `less` the one to its left."""
    drawing = Drawing(LABEL + WIDTH + 40, TOP + len(rows) * ROW + FOOT, title, "All numbers are in the table.")
    reach = max([0.05, *(abs(end) for row in rows for end in (row.difference.low, row.difference.high))])
    reach = next(step * 2 for step in STEPS if step * 2 >= reach)
    middle = LABEL + WIDTH / 2

    def at(value: float) -> float:
        return middle + value / reach * WIDTH / 2

    bottom = TOP + len(rows) * ROW
    for nth in range(-2, 3):
        value = nth * reach / 2
        drawing.line(at(value), TOP - 6, at(value), bottom, "zero" if nth == 0 else "axis")
        drawing.text(at(value), bottom + 18, f"{100 * value:+.3g} %" if nth else "0", "soft middle")
    drawing.text(middle - 12, TOP - 16, f"← more in {less}", "soft end", room=WIDTH / 2)
    drawing.text(middle + 12, TOP - 16, f"more in {more} →", "soft", room=WIDTH / 2)
    for nth, row in enumerate(rows):
        y = TOP + nth * ROW + ROW / 2
        found = row.difference
        drawing.text(LABEL - 12, y + 4, row.name, "end strong" if found.is_clear else "end", room=LABEL - 20)
        drawing.line(at(found.low), y, at(found.high), y, "range")
        for end in (found.low, found.high):
            drawing.line(at(end), y - 4, at(end), y + 4, "range")
        drawing.dot(at(found.value), y, 6, "mean" if found.is_clear else "hollow", title=row.title, url=row.url)
    return drawing
