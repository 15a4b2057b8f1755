"""The hub: reads on in the diary as long as somebody listens, and hands what is new to all who may know it."""

import asyncio
import logging
import secrets
from collections import Counter, defaultdict, deque

from django.db import Error, close_old_connections

from corpus_app.live import hints
from corpus_app.live.admission import standings_of
from corpus_app.live.diary_reader import Describe, News, news_of
from corpus_app.live.events import Event
from corpus_app.live.listeners import Listener
from corpus_app.live.presence import REFRESH_SECONDS, Place, Presence, told_to
from corpus_app.models import Standing
from corpus_app.server.threads import Threads

LOOK_SECONDS = 1  # without any hint
ADMISSION_SECONDS = 2
BEAT_SECONDS = 15
PRESENCE_SECONDS = 0.3  # who turns a page has not left
LINGER_SECONDS = 5  # who turns a page is gone for a moment only
HOLE_SECONDS = 3  # how long changes wait for one that is missing before them
TROUBLE_SECONDS = 1
REMEMBERED = 200  # events kept for who comes while they pass
# A change about these may end somebody's right to listen, or change what they may know.
RIGHTS = {"members", "project"}

log = logging.getLogger("corpus.live")


class Hub:
    """One in each process. Everything but `_read` and `_judge` happens in the event loop."""

    def __init__(self, describe: Describe) -> None:
        self.describe = describe
        self.threads = Threads("live", 1)
        self.listeners: defaultdict[int, set[Listener]] = defaultdict(set)
        self.of_person: Counter[int] = Counter()
        self.following: dict[int, int] = {}
        self.recent: dict[int, deque[Event]] = {}
        self.holes: dict[int, float] = {}
        self.tasks: list[asyncio.Task] = []
        self.wake = asyncio.Event()
        self.call: hints.Wake = self.wake.set
        self.presence = Presence("", hints.tell_others)

    # --- Coming and going

    def join(self, listener: Listener) -> None:
        project = listener.view.project
        if project not in self.following:
            self.following[project] = listener.after
            self.recent[project] = deque(maxlen=REMEMBERED)
        elif listener.after < self.following[project]:
            self._catch_up(listener)
        self.listeners[project].add(listener)
        self.of_person[listener.view.user] += 1
        if not self.tasks:
            self._start()
        self.wake.set()  # what was written since its page was made may have been hinted at already

    def leave(self, listener: Listener) -> None:
        project = listener.view.project
        self.listeners[project].discard(listener)
        self.of_person[listener.view.user] -= 1
        if not self.of_person[listener.view.user]:
            del self.of_person[listener.view.user]
        if not self.listeners[project]:
            for of_project in (self.listeners, self.following, self.recent, self.holes):
                of_project.pop(project, None)
        if not self.listeners:
            asyncio.get_running_loop().call_later(LINGER_SECONDS, self._stop_if_alone)

    def _catch_up(self, listener: Listener) -> None:
        """While the request was under way, others were told what happened meanwhile."""
        project = listener.view.project
        missed = [event for event in self.recent[project] if event.number > listener.after]
        if len(missed) == self.following[project] - listener.after:
            listener.tell(missed, {})
        else:
            listener.after = self.following[project]
            listener.say("reload")

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        self.wake = asyncio.Event()
        self.call = lambda: loop.call_soon_threadsafe(self.wake.set)
        hints.waiting.add(self.call)
        self.presence = Presence(secrets.token_hex(4), hints.tell_others)
        watching = hints.watch(self.wake.set, self.presence.greet, lambda text: self.presence.hear(text, loop.time()))
        self.tasks = [loop.create_task(work) for work in (self._follow(), self._tend(), self._see(), watching)]
        for task in self.tasks:
            task.add_done_callback(self._on_done)

    def _stop_if_alone(self) -> None:
        if not self.listeners:
            self._stop()

    def _stop(self) -> None:
        hints.waiting.discard(self.call)
        tasks, self.tasks = self.tasks, []
        for task in tasks:
            task.cancel()

    def _on_done(self, task: asyncio.Task) -> None:
        """Ended by `_stop`, with the event loop, or by our own fault: then nobody may wait in vain, all come again."""
        if not task.cancelled():
            log.error("Following the diaries has failed; all streams end.", exc_info=task.exception())
            for listener in self._everybody():
                listener.end()
        if task in self.tasks:
            self._stop()

    def _everybody(self) -> list[Listener]:
        return [listener for listeners in self.listeners.values() for listener in listeners]

    # --- What is new

    async def _follow(self) -> None:
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self.wake.wait()
            except TimeoutError:
                pass
            self.wake.clear()
            try:
                found = await self.threads.run(self._read, dict(self.following))
                for project, news in found.items():
                    if any(touch.about in RIGHTS for event in news.events for touch in event.touches):
                        await self._admit(list(self.listeners.get(project, ())))
                    self._hand_out(project, news)
            except Error:  # the database is away: said in its own log, and it comes back
                await asyncio.sleep(TROUBLE_SECONDS)

    def _read(self, following: dict[int, int]) -> dict[int, News]:
        try:
            return news_of(following, self.describe)
        finally:
            close_old_connections()

    def _hand_out(self, project: int, news: News) -> None:
        last = self.following.get(project)
        if last is None:  # all have left meanwhile
            return
        if news.reached <= last:
            self._wait_for_missing(project)
            return
        self.holes.pop(project, None)
        self.following[project] = news.reached
        known: dict[tuple, bytes] = {}
        new = [event for event in news.events if event.number > last]
        self.recent[project].extend(new)
        for listener in self.listeners[project]:
            listener.tell(new, known)
            if not news.is_whole:
                listener.after = news.reached
                listener.say("reload")

    def _wait_for_missing(self, project: int) -> None:
        """The diary says there is more and does not have it. It cannot happen; if it does, nobody waits for ever."""
        now = asyncio.get_running_loop().time()
        if now - self.holes.setdefault(project, now) > HOLE_SECONDS:
            for listener in self.listeners[project]:
                listener.end()

    # --- Who is there

    async def _see(self) -> None:
        loop = asyncio.get_running_loop()
        next_refresh = loop.time() + REFRESH_SECONDS
        while True:
            await asyncio.sleep(PRESENCE_SECONDS)
            self.presence.update({place_of(listener) for listener in self._everybody()})
            if loop.time() >= next_refresh:
                next_refresh += REFRESH_SECONDS
                self.presence.refresh(loop.time())
            for project in self.presence.take_changed():
                self._tell_who_is_there(project)

    def _tell_who_is_there(self, project: int) -> None:
        places = self.presence.places_in(project)
        known: dict[tuple, bytes] = {}
        for listener in self.listeners.get(project, ()):
            view = listener.view
            key = (view.article, view.sees_everything or view.standing.sights)
            if key not in known:
                known[key] = told_to(view, places)
            if known[key] != listener.present:
                listener.present = known[key]
                listener.put(known[key])

    # --- Who may listen

    async def _tend(self) -> None:
        loop = asyncio.get_running_loop()
        next_beat = loop.time() + BEAT_SECONDS
        while True:
            await asyncio.sleep(ADMISSION_SECONDS)
            try:
                await self._admit(self._everybody())
            except Error:
                continue
            if loop.time() >= next_beat:
                next_beat += BEAT_SECONDS
                for listener in self._everybody():
                    self._beat(listener)

    def _beat(self, listener: Listener) -> None:
        """Shows client and proxies that the stream lives, and says how far it has come."""
        if not listener.waiting:
            listener.after = max(listener.after, self.following.get(listener.view.project, 0))
            listener.say("beat")

    async def _admit(self, listeners: list[Listener]) -> None:
        standings = await self.threads.run(self._judge, listeners)
        for listener, standing in standings.items():
            if standing is None:
                listener.end()
            elif standing != listener.view.standing:
                listener.view = listener.view._replace(standing=standing)
                self.presence.changed.add(listener.view.project)
                listener.say("reload")  # more is visible now, or less

    def _judge(self, listeners: list[Listener]) -> dict[Listener, Standing | None]:
        try:
            return standings_of(listeners)
        finally:
            close_old_connections()


def place_of(listener: Listener) -> Place:
    view = listener.view
    return Place(view.project, listener.uid, view.article, view.key)
