"""The SQLite engine: writers queue, and nothing else about Django's engine changes."""

import multiprocessing
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connections, transaction
from pytest_django import DjangoDbBlocker

from corpus_app.database.address import database_from
from corpus_app.database.sqlite.write_queue import Turn

WRITERS = 8
WRITES = 25


@pytest.fixture
def alias(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of its own, as production would have it, with one table that counts."""
    with django_db_blocker.unblock():
        add("own", tmp_path / "own.sqlite3")
        run("own", "CREATE TABLE counter (id integer PRIMARY KEY, value integer CHECK (value >= 0))")
        run("own", "INSERT INTO counter VALUES (1, 0)")
        yield "own"
        connections["own"].close()
    del connections["own"], connections.settings["own"]


def add(alias: str, file: Path | str, **options: object) -> None:
    settings = database_from(f"sqlite:///{file}")
    settings["OPTIONS"] |= options
    connections.settings[alias] = connections.configure_settings({"default": {}, alias: settings})[alias]


def run(alias: str, sql: str) -> list[tuple]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def value(alias: str) -> int:
    return run(alias, "SELECT value FROM counter")[0][0]


def value_and_close(alias: str) -> int:
    try:
        return value(alias)
    finally:
        connections[alias].close()


def increment(alias: str) -> None:
    """Read, then write: the pattern that Django's default, DEFERRED, answers with "database is locked"."""
    with transaction.atomic(using=alias):
        now = value(alias)
        run(alias, f"UPDATE counter SET value = {now + 1}")


def increment_often(alias: str) -> None:
    for _ in range(WRITES):
        increment(alias)
    connections[alias].close()


def increment_often_elsewhere(file: str) -> None:
    add("own", file)
    increment_often("own")


def queue_is_free(alias: str) -> bool:
    turn = Turn(str(connections[alias].settings_dict["NAME"]))
    return turn.take(0)


def in_thread(work: Callable[[], object]) -> object:
    with ThreadPoolExecutor(1) as one:
        return one.submit(work).result()


def test_the_database_is_set_up_to_survive_a_power_cut(alias):
    assert run(alias, "PRAGMA journal_mode") == [("wal",)]
    assert run(alias, "PRAGMA synchronous") == [(2,)]
    assert run(alias, "PRAGMA foreign_keys") == [(1,)]


def test_no_increment_of_many_threads_is_lost(alias):
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(increment_often, [alias] * WRITERS))
    assert value(alias) == WRITERS * WRITES


def test_no_increment_of_several_processes_is_lost(alias):
    file = connections[alias].settings_dict["NAME"]
    connections[alias].close()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(increment_often_elsewhere, [file] * 2)
    assert value(alias) == 2 * WRITES


def test_a_transaction_holds_the_queue_until_its_outermost_block_ends(alias):
    with transaction.atomic(using=alias):
        with transaction.atomic(using=alias):
            increment(alias)
        assert not queue_is_free(alias)
    assert queue_is_free(alias)
    assert value(alias) == 1


def test_an_inner_block_can_roll_back_alone(alias):
    with transaction.atomic(using=alias):
        increment(alias)
        with pytest.raises(IntegrityError), transaction.atomic(using=alias):
            run(alias, "UPDATE counter SET value = -1")
        assert not queue_is_free(alias)
    assert value(alias) == 1


def test_an_error_gives_the_queue_back(alias):
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=alias):
        increment(alias)
        raise ZeroDivisionError
    assert queue_is_free(alias)
    assert value(alias) == 0


def test_a_connection_closed_inside_a_transaction_gives_the_queue_back(alias):
    with transaction.atomic(using=alias):
        increment(alias)
        connections[alias].close()
    assert queue_is_free(alias)
    assert value(alias) == 0


def test_a_transaction_that_cannot_begin_gives_the_queue_back(alias, monkeypatch):
    def fail(self: object) -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr("django.db.backends.sqlite3.base.DatabaseWrapper._start_transaction_under_autocommit", fail)
    with pytest.raises(DatabaseError), transaction.atomic(using=alias):
        pass
    assert queue_is_free(alias)


def test_a_forgotten_turn_is_given_back(alias):
    turn = Turn(str(connections[alias].settings_dict["NAME"]))
    assert turn.take(0)
    assert not queue_is_free(alias)
    del turn
    assert queue_is_free(alias)


def test_a_turn_of_another_process_is_respected(alias):
    """Two Turns that do not share the threads' lock are as two processes are to each other."""
    file = str(connections[alias].settings_dict["NAME"])
    other = Turn(file)
    other.queue = threading.Lock()
    assert other.take(0)
    assert not queue_is_free(alias)
    other.give_back()
    assert queue_is_free(alias)


def test_a_writer_who_waits_too_long_is_told_so(tmp_path, alias):
    add("impatient", connections[alias].settings_dict["NAME"], timeout=0)
    with transaction.atomic(using=alias):
        increment(alias)
        with pytest.raises(OperationalError, match="another write"), transaction.atomic(using="impatient"):
            pass
    connections["impatient"].close()
    del connections["impatient"], connections.settings["impatient"]


def test_a_transaction_may_write_from_its_beginning(alias):
    """Or one that reads first would be told "database is locked" half way, by a writer outside the queue."""
    with (
        closing(sqlite3.connect(connections[alias].settings_dict["NAME"], timeout=0)) as outsider,
        transaction.atomic(using=alias),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        outsider.execute("BEGIN IMMEDIATE")


def test_a_reader_does_not_wait_for_the_writer(alias):
    with transaction.atomic(using=alias):
        increment(alias)
        assert in_thread(lambda: value_and_close(alias)) == 0


def test_a_database_in_memory_needs_no_queue(django_db_blocker):
    with django_db_blocker.unblock():
        add("memory", ":memory:")
        run("memory", "CREATE TABLE counter (value integer)")
        run("memory", "INSERT INTO counter VALUES (0)")
        increment("memory")
        assert value("memory") == 1
    assert not Path(":memory:-queue").exists()
    del connections["memory"], connections.settings["memory"]
