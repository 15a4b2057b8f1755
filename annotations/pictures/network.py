"""Tags that lie together as a network: tags around a ring, a line for each two, thicker for more. Pure.

The tags stand on two half rings with the same height for each, in the order of the codebook, so every label has a line
of its own and can be read; where a layout by forces puts them, labels cover each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from annotations.pictures.drawing import Drawing, look

MOST_TAGS, MOST_LINES = 36, 60
ROW, LABEL, EDGE = 24, 190, 30
WIDEST = 6.0
SHADES = 5


@dataclass(frozen=True)
class Node:
    key: int
    name: str
    colour: str
    pattern: str
    number: int
    url: str


@dataclass(frozen=True)
class Line:
    one: int
    other: int
    number: int
    title: str
    url: str


def network(nodes: Sequence[Node], lines: Sequence[Line], title: str) -> Drawing:
    """Of the strongest lines; the caller has chosen the tags."""
    lines = sorted(lines, key=lambda line: line.number)[-MOST_LINES:]
    half = (len(nodes) + 1) // 2
    height = max(5, half) * ROW + 2 * EDGE
    radius = (height - 2 * EDGE) / 2
    width = 2 * radius * 1.25 + 2 * LABEL
    drawing = Drawing(width, height, title, f"{len(nodes)} tags, {len(lines)} lines; all numbers are in the table.")
    places = _places(nodes, half, width / 2, height / 2, radius)
    largest = max((line.number for line in lines), default=1)
    for line in lines:
        (x1, y1), (x2, y2) = places[line.one], places[line.other]
        x, y = (width / 2 + (x1 + x2) / 2) / 2, (height / 2 + (y1 + y2) / 2) / 2
        share = sqrt(line.number / largest)
        drawing.path(
            f"M{x1:.1f} {y1:.1f}Q{x:.1f} {y:.1f} {x2:.1f} {y2:.1f}", f"edge edge-{max(1, round(share * SHADES))}",
            width=max(1.0, share * WIDEST), title=line.title, url=line.url,
        )
    most = max((node.number for node in nodes), default=1)
    for node in nodes:
        x, y = places[node.key]
        size = 4 + 7 * sqrt(node.number / most)
        told = f"{node.name}: {node.number:,}"
        drawing.dot(x, y, size, f"node {look(node.colour, node.pattern)}", title=told, url=node.url)
        is_right = x >= width / 2
        drawing.text(
            x + (16 if is_right else -16), y + 4, node.name, "label" if is_right else "label end", room=LABEL - 24
        )
    return drawing


def _places(
    nodes: Sequence[Node], half: int, x: float, y: float, radius: float
) -> dict[int, tuple[float, float]]:
    """Down the right side and up the left one, so that neighbours in the codebook stay neighbours."""
    found = {}
    for index, node in enumerate(nodes):
        is_right = index < half
        many = half if is_right else len(nodes) - half
        nth = index if is_right else len(nodes) - 1 - index
        down = (nth + 0.5) / many * 2 - 1
        across = sqrt(max(0.04, 1 - down * down)) * radius * 1.25
        found[node.key] = (x + across if is_right else x - across, y + down * radius)
    return found
