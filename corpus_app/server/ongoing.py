"""Answers that are not over when their view is: they go on in the event loop, without a thread."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

from django.http import HttpResponse, StreamingHttpResponse

from corpus_app.server.body import Receive

Send = Callable[[dict], Awaitable[None]]


class Stream(Protocol):
    async def run(self, abort: Callable[[], None], receive: Receive, send: Callable[[bytes], Awaitable[None]]) -> None:
        """Send the body piece by piece, until it is complete or the client has left."""

    def end(self) -> None:
        """The server wants to stop: complete the body soon."""


ASK_SECONDS = 2


class Download(StreamingHttpResponse):
    """Bytes that are made while they are sent; `is_allowed` is asked in a thread, again and again, if it may go on."""

    def __init__(self, pieces: Iterable[bytes], is_allowed: Callable[[], bool], **options: object) -> None:
        super().__init__(pieces, **options)
        self.is_allowed = is_allowed


class OngoingResponse(HttpResponse):
    """The view and all middleware have answered; `stream` goes on from there.

    So the host check, sign-in, the door and every security header are those of an ordinary page. The content is for
    servers that cannot let it go on.
    """

    def __init__(self, stream: Stream, content: bytes = b"", **options: object) -> None:
        super().__init__(content, **options)
        self.stream = stream
