"""The table of the overview: its rows, columns and numbers, and the address of the passages each of them counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.urls import reverse

from annotations.filters import PassageFilter
from annotations.markup import Html
from annotations.models import Tag
from annotations.overview import By, Cross, Key, Number, is_month, most
from annotations.own_columns import OwnBy, overlap
from annotations.pages.library import readable_date
from annotations.pictures.heatmap import shade
from annotations.tagtree import TagNode, TagTree
from corpus_app.models import Article, FieldType, Project, User

LIMIT = 200  # rows, and columns
DEEPEST = 6
KEYS = {  # of an address, which a column sets
    By.ARTICLE: {"article"}, By.SOURCE: {"source"}, By.CODER: {"coder"},
    By.TAG: {"also", "also_children"},
    By.YEAR: {"published_from", "published_to"}, By.MONTH: {"published_from", "published_to"},
}
Pairs = list[tuple[str, str]]


class Unit(models.TextChoices):
    PASSAGES = "passages", "Passages"
    ARTICLES = "articles", "Articles"


class Sort(models.TextChoices):
    CODEBOOK = "codebook", "As in the codebook"
    TOTAL = "total", "Most first"
    NAME = "name", "By name"


@dataclass(frozen=True)
class Asked:
    """What is counted and in which order it stands; the filter says of which passages."""

    by: By | OwnBy = By.ARTICLE
    unit: Unit = Unit.PASSAGES
    sort: Sort = Sort.CODEBOOK
    is_alone: bool = False  # a tag does not count those below it

    @classmethod
    def of(cls, data: QueryDict, own: Iterable[OwnBy] = ()) -> "Asked":
        """What cannot be understood is as if it had not been said. `own` are the columns of own fields there are."""
        said = {"by": (By, "by"), "unit": (Unit, "count"), "sort": (Sort, "sort")}
        chosen = {name: kind(data[key]) for name, (kind, key) in said.items() if data.get(key) in kind.values}
        column = next((column for column in own if column.value == data.get("by")), None)
        chosen |= {"by": column} if column else {}
        return cls(is_alone=data.get("alone") == "1", **chosen)

    def pairs(self) -> list[tuple[str, str]]:
        """What differs from the usual."""
        said = (("by", self.by, By.ARTICLE), ("count", self.unit, Unit.PASSAGES), ("sort", self.sort, Sort.CODEBOOK))
        found = [(key, value.value) for key, value, usual in said if value != usual]
        return [*found, ("alone", "1")] if self.is_alone else found

    def number(self, number: Number) -> int:
        return number.passages if self.unit == Unit.PASSAGES else number.articles


@dataclass(frozen=True)
class Column:
    """Its name, the part of an address that asks for it, and what all tags have in it."""

    key: Key
    name: str
    query: str
    number: int
    url: str

    @cached_property
    def escaped(self) -> str:
        """The query, for the many cells whose addresses end with it."""
        return escape(self.query)


@dataclass(frozen=True)
class Row:
    """`cells` is the HTML of its numbers, column by column: a template takes seconds for 40,000 of them."""

    tag: Tag
    path: str
    depth: int
    number: int
    url: str
    numbers: list[int]
    cells: Html


@dataclass(frozen=True)
class Table:
    columns: list[Column]
    rows: list[Row]
    total: int
    url: str
    columns_left: int = 0
    rows_left: int = 0
    largest: int = 1  # of the numbers in its cells: what is darkest

    @property
    def lines(self) -> list[list[str]]:
        """As a sheet, its head first."""
        head = ["Tag", "Total", *(column.name for column in self.columns)]
        body = [[row.path, str(row.number), *map(str, row.numbers)] for row in self.rows]
        return [head, *body, ["All", str(self.total), *(str(column.number) for column in self.columns)]]


def table(project: Project, user: User, found: PassageFilter, asked: Asked, tree: TagTree, counted: Cross) -> Table:
    """Queries once, for the names of columns."""
    address = reverse("annotations:passages", args=(project.slug,))
    shown = most(counted.columns, LIMIT)
    nodes = list(_nodes(found, asked, tree, counted))
    columns = list(_columns(project, user, found, asked, tree, counted, shown, address))
    if asked.by == By.TAG:
        places = {node.tag.pk: place for place, node in enumerate(nodes)}
        columns.sort(key=lambda column: (places.get(column.key, len(places)), column.key))
    else:
        columns = _sorted_columns(columns, asked)
    kept = most({node.tag.pk: counted.rows.get(node.tag.pk, Number()) for node in nodes}, LIMIT)
    largest = max((asked.number(number) for (row, key), number in counted.cells.items() if row != key), default=1)
    rows = [
        _row(node, address, found, asked, tree, counted, columns, largest) for node in nodes if node.tag.pk in kept
    ]
    whole, total = f"{address}?{found.query_string()}", asked.number(counted.total)
    return Table(columns, rows, total, whole, len(counted.columns) - len(shown), len(nodes) - len(rows), largest)


def _columns(
    project: Project, user: User, found: PassageFilter, asked: Asked, tree: TagTree, counted: Cross, shown: set[Key],
    address: str,
) -> Iterator[Column]:
    known = _known(project, user, asked, tree, shown)
    pairs = _pairs(found, asked.by)
    for key in shown:
        name, own = known[key] if key in known else told_column(asked.by, str(key), found)
        url = f"{address}?{urlencode([*pairs, *own])}"
        yield Column(key, name, urlencode(own), asked.number(counted.columns[key]), url)


def _known(
    project: Project, user: User, asked: Asked, tree: TagTree, shown: Iterable[Key]
) -> dict[Key, tuple[str, Pairs]]:
    """Name and address of tags, articles and coders."""
    if asked.by == By.TAG:
        alone = [("also_children", "0")] if asked.is_alone else []
        return {pk: (tree[pk].tag.name, [("also", tree[pk].tag.uid), *alone]) for pk in shown}
    if asked.by == By.ARTICLE:
        rows = Article.objects.visible_to(user).filter(project=project, pk__in=shown).values_list("pk", "uid", "title")
        return {pk: (title or "Untitled article", [("article", uid)]) for pk, uid, title in rows}
    if asked.by == By.CODER:
        rows = User.objects.filter(pk__in=shown).values_list("pk", "uid", "display_name")
        return {pk: (name, [("coder", uid)]) for pk, uid, name in rows}
    return {}


def told_column(by: By | OwnBy, key: str, found: PassageFilter) -> tuple[str, Pairs]:
    """Of a source, a period or an own field; what the articles do not say has a column of its own."""
    if isinstance(by, OwnBy):
        name = readable_date(key) if by.field.type == FieldType.DATE else key
        return name or f"Without {by.field.name}", by.pairs(key, found)
    lacks = "source" if by == By.SOURCE else "date"
    if not key:
        return f"Without a {lacks}", [("without", lacks)]
    if by == By.SOURCE:
        return key, [("source", key)]
    first, last = overlap(found.published_from, found.published_to, key)
    return readable_date(key), [("published_from", first), ("published_to", last)]


def _sorted_columns(columns: list[Column], asked: Asked) -> list[Column]:
    """Periods follow each other in any order; what has none stands at the end."""
    if asked.by in (By.YEAR, By.MONTH) or is_month(asked.by):
        return sorted(columns, key=lambda column: (column.key == "", column.key))
    if isinstance(asked.by, OwnBy) and (asked.by.is_range or asked.sort == Sort.CODEBOOK):
        return sorted(columns, key=lambda column: asked.by.place(str(column.key)))
    by_name = asked.sort == Sort.NAME
    return sorted(columns, key=lambda column: (0 if by_name else -column.number, column.name.casefold(), column.query))


def _nodes(found: PassageFilter, asked: Asked, tree: TagTree, counted: Cross) -> Iterator[TagNode]:
    """The facet's tags that the filter leaves, parents before children; archived ones where they are used."""
    def place(node: TagNode) -> tuple:
        number = counted.rows.get(node.tag.pk, Number())
        by = {Sort.NAME: (node.tag.name.casefold(),), Sort.TOTAL: (-asked.number(number),), Sort.CODEBOOK: ()}
        return by[asked.sort]

    def below(nodes: Iterable[TagNode]) -> Iterator[TagNode]:
        for node in sorted(nodes, key=place):
            if _is_row(node, found, counted):
                yield node
            yield from below(tree[pk] for pk in node.children)

    facet = found.facet.pk
    yield from below(node for node in tree.nodes.values() if node.depth == 0 and node.tag.facet_id == facet)


