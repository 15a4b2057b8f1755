"""Error pages say what happened, what to do next, and lead home; they never depend on what may be broken."""

import sqlite3

import psycopg
import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.factories import client_of


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_each_error_page_can_be_drawn_without_a_request_or_a_database(name):
    page = render_to_string(name)
    assert "<h1>" in page and 'href="/projects/"' in page and "</html>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "anna"])
def test_an_unknown_address_leads_home(who):
    client = Client() if who == "visitor" else client_of(who)
    answer = client.get("/nowhere/<script>/")
    assert answer.status_code == 404 and "There is nothing here" in answer.text and "<script>/" not in answer.text


@pytest.mark.django_db
def test_a_failing_view_answers_with_our_page(monkeypatch):
    client = client_of("anna")
    client.raise_request_exception = False
    monkeypatch.setattr("annotations.views.projects.cards", lambda *asked: 1 / 0)
    answer = client.get(reverse("projects"))
    assert answer.status_code == 500 and "Something went wrong here" in answer.text


def full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return error


@pytest.mark.django_db
@pytest.mark.parametrize("cause", [
    psycopg.OperationalError("the connection is closed"), psycopg.errors.AdminShutdown("terminating"),
    psycopg.errors.TooManyConnections("sorry, too many clients already"), full(), None,
], ids=str)  # fmt: skip
def test_while_the_database_is_away_pages_say_so_and_when_to_come_again(monkeypatch, cause):
    client = client_of("anna")
    client.raise_request_exception = False

    def fail(*asked):
        raise OperationalError("database is locked: another write …" if cause is None else "away") from cause

    monkeypatch.setattr("annotations.views.projects.cards", fail)
    answer = client.get(reverse("projects"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "The database does not answer just now" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("cause", [psycopg.errors.UndefinedTable("no such table"), sqlite3.OperationalError("syntax")])
def test_a_mistake_of_ours_is_not_taken_for_an_absent_database(monkeypatch, cause):
    client = client_of("anna")
    client.raise_request_exception = False

    def fail(*asked):
        raise OperationalError("mistaken") from cause

    monkeypatch.setattr("annotations.views.projects.cards", fail)
    assert client.get(reverse("projects")).status_code == 500


def test_the_icon_is_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.url) == (302, "/static/icons/corpus.svg")
