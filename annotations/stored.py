"""The rows of annotations.csv as they are stored, in the file's order, for readers fast and slow.

From SQLite in batches: first the ids of all rows, article by article; then their contents by primary key, some thousand
at a time. A slow reader therefore holds no cursor open (it would keep the journal growing), and no plan depends on the
filter once the ids are known. From PostgreSQL all of one moment by COPY, which works while we do; what a slow reader
has not taken in time waits in a file. There rows are lines as COPY writes them, for annotations.copied.
"""

import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from tempfile import TemporaryFile
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import BigIntegerField, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from annotations.exchange.cells import SUSPECT
from annotations.filters import PassageFilter
from annotations.models import Comment, Highlight, Tagging
from annotations.prepared import Gathered, Prepared, Time
from corpus_app.models import ArticleVersion, Project, User

BATCH = 2_000  # rows
BLOCK = 800  # lines
PATIENCE, PACE = 5, 10_000  # seconds, and rows a second after that, before the rest of a moment goes into a file

PASSAGE = ("uid", "version", "first_paragraph", "last_paragraph", "quote", "prefix", "suffix")
MADE = (Time("created_at"), Time("updated_at"))
OF_TAGGING = (
    "article", "highlight__start", "highlight__end", "highlight", "id", *(f"highlight__{name}" for name in PASSAGE),
    "coder", *MADE, "uid", "tag", "target", "holder", "holder_kind", "memo", "codebook_version",
)
IN_ORDER = OF_TAGGING[:5]
ZERO = Cast(Value(0), BigIntegerField())  # as wide as a key: else PostgreSQL would read all rows in one process
OF_HIGHLIGHT = ("article", "start", "end", "id", ZERO, *PASSAGE, "author", *MADE)
NO_TAGGING = ("", None, None, None, "", "", None)  # uid … codebook_version
NO_KEY, NO_TEXT = Value(None, BigIntegerField()), Value("", TextField())
NO_VALUES = (NO_TEXT, NO_KEY, NO_KEY, NO_KEY, NO_TEXT, NO_TEXT, Value(None, IntegerField()))
ODD = "0, " + ", ".join(str(ord(lead)) for lead in sorted(SUSPECT))
COPY = """COPY (
    SELECT uid, own, version, concat_ws(',', first, last, start, "end"),
        CASE WHEN ascii(quote) IN ({odd}) OR ascii(prefix) IN ({odd}) OR ascii(suffix) IN ({odd})
            OR octet_length(quote) > 8000
        THEN json_build_array(quote, prefix, suffix)::text
        ELSE concat(',"', replace(quote, '"', '""'), '","', replace(prefix, '"', '""'), '","',
            replace(suffix, '"', '""'), '",') END,
        memo, created, updated, coder, codebook, tag, target, holder, holder_kind
    FROM ({rows}) AS found (
        article, start, "end", highlight, tagging, uid, version, first, last, quote, prefix, suffix, coder, created,
        updated, own, tag, target, holder, holder_kind, memo, codebook
    ) ORDER BY article, start, "end", highlight, tagging
) TO STDOUT (NULL '')"""  # rows with the values of OF_TAGGING; as NULL usually is written, lines would have backslashes
OF_VERSION = ("pk", *(f"article__{name}" for name in ("uid", "title", "source", "author", "published")), "number")
OF_COMMENT = ("article", "highlight", "author", "text")


class Stored(NamedTuple):
    """Some rows as values of OF_TAGGING, or as blocks of the lines that COPY gives; and what stands beside them
    once, as of OF_VERSION and OF_COMMENT."""

    rows: Iterator[Sequence] | Iterator[list[bytes]]
    versions: list[tuple]
    comments: list[tuple]


class Places(NamedTuple):
    """Rows to fetch by primary key: taggings, and highlights without a tag."""

    taggings: array
    highlights: array

    def __len__(self) -> int:
        return len(self.taggings) + len(self.highlights)


def stored_rows(found: PassageFilter, user: User, project: Project, moment: ExitStack) -> Iterator[Stored]:
    """Which rows there are is decided when this is called, so that what they refer to can be read before they are.

    What the database keeps open for them is put on `moment`.
    """
    if are_copied():
        moment.enter_context(one_moment())
        return _of_one_moment(found, user, project, moment.close)
    tagged = _by_article(found.taggings(user, project))
    untagged = _by_article(found.untagged(user, project))
    return _in_batches(_batches(tagged, untagged), _notes(user))


def _notes(user: User) -> QuerySet[Comment]:
    """What may stand as memos: notes on passages, without what was replied to them."""
    return Comment.objects.visible_to(user).filter(parent=None, highlight__isnull=False)


def are_copied() -> bool:
    """Whether rows come as blocks of lines, and comments are found by the highlight's uid."""
    return connection.vendor == "postgresql"


def _by_article(rows: QuerySet) -> dict[int, array]:
    ids = rows.order_by().values("article").values_list("article", Gathered("pk"))
    return {article: array("q", pks) for article, pks in ids.iterator()}


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


def _in_batches(batches: Iterator[Places], notes: QuerySet) -> Iterator[Stored]:
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
            yield Stored(iter(rows), of_rows, comments.of({row[0] for row in rows}, cursor))


@contextmanager
def one_moment() -> Iterator[None]:
    """PostgreSQL as it is when this begins, for all queries inside; with room to sort the rows of a big project."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:  # else the transaction around this one has decided
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(
            "SELECT set_config('work_mem', '64MB', true), set_config('TimeZone', 'UTC', true), "
            "set_config('DateStyle', 'ISO', true)"
        )
        yield


def _of_one_moment(
    found: PassageFilter, user: User, project: Project, let_go: Callable[[], None]
) -> Iterator[Stored]:
    """All at once; let_go() ends the moment."""
    versions = ArticleVersion.objects.filter(article__project=project).values_list(*OF_VERSION)
    notes = _notes(user).filter(project=project).order_by("id")
    comments = notes.values_list("article", "highlight__uid", "author", "text")
    untagged = found.untagged(user, project).order_by().values_list(*OF_HIGHLIGHT, *NO_VALUES)
    rows = found.taggings(user, project).order_by().values_list(*OF_TAGGING).union(untagged, all=True)
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return
    # By itself, since Django's debug cursor takes no params.
    statement = connection.ops.compose_sql(COPY.format(odd=ODD, rows=sql), params)
    with closing(_at_any_pace(statement, let_go)) as blocks:
        yield Stored(blocks, list(versions), list(comments))


def _at_any_pace(statement: str, let_go: Callable[[], None]) -> Iterator[list[bytes]]:
    """The lines of a COPY, from PostgreSQL as long as they are taken quickly; the rest waits in a file.

    An open snapshot holds back vacuum, so that one slow reader would make the database grow.
    """
    given, began = 0, time.monotonic()
    with TemporaryFile() as file:
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            lines = map(bytes, copy)
            while some := list(islice(lines, BLOCK)):
                yield some  # the server cuts off who takes nothing for a minute
                given += len(some)
                if time.monotonic() - began > PATIENCE + given / PACE:
                    file.writelines(lines)
        let_go()
        file.seek(0)
        while some := list(islice(file, BLOCK)):
            yield some
