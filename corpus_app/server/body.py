"""Receiving a request's body: counted while it arrives, kept off the memory, and without a thread."""

import asyncio
import contextlib
import io
import tempfile
from collections.abc import Awaitable, Callable
from typing import BinaryIO

IN_MEMORY = 1024 * 1024
SILENCE_SECONDS = 30

Receive = Callable[[], Awaitable[dict]]


class Refused(Exception):
    """The body will not be read to its end; status is what to answer."""

    def __init__(self, status: int) -> None:
        self.status = status


class ClientGone(Exception):
    """Nobody waits for an answer any more."""


async def receive_body(scope: dict, receive: Receive, limit: int) -> tuple[BinaryIO, int]:
    """The whole body as a file at its start, and its length in bytes.

    Raises Refused (413 beyond limit, 408 after a long silence; uvicorn throws the rest away) or ClientGone.
    """
    if any(name == b"content-length" and int(value) > limit for name, value in scope["headers"]):
        raise Refused(413)  # before the client is told to go on
    message = await next_part(receive)
    if not message.get("more_body"):
        body = message.get("body", b"")
        if len(body) > limit:
            raise Refused(413)
        return io.BytesIO(body), len(body)
    with contextlib.ExitStack() as on_failure:
        file = on_failure.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        file.write(message["body"])
        while message.get("more_body"):
            message = await next_part(receive)
            file.write(message.get("body", b""))
            if file.tell() > limit:
                raise Refused(413)
        on_failure.pop_all()
    length = file.tell()
    file.seek(0)
    return file, length


async def next_part(receive: Receive) -> dict:
    try:
        async with asyncio.timeout(SILENCE_SECONDS):
            message = await receive()
    except TimeoutError as silence:
        raise Refused(408) from silence
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message
