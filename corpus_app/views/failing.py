"""What a visitor reads when a page fails: 503 while the database is away, which passes by itself, else 500."""

import sys

import psycopg
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

RETRY_SECONDS = 5
# PostgreSQL: no connection; a crash, a stop or a start; no room for another connection, or on its disk.
AWAY = ("08", "57", "53")
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR")


def failed(request: HttpRequest) -> HttpResponse:
    """For every error that no view has named; the handler calls it while that one is being handled."""
    if not is_away(sys.exception()):
        return server_error(request)
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def is_away(error: BaseException | None) -> bool:
    """Whether the error, or one behind it, says that the database cannot be reached or is too busy."""
    while error is not None:
        if is_about_the_connection(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def is_about_the_connection(error: BaseException) -> bool:
    if isinstance(error, (psycopg.OperationalError, psycopg.InterfaceError)):
        return error.sqlstate is None or error.sqlstate.startswith(AWAY)
    if getattr(error, "sqlite_errorname", "").startswith(BUSY):
        return True
    return isinstance(error, Error) and str(error).startswith("database is locked")  # our own queue gave up
