"""Which part answers an address: a file, or Django."""

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from corpus_app.server.body import Receive
from corpus_app.server.files import Files
from corpus_app.server.ongoing import Send
from corpus_app.server.pages import Pages
from corpus_app.server.threads import Threads

# Measured: more than four wait for each other only.
PAGE_THREADS = 4
# PostgreSQL answers in a process of its own while Python goes on, SQLite in the thread that asks.
AT_ONCE = {"postgresql": 2, "sqlite": 1}
DOWNLOAD_THREADS = 8


class Application:
    def __init__(self) -> None:
        handler = WSGIHandler()
        downloads = Threads("download", DOWNLOAD_THREADS)
        self.files = Files()
        self.pages = Pages(handler, Threads("page", PAGE_THREADS, AT_ONCE[connection.vendor]), downloads)
        # A thread of its own: asked and answered even while every page waits for the database.
        self.health = Pages(handler, Threads("health", 1), downloads)

    async def __call__(self, scope: dict, receive: Receive, send: Send) -> None:
        if await self.files.answer(scope, send):
            return
        pages = self.health if scope["path"] == "/health/" else self.pages
        await pages(scope, receive, send)

    def give_up(self) -> None:
        """End downloads and streams, so that the process can stop."""
        self.pages.give_up()
