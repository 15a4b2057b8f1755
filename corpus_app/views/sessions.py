"""Beginning, keeping and ending the session of this browser, and ending those of others."""

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from corpus_app import actions, own
from corpus_app.devices import device_of
from corpus_app.middleware.presence import OPENED
from corpus_app.models import User


def begin(request: HttpRequest, user: User) -> None:
    """Sign in, with a new key, and note where."""
    login(request, user)
    request.session.save()  # a key of its own it has only from now on, where somebody else was signed in before
    device = device_of(request.headers.get("User-Agent", ""))
    session = actions.begin_session(user=user, key=request.session.session_key, device=device)
    request.session[OPENED] = session.uid


def keep_only_this(request: HttpRequest) -> None:
    """After a new password: this browser goes on, all others are out."""
    update_session_auth_hash(request, request.user)
    request.session.save()
    uid = request.session.get(OPENED, "")
    actions.renew_session(user=request.user, uid=uid, key=request.session.session_key)
    actions.end_other_sessions(user=request.user, but=uid)


def end(request: HttpRequest) -> None:
    session = own.this_session(request)
    if session is not None:
        actions.end_session(session=session)
    logout(request)


@require_POST
def end_session(request: HttpRequest, uid: str) -> HttpResponse:
    session = own.session(request, uid)
    actions.end_session(session=session)
    messages.success(request, f"Signed out: {session.device}.")
    return redirect(reverse("account") + "#sessions")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    ended = actions.end_other_sessions(user=request.user, but=request.session.get(OPENED, ""))
    messages.success(request, "You are signed out everywhere else." if ended else "You are signed in only here.")
    return redirect(reverse("account") + "#sessions")
