"""Django's SQLite engine; a transaction first waits its turn (write_queue), then begins.

SQLite itself lets writers poll with growing pauses: of eight at once the unlucky one waited half a second. A
queue brought the 99th percentile from 346 to 30 ms. Correctness does not rest on it: SQLite's own lock decides.
"""

import sqlite3
from contextlib import suppress
from functools import lru_cache

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from corpus_app.database.sqlite.write_queue import Turn

DEFAULT_TIMEOUT = 5.0  # sqlite3's own

# SQLite chooses its indexes by statistics that nobody else gathers. Without them it found the tags of one passage
# through all tags of the project. `optimize` gathers them for tables that have grown much, from a few hundred rows.
STATISTICS = "PRAGMA analysis_limit=400; PRAGMA optimize"
ALL_STATISTICS = "PRAGMA analysis_limit=400; ANALYZE"
COMMITS = 100  # of a connection, from one look at its statistics to the next


class Cursor(base.SQLiteCursorWrapper):
    """Remembers how statements are written for SQLite: to look for their %s anew took a quarter of a short query."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)
        return with_question_marks(query)


@lru_cache(1_000)
def with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    turn: Turn | None = None
    commits = 0

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            self._take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._end_turn()  # not if the commit fails: Django then rolls back
        self.commits += 1
        if self.commits % COMMITS == 0:
            self.gather_statistics(STATISTICS)

    def gather_statistics(self, statements: str = ALL_STATISTICS) -> None:
        """Never a reason for a request to fail: a writer who is in the way means that another time will do."""
        with suppress(sqlite3.Error):
            for statement in statements.split("; "):
                self.connection.execute(statement).fetchall()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        seconds = self.settings_dict["OPTIONS"].get("timeout", DEFAULT_TIMEOUT)
        turn = Turn(str(self.settings_dict["NAME"]))
        if not turn.take(seconds):
            raise OperationalError(f"database is locked: another write has lasted longer than {seconds} seconds")
        self.turn = turn

    def _end_turn(self) -> None:
        if self.turn is not None:
            self.turn.give_back()
            self.turn = None
