"""Queries written down once. Django takes up to seventy times as long to write one as SQLite to answer it."""

from collections.abc import Callable, Iterable, Sequence
from itertools import count

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql import InsertQuery

from corpus_app.models import Standing, User

FIRST_SLOT = 2_000_000_000  # numbers that stand for a value while a query is written; every integer column takes them
TEXT_SLOT = "slot:"  # before such a number, where the value is text
NOBODY = Standing((), ())
INSERTS: dict[tuple, str] = {}

Value = int | str


class Written:
    """A query that is asked again and again with other values: numbers and text, never None.

    `write(user, **values)` makes the queryset; it starts from visible_to(user) as any other. Where nobody in
    particular asks (the door itself, before it knows the person), it is `write(**values)`. It is called once for each
    shape: so many projects in the person's standing, so many keys (filled up to a power of two).
    """

    def __init__(self, write: Callable[..., QuerySet]) -> None:
        self.write = write
        self.known: dict[tuple, Statement] = {}

    def rows(
        self, user: User | None = None, *, keys: Sequence[int] | None = None, **values: Value
    ) -> Sequence[Sequence]:
        """Of a values_list, as the database gives them: whole numbers and text only.

        Raises nothing but what the database raises. With `keys`, `write` gets them as a list of that name.
        """
        return self._ask(user, keys, values)[1]

    def objects(self, user: User | None = None, *, keys: Sequence[int] | None = None, **values: Value) -> list[Model]:
        """Instances of the queryset's model, with those that its select_related names."""
        statement, rows = self._ask(user, keys, values)
        return statement.instances(rows) if statement else []

    def first(self, user: User | None = None, **values: Value) -> Model | None:
        return next(iter(self.objects(user, **values)), None)

    def _ask(
        self, user: User | None, keys: Sequence[int] | None, values: dict[str, Value]
    ) -> tuple["Statement | None", Sequence[Sequence]]:
        standing = NOBODY if user is None else Standing.of(user)
        sights, keys = filled_up(standing.sights), None if keys is None else filled_up(keys)
        person = None if user is None else user.pk
        said = [person, *standing.everybodys, *standing.own, *sights, *(keys or ()), *values.values()]
        shape = (
            user is None, len(standing.everybodys), len(standing.own), len(sights),
            None if keys is None else len(keys), *values,
        )
        statement = self.known.get(shape)
        if statement is None:
            try:
                statement = self.known[shape] = self._statement(user, standing, keys, values)
            except EmptyResultSet:  # somebody without a project sees nothing: that needs no query
                return None, []
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(statement.sql, [kind if at is None else kind(said[at]) for at, kind in statement.params])
            return statement, cursor.fetchall()

    def _statement(
        self, user: User | None, standing: Standing, keys: list[int] | None, values: dict[str, Value]
    ) -> "Statement":
        slot = count(FIRST_SLOT)
        person = User(pk=next(slot))
        everybodys = tuple(next(slot) for _ in standing.everybodys)
        own = tuple(next(slot) for _ in standing.own)
        person.standing = Standing(everybodys, own, tuple(next(slot) for _ in filled_up(standing.sights)))
        asked = {} if keys is None else {"keys": [next(slot) for _ in keys]}
        for name, value in values.items():
            asked[name] = f"{TEXT_SLOT}{next(slot)}" if isinstance(value, str) else next(slot)
        return Statement(self.write(**asked) if user is None else self.write(person, **asked))


def filled_up(keys: Sequence[int]) -> list[int]:
    """To a power of two with a key that nothing has, so that there are few shapes; none stay none."""
    return [*keys, *[-1] * ((1 << max(0, len(keys) - 1).bit_length()) - len(keys))] if keys else []


