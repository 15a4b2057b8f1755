"""Tags over time: a row of bars for each tag on one scale, and every period on the axis, empty ones too. Pure.

What is dated by its year alone is drawn as an outline across all months of that year, as high as if it were spread
evenly over them: it lies somewhere in there, and nobody knows where.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotations.pictures.drawing import Drawing, ceiling, look

LABEL, BAND, GAP, TOP, FOOT = 215, 46, 12, 8, 44
WIDTH = 720
YEAR = 4
MONTH_ROOM = 14
MONTHS = "JFMAMJJASOND"


@dataclass(frozen=True)
class Bar:
    number: int
    title: str
    url: str


@dataclass(frozen=True)
class Track:
    name: str
    colour: str
    pattern: str
    bars: Mapping[str, Bar]
    unsure: Mapping[str, Bar]  # by year
    undated: int


def timeline(names: Sequence[str], tracks: Sequence[Track], title: str) -> Drawing:
    height = TOP + len(tracks) * (BAND + GAP) + FOOT
    drawing = Drawing(LABEL + WIDTH + 60, height, title, f"{len(tracks)} tags; all numbers are in the table.")
    step = WIDTH / max(1, len(names))
    largest = max([1, *(bar.number for track in tracks for bar in track.bars.values()),
                   *(bar.number / months(names, year) for track in tracks for year, bar in track.unsure.items())])
    top = ceiling(largest)
    for nth, track in enumerate(tracks):
        base = TOP + nth * (BAND + GAP) + BAND
        drawing.line(LABEL, base, LABEL + WIDTH, base, "axis")
        drawing.text(LABEL - 44, base - BAND / 2 + 4, track.name, "end", room=LABEL - 50)
        drawing.text(LABEL - 6, base - BAND + 10, f"{top}", "soft end")
        drawing.text(LABEL - 6, base, "0", "soft end")
        kind = f"mark {look(track.colour, track.pattern)}"
        for year, bar in track.unsure.items():
            within = [place for place, name in enumerate(names) if name[:YEAR] == year]
            tall = max(2.0, bar.number / len(within) / top * BAND)
            drawing.bar(LABEL + within[0] * step, base - tall, len(within) * step, tall, f"{kind} unsure",
                        title=bar.title, url=bar.url)
        for place, name in enumerate(names):
            bar = track.bars.get(name)
            if bar:
                tall = max(1.5, bar.number / top * BAND)
                drawing.bar(LABEL + place * step + step * 0.12, base - tall, step * 0.76, tall, kind,
                            title=bar.title, url=bar.url)
        if track.undated:
            drawing.text(LABEL + WIDTH + 8, base, f"+ {track.undated:,}", "soft")
    _axis(drawing, names, step, height - FOOT + 16)
    return drawing


def months(names: Sequence[str], year: str) -> int:
    return sum(name[:YEAR] == year for name in names) or 1


def _axis(drawing: Drawing, names: Sequence[str], step: float, y: float) -> None:
    """A label where a year begins, as many as have room; of few months each has its letter."""
    if names and len(names[0]) > YEAR and step >= MONTH_ROOM:
        for place, name in enumerate(names):
            drawing.text(LABEL + (place + 0.5) * step, y - 4, MONTHS[int(name[YEAR + 1 :]) - 1], "soft middle")
        y += 12
    begins = [place for place, name in enumerate(names) if place == 0 or names[place - 1][:YEAR] != name[:YEAR]]
    every = max(1, round(len(begins) * 44 / WIDTH + 0.5))
    for place in begins[::every]:
        drawing.line(LABEL + place * step, y - 18, LABEL + place * step, y - 10, "axis")
        drawing.text(LABEL + place * step + (step / 2 if len(names[0]) == YEAR else 0), y + 4, names[place][:YEAR],
                     "soft middle" if len(names[0]) == YEAR else "soft")
