"""An article's portrait: where in its text each tag lies, from its first character to its last. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.pictures.drawing import Drawing, look

LABEL, WIDTH, ROW, TOP, FOOT = 190, 760, 26, 12, 34
LEAST, ROOM = 3.0, 26  # a stretch is seen, and a number has its place


@dataclass(frozen=True)
class Stretch:
    start: int
    end: int
    title: str
    url: str


@dataclass(frozen=True)
class Band:
    name: str
    colour: str
    pattern: str
    stretches: Sequence[Stretch]


def portrait(bands: Sequence[Band], starts: Sequence[int], length: int, title: str) -> Drawing:
    """`starts` are where the paragraphs begin, in code points of a text of that length."""
    bottom = TOP + len(bands) * ROW
    drawing = Drawing(LABEL + WIDTH + 10, bottom + FOOT, title, f"{len(bands)} tags along the text.")
    scale = WIDTH / max(1, length)
    named = -ROOM
    for number, start in enumerate(starts, 1):
        x = LABEL + start * scale
        is_named = x - named >= ROOM
        named = x if is_named else named
        drawing.line(x, bottom, x, bottom + (9 if is_named else 5), "zero" if is_named else "axis")
        if is_named:
            drawing.text(x, bottom + 22, f"{number}", "soft")
    drawing.text(LABEL - 10, bottom + 22, "Paragraph", "soft end")
    for nth, band in enumerate(bands):
        y = TOP + nth * ROW
        drawing.line(LABEL, y + ROW - 4, LABEL + WIDTH, y + ROW - 4, "axis")
        drawing.text(LABEL - 10, y + ROW - 9, band.name, "end", room=LABEL - 16)
        kind = f"mark {look(band.colour, band.pattern)}"
        for one in band.stretches:
            drawing.bar(LABEL + one.start * scale, y + 3, max(LEAST, (one.end - one.start) * scale), ROW - 8, kind,
                        title=one.title, url=one.url)
    return drawing
