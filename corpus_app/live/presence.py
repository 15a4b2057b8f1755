"""Who is where now: known from the open streams, of this process and, on PostgreSQL, of all others."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from corpus_app.live.events import View

REFRESH_SECONDS = 5  # how often a process says again who is with it
FORGET_SECONDS = 12  # when one that says nothing any more is taken for dead
IN_A_MESSAGE = 100  # PostgreSQL carries 8,000 bytes
SHOWN = 20  # people named in an event; the rest is counted


class Place(NamedTuple):
    project: int
    person: str
    article: str


class Presence:
    """`send` carries a text to all other processes. Times are the event loop's."""

    def __init__(self, process: str, send: Callable[[str], None]) -> None:
        self.process = process
        self.send = send
        self.own: set[Place] = set()
        self.others: dict[tuple[str, Place], float] = {}  # by process; when to forget
        self.changed: set[int] = set()

    def greet(self) -> None:
        """To be told by all who is with them."""
        self.send(json.dumps({"from": self.process, "hello": True}))

    def update(self, own: set[Place]) -> None:
        came, left, self.own = own - self.own, self.own - own, own
        self.changed |= {place.project for place in came | left}
        self._say("here", came)
        self._say("gone", left)

    def refresh(self, now: float) -> None:
        self._say("here", self.own)
        for process, place in [key for key, until in self.others.items() if until < now]:
            del self.others[process, place]
            self.changed.add(place.project)

    def hear(self, text: str, now: float) -> None:
        said = json.loads(text)
        if said["from"] == self.process:
            return
        if said.get("hello"):
            self._say("here", self.own)
        for place in (Place(*values) for values in said.get("here", ())):
            if (said["from"], place) not in self.others:
                self.changed.add(place.project)
            self.others[said["from"], place] = now + FORGET_SECONDS
        for place in (Place(*values) for values in said.get("gone", ())):
            if self.others.pop((said["from"], place), None):
                self.changed.add(place.project)

    def _say(self, what: str, places: Iterable[Place]) -> None:
        rest = sorted(places)
        while rest:
            some, rest = rest[:IN_A_MESSAGE], rest[IN_A_MESSAGE:]
            self.send(json.dumps({"from": self.process, what: some}))

    def take_changed(self) -> set[int]:
        changed, self.changed = self.changed, set()
        return changed

    def articles_of(self, project: int) -> dict[str, set[str]]:
        """Which articles each person in the project has open; "" is any other page of it."""
        found = defaultdict(set)
        for place in self._places(project):
            found[place.person].add(place.article)
        return found

    def _places(self, project: int) -> Iterator[Place]:
        yield from (place for place in self.own if place.project == project)
        yield from (place for _, place in self.others if place.project == project)


def told_to(view: View, articles: dict[str, set[str]]) -> bytes:
    """Who is here and who elsewhere in the project, by uid; nothing where the project is blind to them."""
    if not view.sees_everything:
        return b""
    here = sorted(person for person, open_ones in articles.items() if view.article and view.article in open_ones)
    elsewhere = sorted(articles.keys() - set(here))
    said = {"here": here[:SHOWN], "elsewhere": elsewhere[:SHOWN], "count": len(articles)}
    return json.dumps(said, separators=(",", ":")).encode()
