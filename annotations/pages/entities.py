"""Targets and holders: all of them with how often they are meant, and of one who says what about it, where and when."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from annotations.entities import collisions, refuse_what_cannot_merge
from annotations.models import Entity, EntityKind, Highlight, HolderKind, Tag, Tagging
from annotations.pages.dealing import Card, card
from annotations.similar import alike
from annotations.tagtree import TagTree
from corpus_app.importing.fold import fold
from corpus_app.models import Project, User

LATEST, ROWS, MANY = 12, 40, 300
VOICES = {"author": "The article’s author", "quoted": "Somebody quoted", "paraphrased": "Somebody paraphrased"}


@dataclass(frozen=True)
class Named:
    entity: Entity
    about: int  # passages on which it is a target
    by: int  # and on which it is the holder


@dataclass(frozen=True)
class Names:
    rows: list[Named]
    kinds: list[tuple[str, str, int]]  # value, label, how many
    close: list[tuple[Entity, Entity]]  # perhaps the same


def names(project: Project, user: User, kind: str = "", words: str = "") -> Names:
    """Those most spoken of first. Queries three times."""
    entities = list(Entity.objects.live().filter(project=project))
    about, by = (_passages(project, user, column) for column in ("target", "holder"))
    rows = [Named(entity, about.get(entity.pk, 0), by.get(entity.pk, 0)) for entity in entities]
    wanted = fold(words)
    shown = [
        row for row in rows if (not kind or row.entity.kind == kind)
        and wanted in fold(" ".join((row.entity.name, *row.entity.aliases)))
    ]
    kinds = [(value, label, sum(entity.kind == value for entity in entities)) for value, label in EntityKind.choices]
    shown.sort(key=lambda row: (-row.about - row.by, row.entity.name.casefold()))
    return Names(shown, [one for one in kinds if one[2]], _close(entities))


def _passages(project: Project, user: User, column: str) -> dict[int, int]:
    seen = Tagging.objects.visible_in(project, user).exclude(**{column: None}).order_by()
    return dict(seen.values_list(column).annotate(Count("highlight", distinct=True)))


def _close(entities: list[Entity]) -> list[tuple[Entity, Entity]]:
    if len(entities) > MANY:
        return []
    return [
        (one, other) for at, one in enumerate(entities) for other in entities[at + 1 :]
        if alike(one.name, (other.name, *other.aliases)) or alike(other.name, one.aliases)
    ]


@dataclass(frozen=True)
class Line:
    """A row of a table: numbers by tag, each with the address of its passages; `mean` on the stance's scale."""

    label: str
    cells: list[tuple[int, str]]
    mean: str
    entity: str = ""  # its id, where the row is one


@dataclass(frozen=True)
class Table:
    head: str
    tags: list[Tag]
    lines: list[Line]
    more: int


@dataclass(frozen=True)
class Statement:
    tagging: Tagging
    card: Card


@dataclass(frozen=True)
class Side:
    """What is said about it, or what it says: `passages` in all, at `url`."""

    passages: int
    url: str
    tables: list[Table]
    latest: list[Statement] = field(default_factory=list)


@dataclass(frozen=True)
class EntityPage:
    entity: Entity
    about: Side
    by: Side


def entity_page(entity: Entity, user: User) -> EntityPage:
    """Queries twelve times, whatever the number of taggings."""
    tree = TagTree.of(entity.project)
    about, by = (_side(entity, user, *columns, tree) for columns in (("target", "holder"), ("holder", "target")))
    return EntityPage(entity, about, by)


def _side(entity: Entity, user: User, column: str, other: str, tree: TagTree) -> Side:
    seen = Tagging.objects.visible_in(entity.project, user).filter(**{column: entity}).order_by()
    base = {column: entity.uid}
    address = reverse("annotations:passages", args=(entity.project.slug,))
    make = _Maker(tree, lambda more: f"{address}?{urlencode({**base, **more})}")
    who = [(tag, *_who(said, other), n) for tag, *said, n in _counted(
        seen, f"{other}__name", f"{other}__uid", "holder_kind"
    )]
    where = [(tag, source or "No source", {"source": source} if source else {"without": "source"}, "", n)
             for tag, source, n in _counted(seen, "article__source")]
    when = [(tag, day[:7] or "No date", {"published_from": day[:7], "published_to": day[:7]} if day else
             {"without": "date"}, "", n) for tag, day, n in _counted(seen, "article__published")]
    tables = [
        make.table("Who says it" if column == "target" else "Toward whom or what", who, key=None),
        make.table("Where", where, key=None), make.table("When", when, key=lambda label: label),
    ]
    rows = seen.select_related("highlight__article", "tag", "coder", "target", "holder").order_by("-highlight", "pk")
    latest = [Statement(row, _card(row.highlight, row, entity.project.slug)) for row in rows[:LATEST]]
    passages = seen.values("highlight").distinct().count()
    return Side(passages, make.address({}), [table for table in tables if table.lines], latest)


