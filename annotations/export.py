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
from django.db.models import BooleanField, F, Func, Lookup, TextField, Value
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


class Among(Lookup):
    """The column is one of these numbers, as one parameter: to bind thousands costs more than to find them."""

    prepare_rhs = False
    output_field = BooleanField()
    in_json = "{} IN (SELECT value FROM json_each(%s))"

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return self.in_json.format(column), [*params, str(list(self.rhs))]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, list(self.rhs)]


class Time(Func):
    """A moment as in the file, made by the database: cut to seconds, in UTC, the same text from both."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, template="replace(substr(%(expressions)s, 1, 19), ' ', 'T') || 'Z'")

    def as_postgresql(self, compiler, connection):
        shape = "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'"
        return self.as_sql(compiler, connection, template=f"to_char(%(expressions)s AT TIME ZONE 'UTC', {shape})")


PASSAGE = ("uid", "version", "first_paragraph", "last_paragraph", "quote", "prefix", "suffix")
MADE = (Time("created_at"), Time("updated_at"))
OF_TAGGING = (
    "article", "highlight__start", "highlight__end", "highlight", "id", *(f"highlight__{name}" for name in PASSAGE),
    "coder", *MADE, "uid", "tag", "target", "holder", "holder_kind", "memo", "codebook_version",
)
OF_HIGHLIGHT = ("article", "start", "end", "id", Value(0), *PASSAGE, "author", *MADE)
NO_TAGGING = ("", None, None, None, "", "", None)  # uid … codebook_version
IN_ORDER = itemgetter(0, 1, 2, 3, 4)
Row = tuple  # the values of OF_TAGGING


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
    tagged = Tagging.objects.filter(Among(F("pk"), places.taggings))
    untagged = Highlight.objects.filter(Among(F("pk"), places.highlights))
    keys = [
        *tagged.values_list("highlight__start", "highlight__end", "highlight", "pk"),
        *untagged.values_list("start", "end", "pk", Value(0)),
    ]
    keys.sort()
    for first in range(0, len(keys), BATCH):
        piece = keys[first : first + BATCH]
        yield Places(array("q", (key[3] for key in piece if key[3])), array("q", (k[2] for k in piece if not k[3])))


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

    def lines(self, places: Places) -> list[str]:
        """At most four queries. A row that has gone since its id was read is left out."""
        rows = rows_at(places)
        articles = self.articles({row[6] for row in rows})
        notes = self.notes({row[0] for row in rows})
        text, line, statement, coders = self.sheet.text, self.sheet.line, self.statement, self.coders
        lines, last = [], None
        for (
            _, start, end, highlight, _, uid, version, first, final, quote, prefix, suffix, coder, created, updated,
            own, tag, target, holder, holder_kind, memo, codebook,
        ) in rows:  # fmt: skip
            if highlight != last:
                article, address = articles[version]
                passage = self.sheet.passage(first, final, start, end, quote, prefix, suffix)
                last = highlight
            memo = memo or notes.get((highlight, coder), "")
            lines.append(line(
                f"g-{own}" if own else f"h-{uid}", uid, article, passage, statement(tag, target, holder, holder_kind),
                text(memo) if memo else EMPTY, coders[coder], codebook, created, updated, address,
            ))  # fmt: skip
        return lines

    def _statement(self, tag: int | None, target: int | None, holder: int | None, holder_kind: str) -> Cell:
        return self.sheet.statement(self.tags[tag], self.entities[target], self.entities[holder], holder_kind)

    def articles(self, versions: Iterable[int]) -> dict[int, tuple[Cell, str]]:
        """By version: project … article_version, and the address of the reading page."""
        slug = self.project.slug
        rows = ArticleVersion.objects.filter(pk__in=versions).values_list(
            "pk", "article__uid", "article__title", "article__source", "article__author", "article__published", "number"
        )
        return {
            pk: (
                self.sheet.article(slug, uid, *said),
                settings.SITE_URL + reverse("annotations:article", args=(slug, uid)),
            )
            for pk, uid, *said in rows
        }

    def notes(self, articles: Iterable[int]) -> dict[tuple[int, int], str]:
        """By highlight and author: their notes there, oldest first."""
        found: dict[tuple[int, int], str] = {}
        rows = Comment.objects.visible_to(self.user).filter(article__in=articles).order_by("id")
        for highlight, author, text in rows.values_list("highlight", "author", "text"):
            there = found.get((highlight, author))
            found[highlight, author] = text if there is None else f"{there}\n{text}"
        return found


def rows_at(places: Places) -> list[Row]:
    """In the file's order: article, start, end, highlight, tagging."""
    rows = []
    if places.taggings:
        taggings = Tagging.objects.filter(Among(F("pk"), places.taggings))
        rows += taggings.values_list(*OF_TAGGING)
    if places.highlights:
        highlights = Highlight.objects.filter(Among(F("pk"), places.highlights), removed_at=None)
        rows += (values + NO_TAGGING for values in highlights.values_list(*OF_HIGHLIGHT))
    rows.sort(key=IN_ORDER)
    return rows
