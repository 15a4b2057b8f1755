"""A download that takes long ends within seconds when its reader may not read any more."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.conf import LazySettings, settings

from corpus_app.actions import make_token, remove_member
from corpus_app.ids import new_id
from corpus_app.models import Project, Role
from corpus_app.server import ongoing, pages
from tests.factories import a_project, a_user, client_of
from tests.live import session_of
from tests.serving import Running, start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(settings: LazySettings, monkeypatch) -> Iterator[Running]:
    """Exports never end by themselves, and rights are asked for more often than outside of tests."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    monkeypatch.setattr("annotations.views.export.annotations_csv", lambda **asked: endless())
    assert ongoing.ASK_SECONDS <= 4
    monkeypatch.setattr(pages, "ASK_SECONDS", 0.05)
    running = start()
    yield running
    stopped.set()
    running.stop()


stopped = threading.Event()


def endless() -> Iterator[bytes]:
    stopped.clear()
    yield b"a,b\n"
    while not stopped.wait(0.01):
        yield b"1,2\n"


def read_until_cut(connection: http.client.HTTPConnection) -> float:
    """Seconds until the server ends it; as a broken transfer, not as a complete file."""
    response, began = connection.response, time.monotonic()
    with suppress(ConnectionError), pytest.raises(http.client.IncompleteRead):
        response.read()
    return time.monotonic() - began


@pytest.mark.parametrize("by", ["session", "token"])
def test_it_ends_for_who_is_removed(site, by):
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    _, secret = make_token(user=a_user("anna"), uid=new_id(), name="A script", days=1)
    headers = {
        "session": {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(client_of('anna'))}"},
        "token": {"Authorization": f"Bearer {secret}"},
    }[by]
    with closing(site.connect()) as connection:
        connection.request("GET", f"/projects/{project.slug}/annotations.csv", headers={"Host": "localhost", **headers})
        connection.response = connection.getresponse()
        assert connection.response.status == 200 and connection.response.read(4) == b"a,b\n"
        take_out(project, "ben")
        assert connection.response.read(4) == b"1,2\n"  # somebody else's removal ends nothing
        take_out(project, "anna")
        assert read_until_cut(connection) < 5


def take_out(project: Project, name: str) -> None:
    remove_member(membership=project.memberships.get(user=a_user(name)), actor=a_user("olga"))
