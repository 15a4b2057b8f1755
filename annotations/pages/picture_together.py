"""Tags that lie together as a network: on the same passage, on overlapping ones, or in the same paragraph."""

from annotations.pages.picture_parts import Asked, Cell, Choice, Picture, Sheet, share
from annotations.pictures.network import MOST_LINES, MOST_TAGS, Line, Node, network
from annotations.together import Together, together

MOST_PAIRS = 300
NEAR = (("passage", "On the same passage"), ("overlap", "On overlapping passages"),
        ("paragraph", "In the same paragraph"))


def choices(asked: Asked) -> list[Choice]:
    return [("beside", "Together means", NEAR, asked.one_of("beside", NEAR))]


def picture(asked: Asked) -> Picture | None:
    counted = together(
        asked.project, asked.user, asked.found, asked.facet, asked.tree, is_alone=False, near=_near(asked)
    )
    pairs = _pairs(asked, counted)
    if not counted.total:
        return None
    shown = _strongest(pairs[:MOST_LINES], counted)
    order = [pk for pk in asked.tree.nodes if pk in shown]
    nodes = []
    for pk in order:
        tag = asked.tree[pk].tag
        nodes.append(Node(pk, tag.name, tag.colour, tag.pattern, counted.rows[pk], asked.with_tag(pk)))
    lines = [_line(asked, *pair, number) for pair, number in pairs if shown.issuperset(pair)]
    drawn = min(len(lines), MOST_LINES)
    told = ["A tag counts with those below it; a tag and those below it are not drawn as a pair."]
    if drawn < len(pairs):
        told.append(f"The {drawn} strongest of {len(pairs):,} pairs are drawn, between {len(nodes)} tags.")
    if len(pairs) > MOST_PAIRS:
        told.append(f"The table has the {MOST_PAIRS} pairs with most passages; the overview's table has all.")
    if _near(asked):
        told.append("A number tells on how many passages of the first tag, or beside how many, the other one lies.")
    title = f"{asked.facet.name}: tags {dict(NEAR)[asked.one_of('beside', NEAR)].lower()}"
    return Picture(title, network(nodes, lines, title), _sheet(asked, pairs[:MOST_PAIRS], counted), told)


def _pairs(asked: Asked, counted: Together) -> list[tuple[tuple[int, int], int]]:
    """Each two tags of which none is above the other, most passages first; where sides differ the larger number."""
    found: dict[tuple[int, int], int] = {}
    for (tag, other), number in counted.cells.items():
        if tag != other and other not in asked.tree[tag].descendants and tag not in asked.tree[other].descendants:
            mirrored = counted.cells.get((other, tag), 0)
            if number > mirrored or (number == mirrored and tag < other):
                found[tag, other] = number
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _strongest(pairs: list[tuple[tuple[int, int], int]], counted: Together) -> set[int]:
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


def _sheet(asked: Asked, pairs: list[tuple[tuple[int, int], int]], counted: Together) -> Sheet:
    """With the share of the first tag's passages."""
    rows = [
        [Cell(asked.tree[tag].path_text), Cell(asked.tree[other].path_text, is_words=True),
         Cell(f"{number}", _url(asked, tag, other)), Cell(share(number, counted.rows[tag]))]
        for (tag, other), number in pairs
    ]
    return Sheet(("Tag", "Other tag", "Passages with both", "Of the first tag’s"), rows)
