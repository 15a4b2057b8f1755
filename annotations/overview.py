"""How often tags are used, by article, source, period or coder: counted by the database from what a person sees.

A cell counts exactly what the passages page lists for its tag and column: passages are distinct, as one may carry two
tags below the same one, so that no total is a sum.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr

from annotations.filters import PassageFilter
from annotations.models import Facet, Tagging, Tally
from annotations.own_columns import OwnBy
from annotations.tagtree import TagTree
from annotations.tallied import kept_of_facet
from annotations.together import Together, together
from corpus_app.models import Project, User

Key = int | str

# Each tag of a facet with those that are counted under it, and the taggings somebody asked for.
COUNTED = """
WITH RECURSIVE below (top, tag) AS (
    SELECT id, id FROM annotations_tag WHERE facet_id = %s{children}
), seen AS ({taggings})
SELECT {columns}, COUNT(DISTINCT highlight_id), COUNT(DISTINCT article_id)
FROM {rows} GROUP BY {columns}
"""
CHILDREN = " UNION ALL SELECT below.top, child.id FROM annotations_tag child JOIN below ON child.parent_id = below.tag"
WITH_TAGS = "below JOIN seen ON seen.tag_id = below.tag"
YEAR = 4  # characters of a date that says no more


class By(models.TextChoices):
    ARTICLE = "article", "Article"
    SOURCE = "source", "Source"
    YEAR = "year", "Year"
    MONTH = "month", "Month"
    CODER = "coder", "Coder"
    TAG = "tag", "Tag, same passage"


KEYS = {
    By.ARTICLE: F("article_id"),
    By.SOURCE: F("article__source"),
    By.YEAR: Substr("article__published", 1, YEAR),
    By.MONTH: Substr("article__published", 1, 7),
    By.CODER: F("coder_id"),
}


def key_of(by: By | OwnBy) -> Combinable:
    return by.key if isinstance(by, OwnBy) else KEYS[by]


def is_month(by: By | OwnBy) -> bool:
    return by.period == "month" if isinstance(by, OwnBy) else by == By.MONTH


@dataclass(frozen=True)
class Number:
    passages: int = 0
    articles: int = 0

    def __add__(self, other: "Number") -> "Number":
        """Only of what has no article in common."""
        return Number(self.passages + other.passages, self.articles + other.articles)


@dataclass(frozen=True)
class Cross:
    """Of a facet's tags: all together, by tag, by column, and by both."""

    total: Number = Number()
    rows: Mapping[int, Number] = field(default_factory=dict)
    columns: Mapping[Key, Number] = field(default_factory=dict)
    cells: Mapping[tuple[int, Key], Number] = field(default_factory=dict)


def cross(
    project: Project, user: User, found: PassageFilter, facet: Facet, by: By | OwnBy, tree: TagTree, *, is_alone: bool,
    limit: int, of_articles: bool = True,
) -> Cross:
    """Queries four times, once for tags by tags. Cells are there for the `limit` columns with most passages only.

    Totals count all. With `is_alone` a tag does not count what lies below it. Without `of_articles` tags by tags are
    not counted by articles, which would take longer.
    """
    if by == By.TAG:
        return _by_tag(project, user, found, facet, tree, is_alone=is_alone, of_articles=of_articles)
    tallied = None if by == By.CODER else kept_of_facet(project, user, found)
    taggings = found.taggings(user, project).order_by().filter(facet=facet)
    count: Counting | Kept
    if tallied is None:
        count = Counting(facet, taggings.values("tag_id", "highlight_id", "article_id", of=key_of(by)), is_alone)
    else:
        count = Kept(facet, tallied.annotate(of=key_of(by)), tree, is_alone)
    try:
        total = _total(taggings) if tallied is None else count.total()
        rows = {tag: number for (tag,), number in count.by("top", WITH_TAGS).items()}
        columns, cells = _in_columns(count, by, limit)
    except EmptyResultSet:
        return Cross()
    return Cross(total, rows, columns, cells)


def _total(taggings: QuerySet[Tagging]) -> Number:
    return Number(**taggings.aggregate(
        passages=Count("highlight", distinct=True), articles=Count("article", distinct=True)
    ))


