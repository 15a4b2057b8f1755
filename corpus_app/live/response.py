"""The answer to somebody who follows a project: a stream of server-sent events."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable

from django.http import Http404, HttpRequest, HttpResponse

from corpus_app.live.admission import standings_of
from corpus_app.live.cursors import number_from
from corpus_app.live.diary_reader import news
from corpus_app.live.events import View
from corpus_app.live.hub import Hub
from corpus_app.live.listeners import Credentials, Listener
from corpus_app.models import Article, Project, Standing
from corpus_app.server.body import Receive
from corpus_app.server.ongoing import OngoingResponse

# When to come again after the stream has broken off; not all at once when a server starts anew.
RETRY_AFTER, RETRY_WITHIN = 1_000, 2_000  # milliseconds
RETRY_WHERE_NOTHING_STREAMS = b"retry: 60000\n\n"
STREAMS_OF_A_PERSON = 40  # in one process
TOO_MANY = "You have Corpus open in very many windows. Close some of them to see here what others do."


def follow(hub: Hub, request: HttpRequest, project: Project, article: Article | None = None) -> HttpResponse:
    """For somebody who came through the door of this project; `article` is the one of its articles they have open.

    The browser says by Last-Event-ID, or the page by ?after=, up to where it knows the diary. What has happened since
    is told first; where that is too much, an event says `reload`.
    """
    if hub.of_person[request.user.pk] >= STREAMS_OF_A_PERSON:
        return HttpResponse(TOO_MANY, status=429, content_type="text/plain")
    credentials = Credentials(request.session.session_key, request.user.password)
    view = View(project.pk, request.user.pk, Standing((), ()), *((article.uid, article.pk) if article else ()))
    listener = Listener(view, credentials, after=project.change_number, uid=request.user.uid)
    standing = standings_of([listener])[listener]
    if standing is None:  # removed since the door was passed
        raise Http404
    listener.view = view._replace(standing=standing)
    listener.put(b"retry: %d\n" % (RETRY_AFTER + secrets.randbelow(RETRY_WITHIN)))
    tell_missed(hub, listener, request.headers.get("Last-Event-ID") or request.GET.get("after", ""))
    return Following(hub, listener)


def tell_missed(hub: Hub, listener: Listener, cursor: str) -> None:
    """From the client's place in the diary to the present one, which the listener has already."""
    now, last = listener.after, number_from(listener.view.project, listener.view.standing, cursor)
    if not cursor or last == now:
        listener.say("begin")
        return
    missed = news(listener.view.project, last, now, hub.describe) if last is not None and last < now else None
    if missed is None or not missed.is_whole or missed.reached < now:
        listener.say("reload")
        return
    listener.after = last
    listener.say("begin")
    listener.tell(missed.events, {})


class Following(OngoingResponse):
    def __init__(self, hub: Hub, listener: Listener) -> None:
        super().__init__(
            EventStream(hub, listener),
            RETRY_WHERE_NOTHING_STREAMS,
            content_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},  # or nginx would keep events until it has a pageful
        )


class EventStream:
    def __init__(self, hub: Hub, listener: Listener) -> None:
        self.hub = hub
        self.listener = listener

    async def run(self, abort: Callable[[], None], receive: Receive, send: Callable[[bytes], Awaitable[None]]) -> None:
        self.listener.abort = abort
        watching = asyncio.create_task(self.watch(receive))
        self.hub.join(self.listener)
        try:
            while octets := await self.listener.take():
                await send(octets)
        finally:
            self.hub.leave(self.listener)
            watching.cancel()

    async def watch(self, receive: Receive) -> None:
        """Nothing that is sent to a client that has left fails; only this message tells."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.end()

    def end(self) -> None:
        self.listener.end()
