"""Who is where now: known from the open streams, of this process and, on PostgreSQL, of all others."""

import json
from collections.abc import Callable, Iterable, Set
from typing import NamedTuple

from corpus_app.live.events import View, frame

REFRESH_SECONDS = 5  # how often a process says again who is with it
FORGET_SECONDS = 12  # when one that says nothing any more is taken for dead
IN_A_MESSAGE = 100  # PostgreSQL carries 8,000 bytes
SHOWN = 20  # people named in an event; the rest is counted


class Place(NamedTuple):
    project: int
    person: str
    article: str  # its public id; "" is any other page of the project
    key: int = 0  # the article's, by which blind coders are told or not


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

    def places_in(self, project: int) -> set[Place]:
        own = {place for place in self.own if place.project == project}
        return own.union(place for _, place in self.others if place.project == project)


def told_to(view: View, places: Iterable[Place]) -> bytes:
    """Who is here and who elsewhere in the project, by uid.

    Where the project is blind to them, of the articles that have been opened or revealed to them alone, and nothing on
    the page of another. Not of other pages either: who works blind comes by these from one article to the next.
    """
    if not view.sees_everything:
        if view.article and view.key not in view.standing.sights:
            return NOBODY
        seen = {place.key for place in places}.intersection(view.standing.sights)
        places = [place for place in places if place.key in seen]
    here = {place.person for place in places if view.article and place.article == view.article}
    return said(here, {place.person for place in places} - here)


def said(here: Set[str], elsewhere: Set[str]) -> bytes:
    """As an event that the browser reads."""
    told = {"here": sorted(here)[:SHOWN], "elsewhere": sorted(elsewhere)[:SHOWN], "count": len(here) + len(elsewhere)}
    return frame(json.dumps(told, separators=(",", ":")).encode(), name="present")


NOBODY = said(set(), set())  # what a page shows that has not been told anything
