"""One open stream: who listens with which rights, what waits to be sent, and when it ends."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus_app.live.cursors import bookmark
from corpus_app.live.events import Event, View, frame
from corpus_app.live.presence import NOBODY

# A client so far behind is dropped. It comes again, with the number of the last event it has.
MOST_WAITING = 256 * 1024


@dataclass(frozen=True)
class Credentials:
    """What the person came in with; when any of it no longer holds, the stream ends."""

    session: str
    password: str  # as it is stored, that is hashed: a new one ends all sessions but the one that set it


def told(event: Event, view: View) -> bytes:
    data = event.told_to(view)
    return frame(data, bookmark(view.project, view.standing, event.number)) if data else b""


@dataclass(eq=False, slots=True)
class Listener:
    """Used in the event loop only; `after` is the last number that its client has."""

    view: View
    credentials: Credentials
    after: int
    uid: str = ""
    is_ended: bool = False
    abort: Callable[[], None] = bool
    waiting: list[bytes] = field(default_factory=list)
    size: int = 0
    present: bytes = NOBODY  # what it was told last of who is there
    waiter: asyncio.Future | None = None

    def tell(self, events: Sequence[Event], known: dict[tuple, bytes]) -> None:
        """Send what it may know of events, which come in order. `known` keeps what is the same for many listeners."""
        view, after = self.view, self.after
        if not events or events[-1].number <= after:
            return
        self.after = events[-1].number
        is_shared = view.sees_everything and not any(event.is_personal for event in events)
        key = (after, view.article, None if is_shared else self)
        if key not in known:
            known[key] = b"".join(told(event, view) for event in events if event.number > after)
        self.put(known[key])

    def say(self, name: str) -> None:
        """A named event without data, at the place in the diary that was reached: begin, beat, reload."""
        self.put(frame(b"", bookmark(self.view.project, self.view.standing, self.after), name))

    def put(self, octets: bytes) -> None:
        if self.is_ended or not octets:
            return
        self.waiting.append(octets)
        self.size += len(octets)
        if self.size > MOST_WAITING:
            self.end()
            self.abort()  # what is on its way would wait for a client that takes nothing
        self.rouse()

    async def take(self) -> bytes:
        """All that waits, as soon as something does; nothing when the stream is to end."""
        if not self.waiting and not self.is_ended:
            self.waiter = asyncio.get_running_loop().create_future()
            await self.waiter
            self.waiter = None
        octets = b"".join(self.waiting)
        self.waiting, self.size = [], 0
        return octets

    def end(self) -> None:
        self.is_ended = True
        self.rouse()

    def rouse(self) -> None:
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)
