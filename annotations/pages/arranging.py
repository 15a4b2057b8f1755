"""What moving or archiving several tags would change, and where a tag stands, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.models import Tag
from annotations.pages.codebook import Entry, FacetPart
from annotations.tagtree import TagTree


@dataclass(frozen=True)
class ArrangePreview:
    """`staying` are tags below the chosen ones that were not chosen."""

    do: str
    entries: list[Entry]
    parent: Tag | None
    staying: int

    @property
    def passages(self) -> int:
        """Of single tags, so a passage with two of them counts twice."""
        return sum(entry.own.passages for entry in self.entries)


def preview(tags: Sequence[Tag], do: str, place: tuple | None, parts: Iterable[FacetPart]) -> ArrangePreview:
    chosen = {tag.pk for tag in tags}
    entries = [entry for part in parts for entry in part.entries]
    below: set[int] = set()
    for entry in entries:  # parents stand before children
        if entry.tag.parent_id in chosen | below:
            below.add(entry.tag.pk)
    return ArrangePreview(
        do, [entry for entry in entries if entry.tag.pk in chosen], place[0] if place else None, len(below - chosen)
    )


def place_in_words(tags: Sequence[Tag], tree: TagTree) -> str:
    """Of one: below which tag, as the how manieth."""
    node = tree[tags[0].pk]
    where = f"under “{tree[node.tag.parent_id].tag.name}”" if node.tag.parent_id else "at the top"
    if len(tags) > 1:
        return f"{len(tags)} tags stand {where} now."
    beside = [
        other.tag for other in tree.nodes.values()
        if (other.tag.parent_id, other.tag.facet_id) == (node.tag.parent_id, node.tag.facet_id)
        and other.tag.archived_at is None
    ]
    return f"“{node.tag.name}” stands {where} now, {beside.index(node.tag) + 1} of {len(beside)}."