class Statement:
    """A queryset's SQL, which of its parameters are to be filled in, and how a row becomes an instance."""

    def __init__(self, queryset: QuerySet) -> None:
        compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.own_params = compiler.as_sql()
        self.params = [_slot(param) for param in self.own_params]
        self.db, self.kind = queryset.db, compiler.klass_info
        if self.kind:  # not a values_list
            first, last = self.kind["select_fields"][0], self.kind["select_fields"][-1]
            self.own = slice(first, last + 1)
            self.names = [column.target.attname for column, _, _ in compiler.select[self.own]]
            self.converters = compiler.get_converters([column for column, _, _ in compiler.select])
            self.related = get_related_populators(self.kind, compiler.select, self.db)

    def instances(self, rows: Iterable[Sequence]) -> list[Model]:
        """As Django's ModelIterable makes them, but what several rows belong to is one instance."""
        made, connection = [], connections[self.db]
        related = [(each, {}) for each in self.related]
        for row in map(list, rows):
            for position, (converters, column) in self.converters.items():
                for convert in converters:
                    row[position] = convert(row[position], column, connection)
            instance = made_of(self.kind["model"], self.db, self.names, row[self.own])
            for each, known in related:
                _relate(each, known, row, instance)
            made.append(instance)
        return made


def fetched(queryset: QuerySet) -> list[Model]:
    """The rows of a queryset that is asked but once: its instances are made as a Written one's are."""
    try:
        statement = Statement(queryset)
    except EmptyResultSet:
        return []
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(statement.sql, statement.own_params)
        return statement.instances(cursor.fetchall())


def made_of(model: type[Model], using: str, names: Sequence[str], values: Sequence) -> Model:
    """What from_db makes, but without going through the columns one by one, in a fifth of the time.

    No model here has an __init__ of its own, and nobody listens to the signals of it.
    """
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=True))
    made._state = ModelState()
    made._state.adding, made._state.db = False, using
    return made


def _relate(related: RelatedPopulator, known: dict, row: Sequence, instance: Model) -> None:
    """As it does it by itself, with an instance made once; `known` are those made from other rows."""
    values = row[related.cols_start : related.cols_end]
    key = values[related.pk_idx]
    if key not in known:
        known[key] = None if key is None else made_of(related.model_cls, related.db, related.init_list, values)
        for further in related.related_populators if key is not None else ():
            further.populate(row, known[key])
    related.local_setter(instance, known[key])
    if key is not None:
        related.remote_setter(known[key], instance)


def _slot(param: object) -> tuple[int | None, object]:
    """(place among what was said, its type) of a slot; (None, the parameter itself) of all else.

    PostgreSQL's numbers are of types of their own, which must stay: Int4, Int8.
    """
    if isinstance(param, str) and param.startswith(TEXT_SLOT):
        return int(param.removeprefix(TEXT_SLOT)) - FIRST_SLOT, str
    if isinstance(param, int) and FIRST_SLOT <= param < FIRST_SLOT + 1_000_000:
        return param - FIRST_SLOT, type(param)
    return None, param


def insert(row: Model) -> None:
    """What row.save(force_insert=True) does, with the statement written once a model; it tells no signals.

    For what every save writes. Raises IntegrityError as the database does.
    """
    complete(row)
    insert_together([row])


def complete(row: Model) -> None:
    """Give it what Django sets on the way into the database: its times."""
    for field in _inserted(row):
        field.pre_save(row, True)


def insert_together(rows: Sequence[Model]) -> None:
    """Several complete rows in one statement, which only PostgreSQL has. All but the last have their keys already.

    PostgreSQL looks at foreign keys at the end of the transaction, so the order is free.
    """
    connection, shape = connections[DEFAULT_DB_ALIAS], tuple((type(row), row.pk is not None) for row in rows)
    if shape not in INSERTS:
        *before, last = [_insertion(row, connection) for row in rows]
        named = ", ".join(f"row_{at} AS ({statement})" for at, statement in enumerate(before))
        INSERTS[shape] = f"WITH {named} {last}" if before else last
    values = [
        field.get_db_prep_save(field.value_from_object(row), connection) for row in rows for field in _inserted(row)
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERTS[shape], values)
        (rows[-1].pk,) = cursor.fetchone()
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _inserted(row: Model) -> list[Field]:
    return row._meta.local_concrete_fields[row.pk is None :]


def _insertion(row: Model, connection: BaseDatabaseWrapper) -> str:
    query = InsertQuery(type(row))
    query.insert_values(_inserted(row), [row])
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = [row._meta.pk]
    ((statement, _),) = compiler.as_sql()
    return statement
