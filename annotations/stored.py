"""The rows of annotations.csv as they are stored, in the file's order: in batches, or all of one moment.

In batches: first the ids of all rows, article by article; then their contents by primary key, some thousand at a time.
A slow reader therefore holds no cursor open (it would keep SQLite's journal and PostgreSQL's vacuum waiting), and no
plan depends on the filter once the ids are known. All of one moment: PostgreSQL's COPY, which works while we do.
"""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import BigIntegerField, IntegerField, QuerySet, TextField, Value

from annotations.filters import PassageFilter
from annotations.models import Comment, Highlight, Tagging
from annotations.prepared import Prepared, Time
from corpus_app.models import ArticleVersion, Project, User

BATCH = 2_000  # rows

PASSAGE = ("uid", "version", "first_paragraph", "last_paragraph", "quote", "prefix", "suffix")
MADE = (Time("created_at"), Time("updated_at"))
OF_TAGGING = (
    "article", "highlight__start", "highlight__end", "highlight", "id", *(f"highlight__{name}" for name in PASSAGE),
    "coder", *MADE, "uid", "tag", "target", "holder", "holder_kind", "memo", "codebook_version",
)
IN_ORDER = OF_TAGGING[:5]
OF_HIGHLIGHT = ("article", "start", "end", "id", Value(0, BigIntegerField()), *PASSAGE, "author", *MADE)
NO_TAGGING = ("", None, None, None, "", "", None)  # uid … codebook_version
NO_KEY, NO_TEXT = Value(None, BigIntegerField()), Value("", TextField())
NO_VALUES = (NO_TEXT, NO_KEY, NO_KEY, NO_KEY, NO_TEXT, NO_TEXT, Value(None, IntegerField()))
FREE = tuple(OF_TAGGING.index(name) for name in ("highlight__quote", "highlight__prefix", "highlight__suffix", "memo"))
MISSING = "\\N"  # as COPY writes NULL
ESCAPED = re.compile(r"\\(.)")
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
OF_VERSION = ("pk", *(f"article__{name}" for name in ("uid", "title", "source", "author", "published")), "number")
OF_COMMENT = ("article", "highlight", "author", "text")


class Stored(NamedTuple):
    """Some rows as values of OF_TAGGING, and what stands beside them once, as of OF_VERSION and OF_COMMENT."""

    rows: list[tuple]
    versions: list[tuple]
    comments: list[tuple]


class Places(NamedTuple):
    """Rows to fetch by primary key: taggings, and highlights without a tag."""

    taggings: array
    highlights: array

    def __len__(self) -> int:
        return len(self.taggings) + len(self.highlights)


def in_batches(found: PassageFilter, user: User, project: Project) -> Iterator[Stored]:
    """The ids are read when this is called, so that what the rows refer to can be read before they are."""
    tagged = _by_article(found.taggings(user, project))
    untagged = _by_article(found.untagged(user, project))
    return _fetched(_batches(tagged, untagged), Comment.objects.visible_to(user))


def _by_article(rows: QuerySet) -> dict[int, array]:
    pairs = rows.order_by("article").values_list("article", "pk").iterator(chunk_size=10_000)
    return {article: array("q", (pk for _, pk in group)) for article, group in groupby(pairs, itemgetter(0))}


def _batches(tagged: dict[int, array], untagged: dict[int, array]) -> Iterator[Places]:
    """They follow each other in the file's order; inside one the order is open."""
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


def _pieces(places: Places) -> Iterator[Places]:
    """An article with more rows than a batch holds, cut where the file's order says."""
    tagged = Prepared(Tagging.objects.order_by(), "pk", *IN_ORDER[1:])
    untagged = Prepared(Highlight.objects.order_by(), "pk", "start", "end", "pk", Value(0))
    with connection.cursor() as cursor:
        keys = sorted(tagged.of(places.taggings, cursor) + untagged.of(places.highlights, cursor))
    for first in range(0, len(keys), BATCH):
        piece = keys[first : first + BATCH]
        yield Places(
            array("q", (tagging for *_, tagging in piece if tagging)),
            array("q", (highlight for *_, highlight, tagging in piece if not tagging)),
        )


def _fetched(batches: Iterator[Places], notes: QuerySet) -> Iterator[Stored]:
    """Each batch in at most four queries. A row that has gone since its id was read is left out."""
    taggings = Prepared(Tagging.objects.order_by(), "pk", *OF_TAGGING)
    highlights = Prepared(Highlight.objects.filter(removed_at=None).order_by(), "pk", *OF_HIGHLIGHT)
    versions = Prepared(ArticleVersion.objects, "pk", *OF_VERSION)
    comments = Prepared(notes.order_by("id"), "article", *OF_COMMENT)
    with connection.cursor() as cursor:
        for places in batches:
            rows = taggings.of(places.taggings, cursor) if places.taggings else []
            if places.highlights:
                rows += [values + NO_TAGGING for values in highlights.of(places.highlights, cursor)]
            rows.sort()  # by article, start, end, highlight, tagging: they tell all rows apart
            of_rows = versions.of({row[6] for row in rows}, cursor)
            yield Stored(rows, of_rows, comments.of({row[0] for row in rows}, cursor))


@contextmanager
def one_moment() -> Iterator[None]:
    """PostgreSQL as it is when this begins, for all queries inside; with room to sort the rows of a big project."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:  # else the transaction around this one has decided
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL work_mem = '128MB'")
        yield


def of_one_moment(found: PassageFilter, user: User, project: Project) -> Iterator[Stored]:
    """All values are texts, also keys, and a missing key is MISSING: to make numbers of them would double the time.

    From PostgreSQL only, inside one_moment(), and to be iterated at once: an open snapshot holds back vacuum.
    """
    of_project = ArticleVersion.objects.filter(article__project=project).values_list(*OF_VERSION)
    versions = {str(pk): (str(pk), *said) for pk, *said in of_project}
    comments = defaultdict(list)
    notes = Comment.objects.visible_to(user).filter(project=project).order_by("id")
    for article, highlight, author, text in notes.values_list(*OF_COMMENT):
        comments[str(article)].append((str(article), str(highlight), str(author), text))
    untagged = found.untagged(user, project).order_by().values_list(*OF_HIGHLIGHT, *NO_VALUES)
    rows = found.taggings(user, project).order_by().values_list(*OF_TAGGING).union(untagged, all=True)
    sql, params = rows.order_by(*IN_ORDER).query.sql_with_params()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT", params) as copy:
        lines = map(_values, copy)
        while some := list(islice(lines, BATCH)):
            articles = {row[0] for row in some}
            beside = [note for article in articles for note in comments.get(article, ())]
            yield Stored(some, [versions[pk] for pk in {row[6] for row in some}], beside)


def _values(line: memoryview) -> list[str]:
    """Of a row in COPY's text format: tabs between values, and backslashes before what would be mistaken for them."""
    values = str(line, "utf-8").removesuffix("\n").split("\t")
    for place in FREE:
        if "\\" in values[place]:
            values[place] = ESCAPED.sub(lambda found: ESCAPES.get(found[1], found[1]), values[place])
    if values[-1] == MISSING:  # codebook_version, the one number that may be missing and is not a key
        values[-1] = ""
    return values
