"""From overlapping highlights to flat runs of text: a sweep over their edges, and a line lane for each tag. Pure.

A page may have twenty thousand runs, so these are named tuples (a frozen dataclass takes three times as long to make)
and a run of a single highlight, which most are, takes a short way.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

LANES = 3  # lines under a text; what does not find one is told by a plus sign


class Span(NamedTuple):
    """A highlight inside one paragraph: code points [start, end) of the paragraph's text, and its tags' looks.

    `signs` are those of its stances, by which a stance is told from a theme where the highlight begins.
    """

    key: str
    start: int
    end: int
    looks: tuple[int, ...] = ()
    begins: bool = True  # false where the highlight began in an earlier paragraph
    ends: bool = True
    signs: tuple[str, ...] = ()


class Run(NamedTuple):
    """A stretch covered by the same spans; `lines` are (lane, look), `fill` is the innermost span's first look."""

    start: int
    end: int
    spans: tuple[Span, ...]
    lines: tuple[tuple[int, int], ...] = ()
    fill: int | None = None
    more: bool = False
    begins: bool = False  # whether one of its spans begins with it
    ends: bool = False
    signs: tuple[str, ...] = ()  # of the spans that begin with it


class _Lined(NamedTuple):
    """A span with the lines that found a lane, and whether any of its tags did not."""

    span: Span
    lines: tuple[tuple[int, int], ...]
    more: bool


def runs(length: int, spans: Sequence[Span]) -> list[Run]:
    """Cut a text of that length at every span edge, so that overlapping highlights become flat runs."""
    if not spans:
        return [Run(0, length, ())] if length else []
    edges = {0, length}
    for span in spans:
        edges.add(span.start)
        edges.add(span.end)
    waiting = _lined(spans)
    waiting.reverse()
    active: list[_Lined] = []
    found = []
    for start, end in pairwise(sorted(edges)):
        if active:
            active = [lined for lined in active if lined.span.end > start]
        while waiting and waiting[-1].span.start <= start:
            active.append(waiting.pop())
        found.append(_run(start, end, active) if active else Run(start, end, ()))
    return found


def _run(start: int, end: int, active: list[_Lined]) -> Run:
    if len(active) == 1:
        span, lines, more = active[0]
        begins, ends = span.begins and span.start == start, span.ends and span.end == end
        fill = span.looks[0] if span.looks else None
        return Run(start, end, (span,), lines, fill, more, begins, ends, span.signs if begins else ())
    innermost = min((lined.span for lined in active), key=_size)
    beginning = [lined.span for lined in active if lined.span.begins and lined.span.start == start]
    return Run(
        start=start,
        end=end,
        spans=tuple(lined.span for lined in active),
        lines=tuple(sorted(line for lined in active for line in lined.lines)),
        fill=innermost.looks[0] if innermost.looks else None,
        more=any(lined.more for lined in active),
        begins=bool(beginning),
        ends=any(lined.span.ends and lined.span.end == end for lined in active),
        signs=tuple(sorted({sign for span in beginning for sign in span.signs})),
    )


def _size(span: Span) -> tuple[int, bool]:
    return span.end - span.start, not span.looks


def _lined(spans: Sequence[Span]) -> list[_Lined]:
    """Greedy interval colouring: each (span, tag) keeps one lane all along, so that its line runs straight through."""
    lanes: list[int] = []  # where the last line in each lane ends
    found = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        lines, lane = [], -1
        for look in span.looks:  # the lanes before the one just taken are taken, too
            lane = next((n for n in range(lane + 1, len(lanes)) if lanes[n] <= span.start), len(lanes))
            lanes[lane : lane + 1] = [span.end]
            if lane < LANES:
                lines.append((lane + 1, look))
        found.append(_Lined(span, tuple(lines), len(lines) < len(span.looks)))
    return found
