"""The page that machines ask whether Corpus works."""

import threading

import pytest
from django.db import OperationalError

from corpus_app import health

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_well_when_the_database_answers(client):
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})


def test_nobody_has_to_sign_in_and_nothing_is_remembered(client):
    response = client.get("/health/")
    assert not response.cookies
    assert response["Cache-Control"] == "private, no-store"


def test_it_is_unwell_when_the_database_fails(client, monkeypatch):
    def fail(sql: str) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", lambda self, sql: fail(sql))
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (503, {"status": "error", "database": "no answer"})


def test_it_does_not_hang_with_the_database(client, monkeypatch):
    """And the thread that hangs is one, however often somebody asks."""
    hang, hanging = threading.Event(), []

    def execute(self: object, sql: str) -> None:
        hanging.append(threading.current_thread())
        hang.wait()

    monkeypatch.setattr(health, "SECONDS", 0.05)
    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", execute)
    assert [client.get("/health/").status_code for _ in range(3)] == [503] * 3
    assert len(hanging) == 1
    hang.set()
    hanging[0].join()
    monkeypatch.undo()
    assert client.get("/health/").status_code == 200


def test_it_cannot_be_posted_to(client):
    assert client.post("/health/").status_code == 405
