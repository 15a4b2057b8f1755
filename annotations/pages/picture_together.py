"""Tags that lie on the same passage, on overlapping ones, or in the same paragraph: as a network or as a matrix."""

from annotations.pages.picture_parts import Asked, Cell, Choice, Picture, Sheet, share
from annotations.pictures.drawing import Drawing
from annotations.pictures.heatmap import Cell as MatrixCell
from annotations.pictures.heatmap import Row, heatmap
from annotations.pictures.network import MOST_LINES, MOST_TAGS, Line, Node, network
from annotations.together import Together, together

MOST_PAIRS = 300
MOST_ROWS = 40
DRAWN = (("network", "A network"), ("matrix", "A matrix"))
Pairs = list[tuple[tuple[int, int], int]]
NEAR = (("passage", "On the same passage"), ("overlap", "On overlapping passages"),
        ("paragraph", "In the same paragraph"))


def choices(asked: Asked) -> list[Choice]:
    return [
        ("beside", "Together means", NEAR, asked.one_of("beside", NEAR)),
        ("drawn", "Drawn as", DRAWN, asked.one_of("drawn", DRAWN)),
    ]


def picture(asked: Asked) -> Picture | None:
    counted = together(
        asked.project, asked.user, asked.found, asked.facet, asked.tree, is_alone=False, near=_near(asked)
    )
    pairs = _pairs(asked, counted)
    if not counted.total:
        return None
    title = f"{asked.facet.name}: tags {dict(NEAR)[asked.one_of('beside', NEAR)].lower()}"
    draw = _matrix if asked.one_of("drawn", DRAWN) == "matrix" else _network
    drawing, left_out = draw(asked, counted, pairs, title)
    told = ["A tag counts with those below it; a tag and those below it are not drawn as a pair.", *left_out]
    if len(pairs) > MOST_PAIRS:
        told.append(f"The table has the {MOST_PAIRS} pairs with most passages; the overview's table has all.")
    if _near(asked):
        told.append("A number tells on how many passages of the first tag, or beside how many, the other one lies.")
    return Picture(title, drawing, _sheet(asked, pairs[:MOST_PAIRS], counted), told)


def _network(asked: Asked, counted: Together, pairs: Pairs, title: str) -> tuple[Drawing, list[str]]:
    shown = _strongest(pairs[:MOST_LINES], counted)
    nodes = []
    for pk in (pk for pk in asked.tree.nodes if pk in shown):
        tag = asked.tree[pk].tag
        nodes.append(Node(pk, tag.name, tag.colour, tag.pattern, counted.rows[pk], asked.with_tag(pk)))
    lines = [_line(asked, *pair, number) for pair, number in pairs if shown.issuperset(pair)]
    drawn = min(len(lines), MOST_LINES)
    told = [f"The {drawn} strongest of {len(pairs):,} pairs are drawn, between {len(nodes)} tags."]
    return network(nodes, lines, title), told if drawn < len(pairs) else []


def _matrix(asked: Asked, counted: Together, pairs: Pairs, title: str) -> tuple[Drawing, list[str]]:
    """The most used tags in the order of the codebook; a row tells of its own tag's passages."""
    used = sorted(counted.rows, key=lambda pk: (-counted.rows[pk], pk))
    keys = [pk for pk in asked.tree.nodes if pk in set(used[:MOST_ROWS])]
    rows = []
    for pk in keys:
        node = asked.tree[pk]
        cells = [_cell(asked, counted, pk, other) for other in keys]
        tag = node.tag
        rows.append(Row(tag.name, tag.colour, tag.pattern, min(node.depth, 3), counted.rows[pk], cells))
    largest = max((cell.number for row in rows for cell in row.cells), default=1)
    told = [f"The {len(keys)} most used of {len(used)} tags are drawn."] if len(keys) < len(used) else []
    return heatmap(rows, [row.name for row in rows], largest, title), told


def _cell(asked: Asked, counted: Together, tag: int, other: int) -> MatrixCell:
    if tag == other or other in asked.tree[tag].descendants or tag in asked.tree[other].descendants:
        return MatrixCell(0, "")
    number = counted.cells.get((tag, other), 0)
    names = f"{asked.tree[tag].tag.name} and {asked.tree[other].tag.name}"
    return MatrixCell(number, f"{names}: {number:,}", _url(asked, tag, other) if number else "")


def _pairs(asked: Asked, counted: Together) -> Pairs:
    """Each two tags of which none is above the other, most passages first; where sides differ the larger number."""
    found: dict[tuple[int, int], int] = {}
    for (tag, other), number in counted.cells.items():
        if tag != other and other not in asked.tree[tag].descendants and tag not in asked.tree[other].descendants:
            mirrored = counted.cells.get((other, tag), 0)
            if number > mirrored or (number == mirrored and tag < other):
                found[tag, other] = number
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _strongest(pairs: Pairs, counted: Together) -> set[int]:
    """The tags of the strongest pairs; without any pair the most used ones."""
    shown: set[int] = set()
    for pair, _ in pairs:
        if len(shown.union(pair)) > MOST_TAGS:
            break
        shown.update(pair)
    return shown or set(sorted(counted.rows, key=lambda tag: -counted.rows[tag])[:MOST_TAGS])


def _url(asked: Asked, tag: int, other: int) -> str:
    near = [("near", _near(asked))] if _near(asked) else []
    return asked.with_tag(tag, ("also", asked.tree[other].tag.uid), *near, without=("also_children",))


def _near(asked: Asked) -> str:
    chosen = asked.one_of("beside", NEAR)
    return "" if chosen == NEAR[0][0] else chosen


def _line(asked: Asked, tag: int, other: int, number: int) -> Line:
    names = f"{asked.tree[tag].tag.name} and {asked.tree[other].tag.name}"
    return Line(tag, other, number, f"{names}: {number:,}", _url(asked, tag, other))


def _sheet(asked: Asked, pairs: Pairs, counted: Together) -> Sheet:
    """With the share of the first tag's passages."""
    rows = [
        [Cell(asked.tree[tag].path_text), Cell(asked.tree[other].path_text, is_words=True),
         Cell(f"{number}", _url(asked, tag, other)), Cell(share(number, counted.rows[tag]))]
        for (tag, other), number in pairs
    ]
    return Sheet(("Tag", "Other tag", "Passages with both", "Of the first tag’s"), rows)
