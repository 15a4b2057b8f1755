"""`manage.py serve`: the production server."""

import functools
import os
import socket
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from corpus_app.server.application import Application
from corpus_app.server.memory import settle
from corpus_app.server.process import serve
from corpus_app.server.workers import Workers

BACKLOG = 1024
# A client that takes nothing for so long is cut off by the kernel, whatever it has acknowledged before.
UNTAKEN_MILLISECONDS = 120_000
MOST_WORKERS = 4  # unless more are asked for: each takes memory and connections


class Command(BaseCommand):
    help = "Serve Corpus to browsers until SIGTERM or Ctrl+C; answers begun are then finished."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at; default: 127.0.0.1")
        parser.add_argument("--port", type=int, default=int(settings.PORT), help="default: PORT, else 8000")
        parser.add_argument("--workers", type=int, default=workers_wanted(), help="processes; default: %(default)s")

    def handle(self, *, host: str, port: int, workers: int, **options: object) -> None:
        refuse_what_is_unready()
        if connection.vendor == "sqlite":
            gather_statistics()
        listener = listen(host, port)
        application = Application()
        settle()  # before workers are forked
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"Corpus answers at http://{shown}:{listener.getsockname()[1]}/ (Ctrl+C stops it)")
        self.stdout.flush()
        if workers > 1:
            Workers(workers, functools.partial(serve, listener, application, os.getpid())).run()
        else:
            serve(listener, application)


def workers_wanted() -> int:
    """As many as there are cores to compute on; of SQLite's only one could write at a time."""
    return 1 if connection.vendor == "sqlite" else min((os.cpu_count() or 1), MOST_WORKERS)


def refuse_what_is_unready() -> None:
    if not (settings.SECRET_KEY_GIVEN or settings.LOCAL):
        raise ImproperlyConfigured(
            "SECRET_KEY is not set; the key kept by a local run is for local runs. "
            f"Set it to at least 50 random characters, {settings.NEW_KEY}, or set CORPUS_LOCAL=1."
        )
    manifest = getattr(staticfiles_storage, "manifest_name", None)
    if manifest and not Path(staticfiles_storage.path(manifest)).exists():
        raise CommandError("The static files are not collected. Run `manage.py collectstatic --no-input` first.")


def gather_statistics() -> None:
    """For what was written while no server ran: an import, a restored copy. A few milliseconds, whatever the size."""
    connection.ensure_connection()
    connection.gather_statistics()
    connection.close()  # workers are forked from here


def listen(host: str, port: int) -> socket.socket:
    """A socket that already listens: who connects before the application is ready waits instead of failing."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNTAKEN_MILLISECONDS)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise CommandError(
            f"Corpus cannot listen at {host}, port {port}: {error.strerror}. Choose another port: PORT=8001"
        ) from error
    return listener