def _card(mark: Highlight, row: Tagging, slug: str) -> Card:
    return card(mark, [row], slug)


def _counted(seen: QuerySet[Tagging], *columns: str) -> list[tuple]:
    """(tag, the columns …, passages)."""
    return list(seen.values_list("tag", *columns).annotate(Count("highlight", distinct=True)))


def _who(said: Iterable, other: str) -> tuple[str, dict[str, str], str]:
    """A holder, or in whose voice it is said; a target."""
    name, uid, voice = said
    if uid:
        return name, {other: uid}, uid
    if other == "target":
        return "No target", {"without": "target"}, ""
    if voice in HolderKind.values:
        return VOICES[voice], {"holder_kind": voice, "without": "holder"}, ""
    return "Not stated", {"without": "voice"}, ""


def _rank(label: str, counts: dict[int, int], key: Callable[[str], str] | None) -> tuple:
    return (key(label),) if key else (-sum(counts.values()), label.casefold())


@dataclass(frozen=True)
class _Maker:
    tree: TagTree
    address: Callable[[dict[str, str]], str]

    def table(self, head: str, rows: Iterable[tuple], key: Callable[[str], str] | None) -> Table:
        """Rows as (tag, label, what the filter says for it, an entity's id, passages); the fullest first, or by key."""
        lines: dict[tuple, dict[int, int]] = {}
        said: dict[tuple, dict[str, str]] = {}
        for tag, label, more, uid, count in rows:
            lines.setdefault((label, uid), {})
            lines[label, uid][tag] = lines[label, uid].get(tag, 0) + count
            said[label, uid] = more
        used = {tag for counts in lines.values() for tag in counts}
        tags = [node.tag for pk, node in self.tree.nodes.items() if pk in used]
        order = sorted(lines, key=lambda line: _rank(line[0], lines[line], key))
        shown = [self._line(line, lines[line], said[line], tags) for line in order[:ROWS]]
        return Table(head, tags, shown, max(0, len(order) - ROWS))

    def _line(self, line: tuple[str, str], counts: dict[int, int], said: dict[str, str], tags: list[Tag]) -> Line:
        cells = [
            (counts.get(tag.pk, 0), self.address({**said, "tag": tag.uid, "children": "0"}) if tag.pk in counts else "")
            for tag in tags
        ]
        valued = [(tag.value_num, counts[tag.pk]) for tag in tags if tag.pk in counts and tag.value_num is not None]
        total = sum(count for _, count in valued)
        mean = _signed(sum(value * count for value, count in valued) / total) if total else ""
        return Line(line[0], cells, mean, line[1])


def _signed(number: float) -> str:
    said = f"{number:+.1f}".replace("-", "−")
    return "0.0" if said in ("+0.0", "−0.0") else said


@dataclass(frozen=True)
class EntityMerge:
    """What would change; `different` are passages on which a coder says different things of them."""

    into: Entity
    going: list[Named]
    own: Named
    doubles: int
    different: list[Card]


def merge_preview(project: Project, user: User, into: Entity, going: list[Entity]) -> EntityMerge:
    """Raises Refused. Queries six times."""
    refuse_what_cannot_merge(going, into)
    about, by = (_passages(project, user, column) for column in ("target", "holder"))
    doubles, different = collisions(going, into)
    marks = Highlight.objects.visible_to(user).filter(pk__in={some[0].highlight for some in different})
    cards = [card(mark, [], project.slug) for mark in marks.select_related("article").order_by("article", "start")[:50]]
    shown = [Named(entity, about.get(entity.pk, 0), by.get(entity.pk, 0)) for entity in (into, *going)]
    return EntityMerge(into, shown[1:], shown[0], len(doubles), cards)
