"""Queries that are written down once and asked for many sets of keys, as an export does batch after batch."""

from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper
from django.db.models import Aggregate, BooleanField, F, Func, JSONField, Lookup, QuerySet, TextField


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
    """The values of these columns in rows whose `column` is one of the keys, in the order that `rows` asks for.

    All keys are one parameter. With thousands of them, and with a queryset for each batch, Django needed as long to
    write the queries as SQLite to answer them.
    """

    KEYS = object()

    def __init__(self, rows: QuerySet, column: str, *columns: object) -> None:
        query = rows.filter(Keys(F(column), self.KEYS)).values_list(*columns).query
        self.sql, self.params = query.sql_with_params()

    def of(self, keys: Iterable[int], cursor: CursorWrapper) -> list[tuple]:
        found = list(keys)
        parameter = str(found) if cursor.db.vendor == "sqlite" else found
        cursor.execute(self.sql, [parameter if each is self.KEYS else each for each in self.params])
        return cursor.fetchall()


class Gathered(Aggregate):
    """All values of a group as one list; row by row they take four times as long."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY")

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, function="JSONB_AGG")


class Time(Func):
    """A moment as the database's own text of it, in UTC, for datetimes cost too much.

    PostgreSQL writes it so by itself wherever texts are asked for in a session in UTC, which takes it less time.
    """

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, template="%(expressions)s")
