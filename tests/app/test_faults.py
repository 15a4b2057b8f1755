"""Killed processes, lost replies and an absent database: nothing acknowledged is lost, nothing is there twice.

tests/benchmarks/bench_faults.py does the same a hundred times.
"""

import http.client
import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from django.urls import reverse

from annotations.models import Highlight, Tagging
from corpus_app.models import Article, Change, Project, Role
from tests.benchmarks.ground import Visitor
from tests.factories import a_project, a_tag, a_user, an_article
from tests.faults import Team, children, database_url, killed_while_writing, proxied, saves, served, wait_until
from tests.tooling import postgres

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, LOST = 2, 5
WORDS = [(n * 8, n * 8 + 7) for n in range(600)]


@pytest.fixture
def article() -> Article:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    project = a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)
    return an_article(project, " ".join(f"word{n:03}" for n in range(600)))


def numbers(project: Project) -> list[int]:
    return list(Change.objects.filter(project=project).order_by("number").values_list("number", flat=True))


def test_killed_processes_lose_nothing_and_double_nothing(article):
    tag = a_tag(article.project)
    team = killed_while_writing(article, [a_user("anna"), a_user("ben")], a_user("rita"), tag.uid, ROUNDS)
    assert team.acknowledged and team.statuses <= {503}
    made = list(Highlight.objects.values_list("uid", flat=True))
    assert len(made) == len(set(made)) and set(team.acknowledged) <= set(made)
    assert Tagging.objects.count() == len(made)
    known = numbers(article.project)
    assert known == list(range(1, len(known) + 1))
    made = Change.objects.filter(project=article.project, verb="add-highlight", number__lte=max(team.heard))
    told = made.filter(number__gte=min(team.heard)).order_by("number")
    assert team.heard == list(told.values_list("number", flat=True))


@pytest.mark.only_on("postgresql")
def test_a_lost_reply_to_a_commit_doubles_nothing(article):
    tag = a_tag(article.project)
    places = saves(article, WORDS, 0, tag.uid)
    with proxied() as (proxy, address), served(DATABASE_URL=address) as (_, port):
        team, anna = Team(article, port), Visitor.of(a_user("anna"))
        url = reverse("annotations:add-highlight", args=[article.project.slug, article.uid])
        assert team.ask(anna, reverse("projects"))[0] == 200
        for _ in range(LOST):
            uid, said = next(places)
            body = urlencode({"uid": uid, **said}).encode()
            proxy.is_armed = True
            assert team.ask(anna, url, body)[0] == 503
            assert Highlight.objects.filter(uid=uid).count() == 1  # it was done, and nobody knew
            assert team.ask(anna, url, body)[0] == 200
            assert Highlight.objects.filter(uid=uid).count() == 1
        assert proxy.lost == LOST
    assert Highlight.objects.count() == Tagging.objects.count() == LOST
    known = numbers(article.project)
    assert known == list(range(1, len(known) + 1))


@pytest.mark.only_on("postgresql")
def test_while_the_database_is_away_everybody_is_told_and_then_all_goes_on(article):
    with proxied() as (proxy, address), served(DATABASE_URL=address) as (_, port):
        team, anna, rita = Team(article, port), Visitor.of(a_user("anna")), Visitor.of(a_user("rita"))
        with closing(following(team, rita)) as stream:
            proxy.end()
            status, html = team.ask(anna, reverse("projects"))
            assert status == 503 and b"The database does not answer just now" in html
            assert team.ask(anna, "/health/")[0] == 503
            proxy.begin()
            wait_until(lambda: team.ask(anna, reverse("projects"))[0] == 200)
            assert team.ask(anna, "/health/")[0] == 200
            save(team, anna, article)
            while b'"verb":"add-highlight"' not in stream.answer.readline():
                pass


@pytest.mark.only_on("postgresql")
def test_postgresql_stopped_and_started_loses_nothing_and_streams_go_on_by_themselves(article):
    """Not a proxy that is away, but the database server itself, with a copy of what is here."""
    tag, anna, rita = a_tag(article.project), Visitor.of(a_user("anna")), Visitor.of(a_user("rita"))
    with postgres.switchable() as database:
        postgres.copy(database_url(), database.address)
        with served("--workers", "2", DATABASE_URL=database.address) as (process, port):
            team, first, second = Team(article, port), *islice(saves(article, WORDS, 0, tag.uid), 2)
            url = reverse("annotations:add-highlight", args=[article.project.slug, article.uid])
            bodies = [urlencode({"uid": uid, **said}).encode() for uid, said in (first, second)]
            with closing(following(team, rita)) as stream:
                assert team.ask(anna, url, bodies[0])[0] == 200
                database.stop()
                asked = (reverse("projects"), None), ("/health/", None), (url, bodies[1])
                with ThreadPoolExecutor() as together:
                    answers = list(together.map(lambda request: team.ask(anna, *request), asked))
                assert [status for status, _ in answers] == [503, 503, 503]
                assert b"The database does not answer just now" in answers[0][1]
                database.start()
                for body in reversed(bodies):
                    wait_until(lambda body=body: team.ask(anna, url, body)[0] == 200)  # as the browser's queue does
                for idle in children(process.pid):  # each for itself: the pool of one may wait longer
                    with halted(idle):
                        wait_until(lambda: team.ask(anna, "/health/")[0] == 200)
                assert [told(stream) for _ in bodies] == [first[0], second[0]]
        with psycopg.connect(database.address) as asking:
            assert asking.execute("SELECT uid FROM annotations_highlight ORDER BY id").fetchall() == [
                (first[0],), (second[0],)
            ]


@contextmanager
def halted(process: int) -> Iterator[None]:
    """All that it would have been asked is asked the other one."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def told(stream: http.client.HTTPConnection) -> str:
    """The next highlight that the stream tells."""
    while b'"highlights"' not in (line := stream.answer.readline()):
        assert line, "the stream has ended"
    uid, = json.loads(line.removeprefix(b"data: "))["highlights"]
    return uid


def following(team: Team, visitor: Visitor) -> http.client.HTTPConnection:
    """A stream that has begun."""
    stream = http.client.HTTPConnection("127.0.0.1", team.port, timeout=30)
    url = reverse("annotations:follow-article", args=[team.article.project.slug, team.article.uid])
    stream.request("GET", url, headers={**visitor.headers, "Accept-Encoding": "identity"})
    stream.answer = stream.getresponse()
    assert stream.answer.status == 200
    while stream.answer.readline() != b"event: begin\n":
        pass
    return stream


def save(team: Team, visitor: Visitor, article: Article) -> None:
    uid, said = next(saves(article, WORDS, 0, a_tag(article.project).uid))
    url = reverse("annotations:add-highlight", args=[article.project.slug, article.uid])
    assert team.ask(visitor, url, urlencode({"uid": uid, **said}).encode())[0] == 200
