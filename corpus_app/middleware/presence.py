"""When a session was last used: written once in some minutes, so that requests stay free of it; and its end by time."""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

from corpus_app import actions

OPENED = "opened"  # in the session: the uid of its OpenSession
SECONDS = 600
MOST = 10_000  # sessions remembered by a process

written: dict[str, float] = {}


def note_presence(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        uid = request.session.get(OPENED) if request.user.is_authenticated else None
        if uid and monotonic() - written.get(uid, -SECONDS) >= SECONDS and not note(uid):
            logout(request)
        return get_response(request)

    return middleware


def note(uid: str) -> bool:
    """Whether the session goes on."""
    if len(written) >= MOST:
        written.clear()
    written[uid] = monotonic()
    with suppress(DatabaseError):  # a page that only reads must not fail because nothing can be written now
        return actions.note_seen(uid=uid)
    return True
