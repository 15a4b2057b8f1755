"""The codebook page: facets, their tags as trees, and how often the person sees each of them used."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection
from django.db.models import Count, QuerySet

from annotations.merges import differ, doubles, holders_differ, refuse_what_does_not_fit
from annotations.models import Facet, Tag, Tagging
from annotations.pages.facet_rules import in_words
from annotations.pages.meaning import Meaning, meaning
from annotations.tagtree import TagNode, TagTree
from annotations.tallies import Tallies, tallies
from corpus_app.models import Project, User

# A tag's passages and those of all below it: distinct ones, so that the numbers of single tags cannot be added up.
WITH_DESCENDANTS = """
WITH RECURSIVE below (top, tag) AS (
    SELECT id, id FROM annotations_tag WHERE project_id = %s
    UNION ALL SELECT below.top, child.id FROM annotations_tag child JOIN below ON child.parent_id = below.tag
)
SELECT top, COUNT(DISTINCT highlight_id), COUNT(DISTINCT article_id), COUNT(DISTINCT coder_id)
FROM below JOIN ({taggings}) seen ON seen.tag_id = below.tag GROUP BY top
"""


@dataclass(frozen=True)
class Uses:
    passages: int = 0
    articles: int = 0
    coders: int = 0


@dataclass(frozen=True)
class Entry:
    """A tag in its tree; `below` counts it together with all tags below it, None where there are none."""

    tag: Tag
    depth: int
    own: Uses
    below: Uses | None

    parent: str = ""  # its id

    @property
    def indent(self) -> int:
        return min(self.depth, 6)


@dataclass(frozen=True)
class FacetPart:
    facet: Facet
    entries: list[Entry]
    archived: list[Entry]
    parents: list[tuple[str, str]]  # where a new tag may go: uid and indented name

    @property
    def is_stance(self) -> bool:
        return self.facet.kind == "stance"

    @property
    def rules(self) -> str:
        return in_words(
            self.facet.kind, many=self.facet.many, target=self.facet.target, holder=self.facet.holder
        )


@dataclass(frozen=True)
class TagBox:
    """What a tag's own page says about it: its meaning, and the tags around it with their uses."""

    tag: Tag
    above: list[Tag]
    own: Uses
    below: Uses | None
    children: list[Entry]
    replaced_by: Tag | None
    meaning: Meaning


def codebook(project: Project, user: User) -> list[FacetPart]:
    """Queries five times, whatever the number of facets, tags and taggings."""
    tree = TagTree.of(project)
    own, below = uses(project, user, tree)
    nodes: dict[int, list[TagNode]] = {}
    for node in tree.nodes.values():
        nodes.setdefault(node.tag.facet_id, []).append(node)
    return [_part(facet, nodes.get(facet.pk, []), own, below) for facet in Facet.objects.filter(project=project)]


def tag_box(tag: Tag, tree: TagTree, user: User) -> TagBox:
    node = tree[tag.pk]
    own, below = uses(tag.project, user, tree, top=node)
    above = []
    parent = tag.parent_id
    while parent:
        above.insert(0, tree[parent].tag)
        parent = tree[parent].tag.parent_id
    live = [tree[pk] for pk in node.children if tree[pk].tag.archived_at is None]
    return TagBox(
        tag=tag,
        above=above,
        own=own.get(tag.pk, Uses()),
        below=below.get(tag.pk, Uses()) if node.children else None,
        children=[_entry(child, own, below) for child in live],
        replaced_by=tree[tag.replaced_by_id].tag if tag.replaced_by_id else None,
        meaning=meaning(tag, user),
    )


@dataclass(frozen=True)
class MergePreview:
    """What would change if some tags were merged into one, as the owner sees the project now."""

    into: Tag
    going: list[Entry]
    own: Uses  # of the tag that stays, before and after
    after: Uses
    together: int  # passages that carry several of them
    doubles: int  # passages where one coder has put several: one of each stays
    children: list[Tag]  # they move below the tag that stays
    is_different: bool  # other places on a stance's scale
    holders_differ: bool

    @property
    def names(self) -> list[str]:
        return [entry.tag.name for entry in self.going]


