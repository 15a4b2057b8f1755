"""Queries written down once. Django takes up to seventy times as long to write one as SQLite to answer it."""

from collections.abc import Callable, Sequence
from itertools import count

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from corpus_app.models import Standing, User

FIRST_SLOT = 2_000_000_000  # numbers that stand for a value while a query is written; every integer column takes them


class Written:
    """Rows of a values_list that is asked for again and again with other numbers.

    `write(user, **numbers)` makes the queryset; it starts from visible_to(user) as any other. It is called once for
    each shape: so many projects in the person's standing, so many keys (filled up to a power of two). Rows come as the
    database gives them: whole numbers and text only.
    """

    def __init__(self, write: Callable[..., QuerySet]) -> None:
        self.write = write
        self.known: dict[tuple, tuple[str, list]] = {}

    def rows(self, user: User, *, keys: Sequence[int] | None = None, **numbers: int) -> list[tuple]:
        """Raises nothing but what the database raises. With `keys`, `write` gets them as a list of that name."""
        standing = Standing.of(user)
        if keys is not None:
            keys = [*keys, *[-1] * ((1 << max(0, len(keys) - 1).bit_length()) - len(keys))]
        values = [user.pk, *standing.everybodys, *standing.own, *(keys or ()), *numbers.values()]
        shape = (len(standing.everybodys), len(standing.own), None if keys is None else len(keys), *numbers)
        if shape not in self.known:
            try:
                self.known[shape] = self._written(standing, keys, numbers)
            except EmptyResultSet:  # somebody without a project sees nothing: that needs no query
                return []
        sql, params = self.known[shape]
        with connection.cursor() as cursor:
            cursor.execute(sql, [type(p)(values[p - FIRST_SLOT]) if _is_slot(p) else p for p in params])
            return cursor.fetchall()

    def _written(self, standing: Standing, keys: list[int] | None, numbers: dict[str, int]) -> tuple[str, list]:
        slot = count(FIRST_SLOT)
        person = User(pk=next(slot))
        everybodys = tuple(next(slot) for _ in standing.everybodys)
        person.standing = Standing(everybodys, tuple(next(slot) for _ in standing.own))
        several = {} if keys is None else {"keys": [next(slot) for _ in keys]}
        sql, params = self.write(person, **several, **{name: next(slot) for name in numbers}).query.sql_with_params()
        return sql, list(params)


def _is_slot(param: object) -> bool:
    """PostgreSQL's numbers are of types of their own, which must stay: Int4, Int8."""
    return isinstance(param, int) and FIRST_SLOT <= param < FIRST_SLOT + 1_000_000
