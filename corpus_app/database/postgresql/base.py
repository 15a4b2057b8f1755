"""Django's PostgreSQL engine, without compiling queries while they run, and with fewer questions to its pool.

PostgreSQL guesses from a query's price whether compiling it pays (jit). For our counts it does not: compiling took
0.7 s for counting that took 0.3 s, and a page of a tag and a source 150 ms instead of 60. Said in each connection, not
in the address, because poolers refuse settings there that they do not know.
"""

from time import monotonic

from django.db.backends.postgresql import base
from psycopg import Connection, Error

RESTED_SECONDS = 0.5  # what was in use a moment ago is not asked whether it is still there: a server restarts slower


class DatabaseWrapper(base.DatabaseWrapper):
    def _configure_connection(self, connection: Connection) -> bool:
        """Whether something is to be committed, as Django's own."""
        super()._configure_connection(connection)
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
        connection.rests_since = monotonic()  # it may lie in the pool for long before anybody uses it
        return True

    def get_new_connection(self, conn_params: dict[str, object]) -> Connection:
        """One that answers, so that a restart of the server costs no request its answer.

        The pool replaces those that do not, and says when it has none for too long.
        """
        while True:
            connection = super().get_new_connection(conn_params)
            if not self.pool:
                return connection
            if monotonic() - connection.rests_since < RESTED_SECONDS or self.answers(connection):
                return connection

    def answers(self, connection: Connection) -> bool:
        try:
            self.pool.check_connection(connection)
        except Error:
            self.pool.putconn(connection)
            return False
        return True

    def _close(self) -> None:
        if self.connection is not None:
            self.connection.rests_since = monotonic()
        super()._close()
