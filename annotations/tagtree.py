"""The codebook as trees: each tag's path, its children and all below it, from one query."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.models import Tag
from corpus_app.models import Project
from corpus_app.written import Written

SEPARATOR = " / "
TAGS = Written(
    lambda project: Tag.objects.filter(project=project).select_related("facet")
    .order_by("facet__position", "facet", "position", "id")
)


@dataclass(frozen=True)
class TagNode:
    """A tag in its tree; children and descendants are primary keys, the tag itself is not among them."""

    tag: Tag
    path: tuple[str, ...]
    children: tuple[int, ...]
    descendants: frozenset[int]

    @property
    def depth(self) -> int:
        """0 for a tag at the top of its facet."""
        return len(self.path) - 1

    @property
    def path_text(self) -> str:
        return path_text(self.path)


class TagTree:
    """The tags of a project by primary key, archived ones too, parents before children, facet after facet."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        below: dict[int | None, list[Tag]] = {}
        for tag in tags:
            below.setdefault(tag.parent_id, []).append(tag)
        self.nodes: dict[int, TagNode] = {}
        for tag in below.get(None, []):
            self._plant(tag, (), below)

    @classmethod
    def of(cls, project: Project) -> "TagTree":
        """Queries once. Every tag comes with its facet."""
        return cls(TAGS.objects(project=project.pk))

    def __getitem__(self, pk: int) -> TagNode:
        return self.nodes[pk]

    def by_uid(self, uid: str) -> TagNode | None:
        return next((node for node in self.nodes.values() if node.tag.uid == uid), None)

    def settled(self, node: TagNode) -> TagNode:
        """The tag that this one was merged into, and that one perhaps into another; itself where it was not merged."""
        while node.tag.replaced_by_id:
            node = self.nodes[node.tag.replaced_by_id]
        return node

    def with_descendants(self, pks: Iterable[int]) -> frozenset[int]:
        """The tags themselves and all below them."""
        own = frozenset(pks)
        return own.union(*(self.nodes[pk].descendants for pk in own))

    def of_value(self, value: str) -> frozenset[int]:
        """The tags that stand for this value (against) in whatever facet."""
        return frozenset(pk for pk, node in self.nodes.items() if node.tag.value == value)

    def of_facet(self, facet: int) -> frozenset[int]:
        return frozenset(pk for pk, node in self.nodes.items() if node.tag.facet_id == facet)

    def _plant(self, tag: Tag, above: tuple[str, ...], below: dict[int | None, list[Tag]]) -> frozenset[int]:
        path = (*above, tag.name)
        self.nodes[tag.pk] = TagNode(tag, path, (), frozenset())  # holds the place: parents stand before children
        children = below.get(tag.pk, [])
        descendants = frozenset(child.pk for child in children).union(
            *(self._plant(child, path, below) for child in children)
        )
        self.nodes[tag.pk] = TagNode(tag, path, tuple(child.pk for child in children), descendants)
        return descendants


def path_text(path: Iterable[str]) -> str:
    r"""Security / Alliances / NATO; a slash in a label is escaped as \/, so that the path can be split again."""
    return SEPARATOR.join(label.replace("/", r"\/") for label in path)