def _by_tag(
    project: Project, user: User, found: PassageFilter, facet: Facet, tree: TagTree, *, is_alone: bool,
    of_articles: bool,
) -> Cross:
    passages = together(project, user, found, facet, tree, is_alone=is_alone)
    if not of_articles:
        articles = Together(0, {}, {}, {})
    else:
        articles = together(project, user, found, facet, tree, is_alone=is_alone, of_articles=True)

    def both(name: str) -> dict:
        of_articles = getattr(articles, name)
        return {key: Number(number, of_articles.get(key, 0)) for key, number in getattr(passages, name).items()}

    return Cross(Number(passages.total, articles.total), both("rows"), both("columns"), both("cells"))


@dataclass(frozen=True)
class Counting:
    facet: Facet
    taggings: QuerySet[Tagging]
    is_alone: bool

    def within(self, columns: Iterable[Key]) -> "Counting":
        return replace(self, taggings=self.taggings.filter(of__in=list(columns)))

    def by(self, columns: str, rows: str) -> dict[tuple, Number]:
        sql, parameters = self.taggings.query.sql_with_params()
        return self._ask(COUNTED, parameters, taggings=sql, columns=columns, rows=rows)

    def _ask(self, statement: str, parameters: tuple, **texts: str) -> dict[tuple, Number]:
        children = "" if self.is_alone else CHILDREN
        with connection.cursor() as cursor:
            cursor.execute(statement.format(children=children, **texts), [self.facet.pk, *parameters])
            return {tuple(keys): Number(int(passages), articles) for *keys, passages, articles in cursor.fetchall()}


@dataclass(frozen=True)
class Kept:
    """The same from what is kept of a big project (annotations.tallies); each row has its column as `of`."""

    facet: Facet
    tallies: QuerySet[Tally]
    tree: TagTree
    is_alone: bool

    def within(self, columns: Iterable[Key]) -> "Kept":
        return replace(self, tallies=self.tallies.filter(of__in=list(columns)))

    def total(self) -> Number:
        found = self._whole().aggregate(passages=Sum("all_passages"), articles=Count("pk"))
        return Number(found["passages"] or 0, found["articles"])

    def by(self, columns: str, rows: str) -> dict[tuple, Number]:
        found, name = (self._tags(), "passages" if self.is_alone else "all_passages")
        if rows != WITH_TAGS:
            found, name = self._whole(), "all_passages"
        keys = columns.split(", ")
        counted = found.order_by().annotate(top=F("tag")).values(*keys)
        numbers = counted.annotate(n=Sum(name), m=Count("pk")).values_list(*keys, "n", "m")
        return {tuple(names): Number(n, m) for *names, n, m in numbers}

    def _whole(self) -> QuerySet[Tally]:
        return self.tallies.filter(tag=-self.facet.pk)

    def _tags(self) -> QuerySet[Tally]:
        of_facet = self.tallies.filter(tag__in=self.tree.of_facet(self.facet.pk))
        return of_facet.filter(passages__gt=0) if self.is_alone else of_facet


def _in_columns(
    count: Counting | Kept, by: By | OwnBy, limit: int
) -> tuple[dict[Key, Number], dict[tuple, Number]]:
    columns = {key: number for (key,), number in count.by("of", "seen").items()}
    shown = most(in_months(columns) if is_month(by) else columns, limit)
    if len(shown) < len(columns):
        needed = {*shown, *(key[:YEAR] for key in shown)} if is_month(by) else shown
        count = count.within(needed)
    cells = count.by("top, of", WITH_TAGS)
    if is_month(by):
        return in_months(columns), _cells_in_months(cells, shown)
    return columns, cells


def most(columns: Mapping[Key, Number], limit: int) -> set[Key]:
    """The keys with most passages."""
    return set(sorted(columns, key=lambda key: (-columns[key].passages, key))[:limit])


def in_months(columns: Mapping[str, Number]) -> dict[str, Number]:
    """What is dated by its year alone lies in each month of it that has anything, as in the filter."""
    years = {key[:YEAR] for key in columns if len(key) > YEAR}
    told = {key: number for key, number in columns.items() if key not in years}
    return {
        key: number + columns.get(key[:YEAR], Number()) if len(key) > YEAR else number
        for key, number in told.items()
    }


def _cells_in_months(
    cells: Mapping[tuple[int, str], Number], months: Iterable[str]
) -> dict[tuple[int, str], Number]:
    found = {}
    for tag in {tag for tag, _ in cells}:
        for month in months:
            parts = {(tag, month), (tag, month[:YEAR])} & cells.keys()
            if parts:
                found[tag, month] = sum((cells[part] for part in parts), Number())
    return found
