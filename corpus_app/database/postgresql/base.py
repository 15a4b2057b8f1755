"""Django's PostgreSQL engine, without compiling queries while they run.

PostgreSQL guesses from a query's price whether compiling it pays (jit). For our counts it does not: compiling took
0.7 s for counting that took 0.3 s, and a page of a tag and a source 150 ms instead of 60. Said in each connection, not
in the address, because poolers refuse settings there that they do not know.
"""

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def _configure_connection(self, connection: object) -> bool:
        """Whether something is to be committed, as Django's own."""
        super()._configure_connection(connection)
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
        return True
