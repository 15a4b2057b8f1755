"""Programs that read with a token: `Authorization: Bearer corpus_…`, only where a view says so, and only to read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from corpus_app import actions, attempts, own
from corpus_app.actions.sessions import PREFIX
from corpus_app.models import ApiToken

USED_EVERY = timedelta(minutes=10)  # more exactly nobody needs to know when a token was used
READ_ONLY = "A token only reads: it takes GET requests for annotations.csv. Sign in for everything else.\n"
UNKNOWN = "There is no such token: it was revoked or not copied whole. Make one under Account, API tokens.\n"
EXPIRED = "This token has expired. Make a new one under Account, API tokens.\n"


def for_programs(view: Callable) -> Callable:
    """Let the view be asked with a token; it then passes the same door as for its owner's browser."""
    view.for_programs = True
    return view


class AcceptTokens:
    """Comes before the check that somebody is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *parts: Any) -> HttpResponse | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not getattr(view, "login_required", True):
            return None
        if not getattr(view, "for_programs", False):
            # What is not ours may be a proxy's business: this page asks for a session anyway.
            return answer(READ_ONLY, 403) if secret.startswith(PREFIX) else None
        if request.method not in ("GET", "HEAD"):
            return answer(READ_ONLY, 403)
        token = own.token_of(secret.strip())
        if token is None or token.is_expired:
            return refuse(request, token)
        if token.used_at is None or timezone.now() - token.used_at > USED_EVERY:
            actions.note_token_used(token=token)
        request.user, request.token = token.user, token
        return None


def refuse(request: HttpRequest, token: ApiToken | None) -> HttpResponse:
    seconds = 0 if token else attempts.count(attempts.WRONG_LINK, attempts.network_of(request.META["REMOTE_ADDR"]))
    if seconds:
        waiting = f"Wrong tokens have been sent too often. Wait {attempts.in_words(seconds)} and try again.\n"
        return answer(waiting, 429, {"Retry-After": str(seconds)})
    return answer(EXPIRED if token else UNKNOWN, 401, {"WWW-Authenticate": 'Bearer realm="Corpus"'})


def answer(text: str, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)
