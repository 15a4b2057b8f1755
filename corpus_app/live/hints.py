"""When to look into the diary again: hints that something was written, by this process or another.

A hint may come too often, late or never; the truth is the diary, which is looked into every second anyway.
"""

import asyncio
import contextlib
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable

import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

SQLITE_SECONDS = 0.02  # PRAGMA data_version takes some microseconds
RECONNECT_SECONDS = 1
# As many a second as this allows, whatever is written: each takes a lock of the whole PostgreSQL server.
BETWEEN_NOTIFICATIONS = 0.005
CHANGE, PRESENCE = "corpus_change", "corpus_presence"
# A connection that waits for hours must learn that the other side is gone.
KEEPALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}

Wake = Callable[[], None]
waiting: set[Wake] = set()  # of the hubs in this process; called from any thread


def announce() -> None:
    """Something has been committed: tell the hub of this process, and on PostgreSQL those of the others."""
    for wake in tuple(waiting):
        wake()
    if connection.vendor == "postgresql":
        notifier.has_changes = True
        notifier.ask()


def tell_others(text: str) -> None:
    """To the hubs of all other processes, where there can be any: SQLite has one."""
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        notifier.texts.append(text)
        notifier.ask()


async def watch(wake: Wake, greet: Wake, hear: Callable[[str], None]) -> None:
    """Call wake whenever another process may have written, and hear with what it tells; never returns."""
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        await watch_postgresql(wake, greet, hear)
    else:
        await watch_sqlite(wake)


async def watch_sqlite(wake: Wake) -> None:
    """In the event loop itself: it reads shared memory, and a lock is not waited for."""
    name = str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    with contextlib.closing(sqlite3.connect(name, isolation_level=None, timeout=0)) as database:
        seen = None
        while True:
            try:
                version = database.execute("PRAGMA data_version").fetchone()[0]
            except sqlite3.OperationalError:  # locked: somebody is writing
                version = None
            if version is None or version != seen:
                seen = version
                wake()
            await asyncio.sleep(SQLITE_SECONDS)


async def watch_postgresql(wake: Wake, greet: Wake, hear: Callable[[str], None]) -> None:
    """On a connection of its own: one from the pool would be lost to the pages."""
    params = {**KEEPALIVE, **connections[DEFAULT_DB_ALIAS].get_connection_params(), "autocommit": True}
    del params["cursor_factory"]  # a synchronous one
    while True:
        with contextlib.suppress(psycopg.Error):
            async with await psycopg.AsyncConnection.connect(**params) as listening:
                await listening.execute(f"LISTEN {CHANGE}")
                await listening.execute(f"LISTEN {PRESENCE}")
                wake(), greet()
                async for heard in listening.notifies():
                    if heard.channel == CHANGE:
                        wake()
                    else:
                        hear(heard.payload)
        await asyncio.sleep(RECONNECT_SECONDS)


class Notifier:
    """A thread that sends NOTIFY for all of this process, so that no writer waits for it."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.has_changes = False
        self.texts: deque[str] = deque()
        self.starting = threading.Lock()
        self.thread: threading.Thread | None = None

    def ask(self) -> None:
        self.asked.set()
        with self.starting:
            if self.thread is None or not self.thread.is_alive():  # a forked process has no threads but its own
                self.thread = threading.Thread(target=self.run, name="notifier", daemon=True)
                self.thread.start()

    def run(self) -> None:
        while self.asked.wait():
            self.asked.clear()
            try:
                self.send()
            except DatabaseError:  # only hints: who listens looks for itself, and is told again
                self.texts.clear()
            finally:
                connection.close()  # back into the pool
            time.sleep(BETWEEN_NOTIFICATIONS)  # what is asked meanwhile goes out together

    def send(self) -> None:
        with connection.cursor() as cursor:
            if self.has_changes:
                self.has_changes = False
                cursor.execute(f"NOTIFY {CHANGE}")
            while self.texts:
                cursor.execute("SELECT pg_notify(%s, %s)", [PRESENCE, self.texts.popleft()])


notifier = Notifier()
