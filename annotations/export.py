"""annotations.csv out of the database: what a person sees of a filter, in batches, so that no reading lasts long.

First the ids of all rows, article by article; then their contents by primary key, some thousand at a time. A slow
reader therefore holds no cursor open (it would keep SQLite's journal and PostgreSQL's vacuum waiting), and no plan
depends on the filter once the ids are known.
"""

from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField, F, Func, Lookup, QuerySet, TextField, Value
from django.urls import reverse

from annotations.exchange.cells import EMPTY, Cell
from annotations.exchange.columns import Flavour
from annotations.exchange.sheet import NO_ENTITY, NO_TAG, Sheet
from annotations.filters import PassageFilter
from annotations.models import Comment, Entity, Highlight, Tagging
from annotations.tagtree import TagTree
from corpus_app.models import ArticleVersion, Membership, Project, User

BATCH = 2_000  # rows
LINES = 200  # in one piece of the answer
STATEMENTS = 4_096  # tag, target and holder together, kept encoded


class Keys(Lookup):
    """The column is one of the keys of a Prepared query."""

    prepare_rhs = False
    output_field = BooleanField()
    in_json = "{} IN (SELECT value FROM json_each(%s))"

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return self.in_json.format(column), [*params, self.rhs]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, self.rhs]


class Prepared:
    """A query written down once and asked for one set of keys after the other.

    All keys are one parameter. With thousands of them, and with a queryset for each batch, Django needed as long to
    write the queries as SQLite to answer them.
    """

    KEYS = object()

    def __init__(self, rows: QuerySet, column: str, *columns: object) -> None:
        query = rows.filter(Keys(F(column), self.KEYS)).values_list(*columns).query
        self.sql, self.params = query.sql_with_params()

    def of(self, keys: Iterable[int]) -> list[tuple]:
        found = list(keys)
        parameter = str(found) if connection.vendor == "sqlite" else found
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [parameter if each is self.KEYS else each for each in self.params])
            return cursor.fetchall()


class Time(Func):
    """A moment as the database's own text of it, in UTC, for datetimes cost too much."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AT TIME ZONE 'UTC' AS text)")


PASSAGE = ("uid", "version", "first_paragraph", "last_paragraph", "quote", "prefix", "suffix")
MADE = (Time("created_at"), Time("updated_at"))
OF_TAGGING = (
    "article", "highlight__start", "highlight__end", "highlight", "id", *(f"highlight__{name}" for name in PASSAGE),
    "coder", *MADE, "uid", "tag", "target", "holder", "holder_kind", "memo", "codebook_version",
)
OF_HIGHLIGHT = ("article", "start", "end", "id", Value(0), *PASSAGE, "author", *MADE)
NO_TAGGING = ("", None, None, None, "", "", None)  # uid … codebook_version
OF_VERSION = ("pk", *(f"article__{name}" for name in ("uid", "title", "source", "author", "published")), "number")


class Places(NamedTuple):
    """Rows to fetch by primary key: taggings, and highlights without a tag."""

    taggings: array
    highlights: array

    def __len__(self) -> int:
        return len(self.taggings) + len(self.highlights)


def annotations_csv(
    *, project: Project, user: User, found: PassageFilter, flavour: Flavour, names: bool = False
) -> Iterator[bytes]:
    """The file in pieces. The first one comes before any query; closing the generator ends the work."""
    sheet = Sheet(flavour)
    yield sheet.header().encode()
    writer = _Writer(sheet, project, user, names)
    for places in batches(found, user, project):
        lines = writer.lines(places)
        for first in range(0, len(lines), LINES):
            yield "".join(lines[first : first + LINES]).encode()


def batches(found: PassageFilter, user: User, project: Project) -> Iterator[Places]:
    """All rows in batches that follow each other in the file's order; inside one the order is open."""
    tagged = _by_article(found.taggings(user, project))
    untagged = _by_article(found.untagged(user, project))
    none = array("q")
    ready = Places(array("q"), array("q"))
    for article in sorted(tagged.keys() | untagged.keys()):
        places = Places(tagged.get(article, none), untagged.get(article, none))
        if len(ready) + len(places) > BATCH and len(ready):
            yield ready
            ready = Places(array("q"), array("q"))
        if len(places) > BATCH:
            yield from _pieces(places)
        else:
            ready.taggings.extend(places.taggings)
            ready.highlights.extend(places.highlights)
    if len(ready):
        yield ready


def _by_article(rows) -> dict[int, array]:
    pairs = rows.order_by("article").values_list("article", "pk").iterator(chunk_size=10_000)
    return {article: array("q", (pk for _, pk in group)) for article, group in groupby(pairs, itemgetter(0))}


