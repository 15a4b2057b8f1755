"""uvicorn's HTTP connections, with limits for a request's head: it may be neither endless nor asleep."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 20


class LimitedConnection(HttpToolsProtocol):
    """Closed when the head of a request (its first line and headers) is too long, or too long in coming.

    uvicorn itself would collect headers for ever, and wait for them for ever with a file descriptor each.
    """

    in_head = True
    head_bytes = 0
    alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self.alarm = self.loop.call_later(HEAD_SECONDS, self.close_sleeper)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.in_head and not self.transport.is_closing():
            self.head_bytes += len(data)
            if self.head_bytes > HEAD_BYTES:
                self.send_400_response("The head of this request is too long.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        # To close would wait until the client has taken what is written; see corpus_app.server.pages.
        self.scope["corpus.abort"] = self.transport.abort
        self.in_head = True
        self.head_bytes = 0
        if self.alarm is None:
            self.alarm = self.loop.call_later(HEAD_SECONDS, self.close_sleeper)

    def on_headers_complete(self) -> None:
        self.in_head = False
        self.silence_alarm()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self.silence_alarm()
        super().connection_lost(exc)

    def silence_alarm(self) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
            self.alarm = None

    def close_sleeper(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
