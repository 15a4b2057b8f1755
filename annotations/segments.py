"""From overlapping highlights to flat runs of text: a sweep over their edges, and a line lane for each tag. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LANES = 3  # lines under a text; what does not find one is told by a plus sign


@dataclass(frozen=True)
class Span:
    """A highlight inside one paragraph: code points [start, end) of the paragraph's text, and its tags' looks."""

    key: str
    start: int
    end: int
    looks: tuple[int, ...] = ()
    begins: bool = True  # false where the highlight began in an earlier paragraph
    ends: bool = True


@dataclass(frozen=True)
class Run:
    """A stretch covered by the same spans; `lines` are (lane, look), `fill` is the innermost span's first look."""

    start: int
    end: int
    spans: tuple[Span, ...]
    lines: tuple[tuple[int, int], ...] = ()
    fill: int | None = None
    more: bool = False


def runs(length: int, spans: Sequence[Span]) -> list[Run]:
    """Cut a text of that length at every span edge, so that overlapping highlights become flat runs."""
    if not spans:
        return [Run(0, length, ())] if length else []
    lanes = _lanes(spans)
    edges = sorted({0, length, *(s.start for s in spans), *(s.end for s in spans)})
    waiting = sorted(spans, key=lambda span: (span.start, -span.end), reverse=True)
    active: list[Span] = []
    found = []
    for start, end in pairwise(edges):
        active = [span for span in active if span.end > start]
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        found.append(_run(start, end, tuple(active), lanes))
    return found


def _run(start: int, end: int, active: tuple[Span, ...], lanes: dict[tuple[str, int], int]) -> Run:
    if not active:
        return Run(start, end, ())
    innermost = min(active, key=lambda span: (span.end - span.start, not span.looks))
    lines = sorted((lanes[span.key, index], look) for span in active for index, look in enumerate(span.looks))
    return Run(
        start=start,
        end=end,
        spans=active,
        lines=tuple((lane, look) for lane, look in lines if lane <= LANES),
        fill=innermost.looks[0] if innermost.looks else None,
        more=any(lane > LANES for lane, _ in lines),
    )


def _lanes(spans: Sequence[Span]) -> dict[tuple[str, int], int]:
    """Greedy interval colouring: each (span, tag) keeps one lane all along, so that its line runs straight through."""
    ends: list[int] = []
    lanes = {}
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        for index in range(len(span.looks)):
            free = next((lane for lane, end in enumerate(ends) if end <= span.start), None)
            if free is None:
                free = len(ends)
                ends.append(0)
            ends[free] = span.end
            lanes[span.key, index] = free + 1
    return lanes