def merge_preview(project: Project, user: User, into: Tag, tags: list[Tag], tree: TagTree) -> MergePreview:
    """Queries six times, whatever the number of tags and taggings. Raises Refused where they cannot be merged."""
    refuse_what_does_not_fit(tags, into)
    own, _ = uses(project, user, tree)
    keys = [into.pk, *(tag.pk for tag in tags)]
    seen = Tagging.objects.visible_in(project, user).filter(tag__in=keys).order_by()
    after = seen.aggregate(*(Count(name, distinct=True) for name in ("highlight", "article", "coder")))
    several = seen.values("highlight").annotate(kinds=Count("tag", distinct=True)).filter(kinds__gt=1)
    nodes = [tree[tag.pk] for tag in tags]
    return MergePreview(
        into=into,
        going=[_entry(node, own, own) for node in nodes],
        own=own.get(into.pk, Uses()),
        after=Uses(*after.values()),
        together=several.count(),
        doubles=len({double["highlight"] for double in doubles([into, *tags])}),
        children=[tree[pk].tag for node in nodes for pk in node.children if tree[pk].tag not in tags],
        is_different=differ(tags, into),
        holders_differ=holders_differ([into, *tags]),
    )


def tagged(tag: Tag, user: User) -> tuple[int, Uses]:
    """How many taggings have the tag itself, and on how much. Queries once."""
    seen = Tagging.objects.visible_in(tag.project, user).filter(tag=tag).order_by()
    names = ("pk", "highlight", "article", "coder")
    taggings, *numbers = seen.aggregate(*(Count(name, distinct=True) for name in names)).values()
    return taggings, Uses(*numbers)


def uses(
    project: Project, user: User, tree: TagTree, top: TagNode | None = None
) -> tuple[dict[int, Uses], dict[int, Uses]]:
    """Of each tag that is used: alone, and with all below it; of `top` and what is below it only. Queries twice."""
    known = tallies(project, user)
    if known is not None:
        return _kept_uses(known, tree)
    seen = Tagging.objects.visible_in(project, user).order_by()
    if top is not None:
        seen = seen.filter(tag__in={top.tag.pk, *top.descendants})
    below = _with_descendants(project, seen)
    parents = [pk for pk, node in tree.nodes.items() if node.children]  # of all others both numbers are the same
    return {**below, **dict.fromkeys(parents, Uses()), **_own(seen.filter(tag__in=parents))}, below


def _kept_uses(known: Tallies, tree: TagTree) -> tuple[dict[int, Uses], dict[int, Uses]]:
    own, below = {}, {}
    for pk, node in tree.nodes.items():
        counted = known.of(pk)
        if counted.all_passages:
            own[pk] = Uses(counted.passages, counted.articles, known.coders_of([pk]))
            people = known.coders_of([pk, *node.descendants])
            below[pk] = Uses(counted.all_passages, counted.all_articles, people)
    return own, below


def _own(seen: QuerySet[Tagging]) -> dict[int, Uses]:
    counted = seen.values_list("tag").annotate(
        Count("highlight", distinct=True), Count("article", distinct=True), Count("coder", distinct=True)
    )
    return {pk: Uses(*numbers) for pk, *numbers in counted}


def _with_descendants(project: Project, seen: QuerySet[Tagging]) -> dict[int, Uses]:
    sql, parameters = seen.values("tag_id", "highlight_id", "article_id", "coder_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(WITH_DESCENDANTS.format(taggings=sql), [project.pk, *parameters])
        return {pk: Uses(*numbers) for pk, *numbers in cursor.fetchall()}


def _part(facet: Facet, nodes: Iterable[TagNode], own: dict[int, Uses], below: dict[int, Uses]) -> FacetPart:
    nodes = list(nodes)
    uids = {node.tag.pk: node.tag.uid for node in nodes}
    live = [node for node in nodes if node.tag.archived_at is None]
    return FacetPart(
        facet=facet,
        entries=[replace(_entry(node, own, below), parent=uids.get(node.tag.parent_id, "")) for node in live],
        archived=[_entry(node, own, below) for node in nodes if node.tag.archived_at is not None],
        parents=[(node.tag.uid, "\u2003" * node.depth + node.tag.name) for node in live],
    )


def _entry(node: TagNode, own: dict[int, Uses], below: dict[int, Uses]) -> Entry:
    return Entry(
        tag=node.tag,
        depth=node.depth,
        own=own.get(node.tag.pk, Uses()),
        below=below.get(node.tag.pk, Uses()) if node.children else None,
    )
