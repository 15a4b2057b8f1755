"""How tests follow a project: as a browser does, over a connection of its own."""

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from django.conf import settings
from django.test import Client
from django.urls import reverse

from corpus_app.models import Article, Project
from tests.serving import Running


class Told(NamedTuple):
    name: str
    cursor: str
    said: dict[str, object]


def session_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def live_url(project: Project, article: Article | None = None) -> str:
    name = "follow-article" if article else "follow-project"
    return reverse(f"annotations:{name}", args=[project.slug, *([article.uid] if article else [])])


class Follower:
    """A person with a stream open. Reading an event waits for it."""

    def __init__(self, running: Running, url: str, session: str, cursor: str = "", host: str = "localhost") -> None:
        self.connection = running.connect()
        cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"} if session else {}
        last = {"Last-Event-ID": cursor} if cursor else {}
        self.connection.request("GET", url, headers={"Host": host, **cookie, **last})
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.cursor = cursor

    def next(self) -> Told | None:
        """The next event but those of presence; None when the stream has ended."""
        while (told := self.anything()) and told.name == "present":
            pass
        return told

    def present(self) -> dict[str, object]:
        """Who is there, as soon as it is told again."""
        while (told := self.anything()).name != "present":
            pass
        return told.said

    def anything(self) -> Told | None:
        name, said = "", ""
        while line := self.read():
            field, _, value = line.decode().rstrip("\n").partition(": ")
            if field == "id":
                self.cursor = value
            elif field == "event":
                name = value
            elif field == "data":
                said = value
            elif field == "" and (name or said):
                return Told(name, self.cursor, json.loads(said or "{}"))
        return None

    def read(self) -> bytes:
        try:
            return self.response.readline()
        except (http.client.HTTPException, ConnectionError):
            return b""

    def close(self) -> None:
        self.response.close()
        self.connection.close()


@contextmanager
def following(running: Running, client: Client, url: str, cursor: str = "") -> Iterator[Follower]:
    """A stream that has begun."""
    follower = Follower(running, url, session_of(client), cursor)
    try:
        assert follower.status == 200
        yield follower
    finally:
        follower.close()