def _is_row(node: TagNode, found: PassageFilter, counted: Cross) -> bool:
    if node.tag.pk in counted.rows:
        return True
    is_asked = found.tag_pks is None or node.tag.pk in found.tag_pks
    return is_asked and node.tag.archived_at is None


def _row(
    node: TagNode, address: str, found: PassageFilter, asked: Asked, tree: TagTree, counted: Cross,
    columns: list[Column], largest: int,
) -> Row:
    tag = node.tag
    own = _tag_pairs(node, found, asked, tree)
    start = escape(f"{address}?{urlencode(own + _pairs(found, asked.by, 'facet', 'tag', 'children'))}&")
    known, nothing = counted.cells, Number()
    numbers = [asked.number(known.get((tag.pk, column.key), nothing)) for column in columns]
    cells = "".join(
        f'<td class="h{shade(number, largest)}"><a href="{start}{column.escaped}">{number:,}</a></td>'
        if number else "<td></td>"
        for number, column in zip(numbers, columns, strict=True)
    )
    url = f"{address}?{urlencode(own + _pairs(found, None, 'facet', 'tag', 'children'))}"
    total = asked.number(counted.rows.get(tag.pk, Number()))
    return Row(tag, node.path_text, min(node.depth, DEEPEST), total, url, numbers, Html(cells))


def _tag_pairs(node: TagNode, found: PassageFilter, asked: Asked, tree: TagTree) -> Pairs:
    """The tag, or one by one those below it that the filter leaves of it."""
    counted = {node.tag.pk} if asked.is_alone else {node.tag.pk, *node.descendants}
    left = counted if found.tags == () else counted & found.tag_pks
    if left != counted:
        return [*(("tag", tree[pk].tag.uid) for pk in sorted(left)), ("children", "0")]
    return [("tag", node.tag.uid), *([("children", "0")] if asked.is_alone and node.children else [])]


def _pairs(found: PassageFilter, by: By | OwnBy | None, *left_out: str) -> Pairs:
    """The filter without these keys and without those that a column sets."""
    gone = {*left_out, *(by.keys if isinstance(by, OwnBy) else KEYS.get(by, ()))}
    return [pair for pair in found.pairs() if pair[0] not in gone]
