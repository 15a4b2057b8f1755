"""Django's PostgreSQL engine; a pooled connection is asked whether it still lives only after it has rested.

Django asks whenever one is taken from the pool: one question to the server more in every request, of about sixteen.
"""

from time import monotonic

import psycopg
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool

RESTED_SECONDS = 1


class Connection(psycopg.Connection):
    taken_at = 0.0


def check_if_rested(connection: Connection) -> None:
    """For the pool, which closes a connection that raises here and gives another one."""
    now = monotonic()
    if now - connection.taken_at > RESTED_SECONDS:
        ConnectionPool.check_connection(connection)
    connection.taken_at = now


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> ConnectionPool | None:
        """As Django makes it, but for the check."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if options and self.alias != NO_DB_ALIAS and self.alias not in self._connection_pools:
            made = ConnectionPool(
                kwargs={**self.get_connection_params(), "autocommit": True},
                open=False,
                configure=self._configure_connection,
                check=check_if_rested,
                connection_class=Connection,
                **options,
            )
            self._connection_pools.setdefault(self.alias, made)
        return super().pool
