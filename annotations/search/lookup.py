"""A question as each database understands it; both give the same entries (tests/app/test_search_contract.py).

First the index gives what may fit, then what it cannot tell is read from the entries' words: parts of words on SQLite,
these and phrases on PostgreSQL, whose index knows a word by its scope: one list of entries for each, none to compare.
Words are of letters and digits alone, so nothing in them means anything to FTS5, to tsquery or to LIKE.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, Expression, F, Min

from annotations.models import Entry, EntryKind, scope_of
from annotations.models.search import PRIVATE, EntryQuerySet, in_index
from annotations.search.query import Either, Not, Part, Phrase
from annotations.search.rank import Candidate
from corpus_app.models import Project, Standing, User

FURTHER = (1.3, 6)  # times as far as so many should reach, where the first ones are looked for
NEAR = 40_000  # entries
COUNTED = (
    "SELECT COUNT(*) FROM (SELECT 1 FROM annotations_entry_fts WHERE annotations_entry_fts MATCH %s LIMIT %s) found"
)
COUNT = "SELECT COUNT(*), MIN(pk), MAX(pk), {} FROM ({}) found"
FIRST = "(ARRAY_AGG(pk ORDER BY pk))[1:{:d}]"
BY_KEY = "SELECT id, subject, words, kind FROM annotations_entry WHERE id = ANY(%s) ORDER BY id"
IN_ARTICLES = "annotations_entry.article_id IN (SELECT other.article_id FROM annotations_entry other WHERE {})"


def entries(
    project: Project, user: User, kinds: Iterable[EntryKind], part: Part, most: int | None = None, *,
    is_read: bool = False,
) -> EntryQuerySet:
    """The entries that the person sees of these kinds in which the words stand, in their order.

    With `most`, only so many first ones may be wanted: the index then stops there, if nothing else leaves some out.
    Ordered by an expression: by its key PostgreSQL would walk through all entries to find some of a rare word.
    `is_read` leaves the index aside: for a few of them that other conditions tell.
    """
    scopes = [scope_of(project.pk, kind) for kind in kinds]
    if EntryKind.MEMO in kinds:
        scopes.append(scope_of(project.pk, PRIVATE))
    rows = Entry.objects.visible_in(project, user)
    if is_read:
        return rows.filter(Holds.read(scopes, part)).order_by(F("pk") + 0)
    return rows.filter(Holds.of(scopes, part, most if sees_all(project, user, kinds) else None)).order_by(F("pk") + 0)


@dataclass(frozen=True)
class Counted:
    """How many there are, and how far apart their keys lie; the keys of the `first` ones where these are known."""

    number: int
    span: int = 0
    first: Sequence[int] = ()


def earliest(
    rows: EntryQuerySet, read: EntryQuerySet, project: Project, kind: EntryKind, count: int, counted: Counted
) -> list:
    """The first ones of many: values of `count` rows, in their order. `read` are the same, found without the index.

    PostgreSQL fetches all that its index finds before it knows the first ones, which takes long where a word stands in
    every other text. How far apart the first and the last lie of those that it counted tells how far so many reach;
    where that is not far, reading them all is quicker than the index's list of a very frequent word.
    """
    if connection.vendor == "postgresql":
        low = Entry.objects.filter(scope=scope_of(project.pk, kind)).aggregate(low=Min("pk"))["low"] or 0
        for further in FURTHER:
            reach = int(counted.span * count / counted.number * further)
            found = list((read if reach < NEAR else rows).filter(pk__lte=low + reach)[:count])
            if len(found) == count:
                return found
    return list(rows[:count])


def sees_all(project: Project, user: User, kinds: Iterable[EntryKind]) -> bool:
    """Whether nothing of these kinds is hidden from the person, so that the index alone can tell."""
    return project.pk in Standing.of(user).everybodys and EntryKind.MEMO not in kinds


def how_many(
    project: Project, user: User, kinds: Iterable[EntryKind], part: Part, most: int, first: int = 0
) -> Counted:
    """How many entries there are, up to `most`."""
    sqlite = Sqlite("annotations_entry", [scope_of(project.pk, kind) for kind in kinds], most)
    index = sqlite.index(part)
    if connection.vendor == "sqlite" and index and sqlite.is_exact(part) and sees_all(project, user, kinds):
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, [sqlite.match(index), most])
            return Counted(cursor.fetchone()[0])
    return counted(entries(project, user, kinds, part, most), most, first)


def counted(rows: EntryQuerySet, most: int, first: int = 0) -> Counted:
    """Of PostgreSQL with the keys of the `first` ones, which it has at hand: SQLite would have to sort for them.

    PostgreSQL may read a table from its midst on, so the last key alone would not tell how far they reach.
    """
    if rows.query.is_empty():
        return Counted(0)
    sql, params = rows.order_by().values("pk")[:most].query.sql_with_params()
    keys = FIRST.format(first) if first and connection.vendor == "postgresql" else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(keys, sql), params)
        number, low, high, found = cursor.fetchone()
    return Counted(number, (high or 0) - (low or 0), found if found and number < most else ())


def by_key(keys: Sequence[int]) -> list[Candidate]:
    with connection.cursor() as cursor:
        cursor.execute(BY_KEY, [list(keys)])
        return list(map(Candidate._make, cursor.fetchall()))


class Holds(Expression):
    """A condition on the entries' table, as it is written for this database."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, sql: str, params: list[str]) -> None:
        super().__init__()
        self.sql, self.params = sql, params

    @classmethod
    def of(cls, scopes: list[str], part: Part, most: int | None = None) -> "Holds":
        return cls(*condition("annotations_entry", scopes, part, most))

    @classmethod
    def read(cls, scopes: list[str], part: Part) -> "Holds":
        return cls(*dialect()("annotations_entry", scopes).reading(part))

    @classmethod
    def in_articles(cls, scope: str, part: Part) -> "Holds":
        """Entries of the articles that another of their entries, like the title, holds the words of."""
        sql, params = condition("other", [scope], part)
        return cls(IN_ARTICLES.format(sql), params)

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[str]]:
        return self.sql, self.params


