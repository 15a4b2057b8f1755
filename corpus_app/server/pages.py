"""Every address but files: Django's synchronous handler in a few threads, downloads in threads of their own.

Django's own ASGI handler gives each request a fresh thread, hence a fresh database connection: ten times fewer
requests a second were measured. It also collects a synchronous download in memory before sending it.
"""

import asyncio
import threading
from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_started
from django.db import close_old_connections, connections
from django.http import HttpResponseBase

from corpus_app.server.body import ClientGone, Receive, Refused, receive_body
from corpus_app.server.environ import environ_from
from corpus_app.server.ongoing import ASK_SECONDS, Download, OngoingResponse, Send, Stream
from corpus_app.server.threads import Threads

STALLED_SECONDS = 60  # how long a download waits for a client that takes nothing


class Pages:
    """An ASGI application; give_up() ends its downloads and streams, so that the server can stop."""

    def __init__(self, handler: WSGIHandler, threads: Threads, downloads: Threads) -> None:
        self.handler = handler
        self.threads = threads
        self.downloads = downloads
        self.aborts: set[Callable[[], None]] = set()  # of the downloads under way
        self.streams: set[Stream] = set()
        self.is_stopping = False

    async def __call__(self, scope: dict, receive: Receive, send: Send) -> None:
        try:
            body, length = await receive_body(scope, receive, settings.REQUEST_BODY_LIMIT)
            environ = environ_from(scope, body, length, settings.TRUST_PROXY)
        except Refused as refused:
            environ = environ_from(scope, BytesIO(), 0, settings.TRUST_PROXY)
            environ["corpus.refused"] = refused.status  # corpus_app.middleware says so in a page
        except ClientGone:
            return
        response, content = await self.threads.run(self.answer, environ)
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers_of(response)})
        if content is not None:
            await send({"type": "http.response.body", "body": content})
        elif isinstance(response, OngoingResponse):
            stream = response.stream
            del body, environ, response  # not to be kept for hours
            await self.go_on(stream, scope, receive, send)
        else:
            await self.deliver(response, scope, receive, send)

    def answer(self, environ: dict) -> tuple[HttpResponseBase, bytes | None]:
        """In a thread: the response, and its content unless it is a download or a stream that somebody wants."""
        request_started.send(sender=WSGIHandler, environ=environ)
        response = self.handler.get_response(WSGIRequest(environ))
        response._handler_class = WSGIHandler  # what the signal at its end names as sender
        if response.streaming and environ["REQUEST_METHOD"] != "HEAD":
            close_old_connections()  # the signal will come in another thread
            return response, None
        content = b"" if response.streaming else response.content
        if isinstance(response, OngoingResponse) and environ["REQUEST_METHOD"] != "HEAD":
            content = None
            del response["Content-Length"]
        response.close()
        environ["wsgi.input"].close()
        return response, content

    async def go_on(self, stream: Stream, scope: dict, receive: Receive, send: Send) -> None:
        async def send_on(octets: bytes) -> None:
            await send({"type": "http.response.body", "body": octets, "more_body": True})

        self.streams.add(stream)
        try:
            if self.is_stopping:
                stream.end()
            await stream.run(scope["corpus.abort"], receive, send_on)
        finally:
            self.streams.discard(stream)
        await send({"type": "http.response.body"})

    async def deliver(self, response: HttpResponseBase, scope: dict, receive: Receive, send: Send) -> None:
        abort = scope["corpus.abort"]
        unwanted = threading.Event()
        watching = asyncio.create_task(note_departure(receive, unwanted))
        asking = asyncio.create_task(self.ask_again(response, abort)) if isinstance(response, Download) else None
        self.aborts.add(abort)
        try:
            await self.downloads.run(send_chunks, response, send, asyncio.get_running_loop(), unwanted)
            if unwanted.is_set():
                abort()
                await watching
            else:
                await send({"type": "http.response.body"})
        finally:
            watching.cancel()
            if asking:
                asking.cancel()
            unwanted.set()
            self.aborts.discard(abort)

    async def ask_again(self, response: Download, abort: Callable[[], None]) -> None:
        """Who is removed, or signs out everywhere, gets no further byte: it is cut off, so that they see it."""
        await asyncio.sleep(ASK_SECONDS)
        while await self.threads.run(response.is_allowed):
            await asyncio.sleep(ASK_SECONDS)
        abort()

    def give_up(self) -> None:
        self.is_stopping = True
        for abort in list(self.aborts):
            abort()
        for stream in list(self.streams):
            stream.end()


async def note_departure(receive: Receive, unwanted: threading.Event) -> None:
    """Servers swallow what is sent to a client that has left; only this message tells that it has."""
    while (await receive())["type"] != "http.disconnect":
        pass
    unwanted.set()


def send_chunks(
    response: HttpResponseBase, send: Send, loop: asyncio.AbstractEventLoop, unwanted: threading.Event
) -> None:
    """In a thread: one chunk on its way while the next is made; closes the response in any case.

    All in one thread, because a query's cursor belongs to the thread that opened it.
    """
    sending = None
    try:
        for chunk in response:
            if sending:
                sending.result(STALLED_SECONDS)
            if unwanted.is_set():
                return
            message = {"type": "http.response.body", "body": chunk, "more_body": True}
            sending = asyncio.run_coroutine_threadsafe(send(message), loop)
        if sending:
            sending.result(STALLED_SECONDS)
    except TimeoutError:
        unwanted.set()
    finally:
        response.close()
        connections.close_all()


def headers_of(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.items()]
    cookies = [cookie.output(header="").lstrip().encode("latin-1") for cookie in response.cookies.values()]
    return headers + [(b"set-cookie", cookie) for cookie in cookies]