def _pieces(places: Places) -> Iterator[Places]:
    """An article with more rows than a batch holds, cut where the file's order says."""
    tagged = Prepared(Tagging.objects, "pk", "highlight__start", "highlight__end", "highlight", "pk")
    untagged = Prepared(Highlight.objects, "pk", "start", "end", "pk", Value(0))
    keys = sorted(tagged.of(places.taggings) + untagged.of(places.highlights))
    for first in range(0, len(keys), BATCH):
        piece = keys[first : first + BATCH]
        yield Places(
            array("q", (tagging for *_, tagging in piece if tagging)),
            array("q", (highlight for *_, highlight, tagging in piece if not tagging)),
        )


class _Writer:
    """Turns places into lines. What many rows share (coders, tags, entities) is encoded once."""

    def __init__(self, sheet: Sheet, project: Project, user: User, names: bool) -> None:
        self.sheet, self.project, self.user = sheet, project, user
        people = Membership.objects.visible_to(user).filter(project=project).select_related("user")
        self.coders = {
            each.user_id: sheet.coder(each.user.uid, each.user.display_name if names else each.pseudonym)
            for each in people
        }
        self.tags = {None: NO_TAG}
        for pk, node in TagTree.of(project).nodes.items():
            tag, facet = node.tag, node.tag.facet
            self.tags[pk] = sheet.tag(
                facet.slug, facet.kind, tag.uid, tag.name, node.path_text, tag.value, tag.value_num
            )
        entities = Entity.objects.visible_to(user).filter(project=project).values_list("pk", "uid", "name")
        self.entities = {None: NO_ENTITY} | {pk: sheet.entity(uid, name) for pk, uid, name in entities}
        self.statement = lru_cache(STATEMENTS)(self._statement)
        self.taggings = Prepared(Tagging.objects, "pk", *OF_TAGGING)
        self.highlights = Prepared(Highlight.objects.filter(removed_at=None), "pk", *OF_HIGHLIGHT)
        self.versions = Prepared(ArticleVersion.objects, "pk", *OF_VERSION)
        comments = Comment.objects.visible_to(user).order_by("id")
        self.comments = Prepared(comments, "article", "highlight", "author", "text")

    def lines(self, places: Places) -> list[str]:
        """At most four queries. A row that has gone since its id was read is left out."""
        rows = self.rows(places)
        articles = self.articles({row[6] for row in rows})
        notes = self.notes({row[0] for row in rows})
        text, line, statement, coders = self.sheet.text, self.sheet.line, self.statement, self.coders
        lines, last = [], None
        for (
            _, start, end, highlight, _, uid, version, first, final, quote, prefix, suffix, coder, created, updated,
            own, tag, target, holder, holder_kind, memo, codebook,
        ) in rows:
            if highlight != last:
                article, address = articles[version]
                passage = self.sheet.passage(first, final, start, end, quote, prefix, suffix)
                last = highlight
            memo = memo or notes.get((highlight, coder), "")
            lines.append(line(
                f"g-{own}" if own else f"h-{uid}", uid, article, passage, statement(tag, target, holder, holder_kind),
                text(memo) if memo else EMPTY, coders[coder], codebook, created, updated, address,
            ))
        return lines

    def rows(self, places: Places) -> list[tuple]:
        """Values of OF_TAGGING in the file's order: article, start, end, highlight, tagging."""
        rows = self.taggings.of(places.taggings) if places.taggings else []
        if places.highlights:
            rows += [values + NO_TAGGING for values in self.highlights.of(places.highlights)]
        rows.sort()  # the first five values tell all rows apart
        return rows

    def articles(self, versions: Iterable[int]) -> dict[int, tuple[Cell, str]]:
        """By version: project … article_version, and the address of the reading page."""
        slug, site = self.project.slug, settings.SITE_URL
        return {
            pk: (self.sheet.article(slug, uid, *said), site + reverse("annotations:article", args=(slug, uid)))
            for pk, uid, *said in self.versions.of(versions)
        }

    def notes(self, articles: Iterable[int]) -> dict[tuple[int, int], str]:
        """By highlight and author: their notes there, oldest first."""
        found: dict[tuple[int, int], str] = {}
        for highlight, author, text in self.comments.of(articles):
            there = found.get((highlight, author))
            found[highlight, author] = text if there is None else f"{there}\n{text}"
        return found

    def _statement(self, tag: int | None, target: int | None, holder: int | None, holder_kind: str) -> Cell:
        return self.sheet.statement(self.tags[tag], self.entities[target], self.entities[holder], holder_kind)