def condition(table: str, scopes: list[str], part: Part, most: int | None = None) -> tuple[str, list[str]]:
    return dialect()(table, scopes, most).condition(part)


def dialect() -> type["Dialect"]:
    return Postgresql if connection.vendor == "postgresql" else Sqlite


@dataclass(frozen=True)
class Dialect:
    """`index` writes what the index may leave out nothing by, or None where it can say nothing."""

    table: str
    scopes: list[str]
    most: int | None = None

    def condition(self, part: Part) -> tuple[str, list[str]]:
        is_exact, index = self.is_exact(part), self.index(part)
        sql, params = self.by_index(index, self.most if is_exact else None)
        if is_exact:
            return sql, params
        words = f"{self.table}.words"
        read, further = self.by_reading(part, words if index is None else self.UNINDEXED.format(words))
        return f"{sql} AND {read}", [*params, *further]

    def reading(self, part: Part) -> tuple[str, list[str]]:
        sql, params = self.every_one()
        read, further = self.by_reading(part, self.UNINDEXED.format(f"{self.table}.words"))
        return f"{sql} AND {read}", [*params, *further]

    def every_one(self) -> tuple[str, list[str]]:
        return f"{self.table}.scope IN ({', '.join('%s' for _ in self.scopes)})", list(self.scopes)

    def by_reading(self, part: Part, words: str) -> tuple[str, list[str]]:
        if isinstance(part, Phrase):
            begin, end = ("" if part.inside else " "), ("" if part.prefix else " ")
            return f"{words} LIKE %s", [f"%{begin}{' '.join(part.words)}{end}%"]
        if isinstance(part, Not):
            sql, params = self.by_reading(part.part, words)
            return f"NOT ({sql})", params
        written = [self.by_reading(one, words) for one in part.parts]
        sql = (" OR " if isinstance(part, Either) else " AND ").join(text for text, _ in written)
        return f"({sql})", [value for _, params in written for value in params]

    def is_exact(self, part: Part) -> bool:
        if isinstance(part, Phrase):
            return self.knows(part)
        return all(map(self.is_exact, [part.part] if isinstance(part, Not) else part.parts))

    def index(self, part: Part) -> str | None:
        if isinstance(part, Phrase):
            return self.phrase(part)
        if isinstance(part, Either):
            either = [self.index(one) for one in part.parts]
            return None if None in either else f"({f' {self.OR} '.join(either)})"
        there = [text for one in part.parts if not isinstance(one, Not) and (text := self.index(one))]
        gone = [self.index(one.part) for one in part.parts if isinstance(one, Not) and self.is_exact(one.part)]
        return self.without(f"({f' {self.AND} '.join(there)})", gone) if there else None


class Sqlite(Dialect):
    AND, OR, UNINDEXED = "AND", "OR", "{}"

    def by_index(self, index: str | None, most: int | None) -> tuple[str, list[str]]:
        if index is None:
            return self.every_one()
        found = "SELECT rowid FROM annotations_entry_fts WHERE annotations_entry_fts MATCH %s"
        first = f" ORDER BY rowid LIMIT {most:d}" if most else ""
        return f"{self.table}.id IN ({found}{first})", [self.match(index)]

    def match(self, index: str) -> str:
        scopes = " OR ".join(f'"{scope}"' for scope in self.scopes)
        return f"scope : ({scopes}) AND words : ({index})"

    def phrase(self, part: Phrase) -> str | None:
        return None if part.inside else f'"{" ".join(part.words)}"{" *" if part.prefix else ""}'

    def knows(self, part: Phrase) -> bool:
        return not part.inside

    def without(self, there: str, gone: list[str]) -> str:
        return f"({there} NOT ({' OR '.join(gone)}))" if gone else there


class Postgresql(Dialect):
    """A scope is written {} until all is put together."""

    AND, OR = "&", "|"
    UNINDEXED = "({} || '')"  # the trigrams of a phrase take longer than reading what its words have left

    def by_index(self, index: str | None, most: int | None) -> tuple[str, list[str]]:
        """However many are wanted, PostgreSQL builds the list of all from its index; that is quick."""
        if index is None:
            return self.every_one()
        asked = " | ".join(index.replace("{}", in_index(scope)) for scope in self.scopes)
        return f"{self.table}.lexemes @@ %s::tsquery", [asked]

    def phrase(self, part: Phrase) -> str | None:
        """Its whole words; in what order they stand is read."""
        whole = list(part.words[1 if part.inside else 0 : -1 if part.prefix else None])
        words = [f"'{{}}{word}'" for word in whole]
        if part.prefix and not (part.inside and len(part.words) == 1):
            words.append(f"'{{}}{part.words[-1]}':*")
        return f"({' & '.join(words)})" if words else None

    def knows(self, part: Phrase) -> bool:
        return not part.inside and len(part.words) == 1

    def without(self, there: str, gone: list[str]) -> str:
        return f"({' & '.join([there, *(f'!{text}' for text in gone)])})"
