"""The application tests run on the databases that production runs on."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections, transaction

from annotations.models import Tagging
from corpus_app.database.postgresql import base as postgresql
from corpus_app.database.sqlite import base
from corpus_app.models import Role
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article

pytestmark = pytest.mark.django_db


def test_the_database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.only_on("sqlite")
def test_sqlite_is_a_file_so_that_locks_behave_as_in_production():
    assert Path(connection.settings_dict["NAME"]).is_file()


@pytest.mark.only_on("postgresql")
def test_postgresql_speaks_utf8():
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)


@pytest.mark.only_on("postgresql")
def test_postgresql_does_not_compile_queries():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_ended_while_it_rested_is_replaced(monkeypatch):
    monkeypatch.setattr(postgresql, "RESTED_SECONDS", 0)
    ended = backend()
    connection.close()  # back to the pool
    end(ended)
    assert backend() != ended


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_one_that_was_ended_before_anybody_used_it_is_replaced(monkeypatch):
    monkeypatch.setattr(postgresql, "RESTED_SECONDS", 0)
    connection.close()
    connection.close_pool()
    connection.pool.open()
    unused = connection.pool.getconn()  # as when somebody waited for it and then got another one
    connection.pool.putconn(unused)
    end(unused.info.backend_pid)
    assert backend()


def end(connected: int) -> None:
    address = {**connection.get_connection_params(), "cursor_factory": None, "autocommit": True}
    with psycopg.connect(**address) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connected])


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_statistics_lead_sqlite_to_the_tags_of_one_passage():
    article = an_article(a_project(anna=Role.CODER), "word " * 40)
    tag = a_tag(article.project)
    marks = [a_highlight(article, "word", tags=(tag,), nth=n) for n in range(30)]
    of_passage = Tagging.objects.visible_to(a_user("anna")).filter(highlight__in=marks[:1])
    connection.gather_statistics()
    assert "highlight" in of_passage.explain().splitlines()[0]


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_every_so_many_commits_the_statistics_are_looked_at(monkeypatch):
    looked = []
    monkeypatch.setattr(base, "COMMITS", 3)
    monkeypatch.setattr(connections["default"], "commits", 0)
    monkeypatch.setattr(connections["default"], "gather_statistics", looked.append)
    for _ in range(7):
        with transaction.atomic():
            pass
    assert looked == [base.STATISTICS] * 2


@pytest.mark.only_on("sqlite")
def test_statistics_that_cannot_be_gathered_stop_nobody(monkeypatch):
    class Busy:
        def execute(self, statement: str):
            raise sqlite3.OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(connections["default"], "connection", Busy())
        connection.gather_statistics()
