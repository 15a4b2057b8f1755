"""What a change means to those who follow a project: numbers, verbs and ids, never a text or a name."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from corpus_app.live.cursors import cursor
from corpus_app.models import Standing

NEAR = {"text", "talk", "notes", "memos", "work", "other"}  # of an article's own, but for the pages of its project


class Touch(NamedTuple):
    """One thing that a change touched, and whose work it is: where a project is blind, others do not learn of it.

    `about` says what may look different: text (marks and notes), looks (names and colours of tags), codebook (what
    the palette offers), articles, members, project, work (who has to code what), talk (notes and memos of an article),
    notes, memos, inbox (somebody is concerned), version (the article has another text), placing (what waits for its
    place in a text), role (one's own) or other.
    """

    about: str
    person: int | None  # nobody's in particular: everybody in the project may know
    first: int = 0  # paragraphs of the change's article, first to last
    last: int = 0
    highlight: str = ""
    tag: str = ""
    only: int | None = None  # the one person who may know of it


class View(NamedTuple):
    """Who is told: a person with their standing, and the article they have open (none: all of the project)."""

    project: int
    user: int
    standing: Standing
    article: str = ""
    key: int = 0  # the article's

    @property
    def sees_everything(self) -> bool:
        return self.project in self.standing.everybodys


@dataclass(frozen=True)
class Event:
    number: int
    verb: str
    by: str  # whose doing it is, by public id; where a project is blind only they themselves are told
    place: int | None  # the article's key, and its public id
    article: str
    touches: tuple[Touch, ...]

    @cached_property
    def is_personal(self) -> bool:
        """Whether it says different things to people who see the same."""
        return any(touch.only is not None for touch in self.touches)

    def told_to(self, view: View) -> bytes:
        """As JSON; empty where there is nothing to say."""
        said = self.said_to(view)
        return json.dumps(said, separators=(",", ":")).encode() if said else b""

    def said_to(self, view: View) -> dict[str, object]:
        """What this person may know of the change; empty where that is nothing."""
        seen = [touch for touch in self.touches if self.may_be_seen(view, touch) and self.is_near(view, touch)]
        if not seen:
            return {}
        said = {
            "number": cursor(view.project, view.standing, self.number),
            "verb": self.verb,
            "by": self.by if view.sees_everything else "",
            "article": self.article,
            "about": unique(touch.about for touch in seen),
            "paragraphs": stretches((touch.first, touch.last) for touch in seen if touch.first),
            "highlights": unique(touch.highlight for touch in seen),
            "tags": unique(touch.tag for touch in seen),
        }
        return {name: value for name, value in said.items() if value}

    def may_be_seen(self, view: View, touch: Touch) -> bool:
        """The one rule of visibility, asked of a thing that is known instead of a table."""
        is_for_all = touch.only in (None, view.user)
        return is_for_all and view.standing.may_see(view.project, touch.person, view.user, self.place)

    def is_near(self, view: View, touch: Touch) -> bool:
        """A page of one article does not care what happens in the text of another."""
        return touch.about not in NEAR or view.article in ("", self.article) or not self.article


def unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))


def stretches(pairs: Iterable[tuple[int, int]]) -> str:
    """Paragraphs as an address takes them: (3, 3), (1, 2), (7, 7) is "1-3,7-7"."""
    found: list[list[int]] = []
    for first, last in sorted(pairs):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return ",".join(f"{first}-{last}" for first, last in found)


def frame(data: bytes, cursor: str = "", name: str = "") -> bytes:
    """An event as the browser's EventSource reads it; without data it still moves the cursor and names something."""
    head = (f"id: {cursor}\n" if cursor else "") + (f"event: {name}\n" if name else "")
    return head.encode() + (b"data: %b\n\n" % data if data else b"data\n\n")
