"""Sessions and tokens of a person. No Change: people stand outside of projects and their diaries."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from corpus_app.actions.members import Refused
from corpus_app.models import ApiToken, OpenSession, User
from corpus_app.sessions import SessionStore

PREFIX = "corpus_"  # so that people, and programs that look for leaked secrets, recognise one
MOST_TOKENS = 20
IDLE = timedelta(days=7)  # without use; a session in use ends by its age


def begin_session(*, user: User, key: str, device: str) -> OpenSession:
    """Note that somebody has signed in; their sessions that ran out are forgotten."""
    now = timezone.now()
    OpenSession.objects.filter(user=user, expires_at__lte=now).delete()
    return OpenSession.objects.create(user=user, key=key, device=device, expires_at=now + session_age())


def renew_session(*, user: User, uid: str, key: str) -> None:
    """The same browser goes on under a new key."""
    OpenSession.objects.filter(user=user, uid=uid).update(key=key, expires_at=timezone.now() + session_age())


def note_seen(*, uid: str) -> bool:
    """False where the session has ended by that nobody used it, or by its age: then it is gone."""
    now, mine = timezone.now(), OpenSession.objects.filter(uid=uid)
    with transaction.atomic():
        if mine.filter(seen_at__gt=now - IDLE, expires_at__gt=now).update(seen_at=now):
            return True
        ended = mine.first()
        if ended is not None:
            end_session(session=ended)
    return ended is None


def end_session(*, session: OpenSession) -> None:
    SessionStore().delete(session.key)
    session.delete()


def end_other_sessions(*, user: User, but: str = "") -> int:
    """Sign the person out everywhere but in the session of this uid; returns how many that were."""
    others = list(OpenSession.objects.filter(user=user).exclude(uid=but))
    for session in others:
        end_session(session=session)
    return len(others)


def make_token(*, user: User, uid: str, name: str, days: int) -> tuple[ApiToken, str]:
    """The token's row, and the token itself, which nobody sees again. Raises Refused, also for a uid sent twice."""
    if ApiToken.objects.filter(user=user).count() >= MOST_TOKENS:
        raise Refused(f"You have {MOST_TOKENS} tokens. Revoke one that is no longer used first.")
    secret = PREFIX + secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=days)
    try:
        with transaction.atomic():
            token = ApiToken.objects.create(
                user=user, uid=uid, name=name, sha256=hash_of(secret), expires_at=expires_at
            )
    except IntegrityError as doubled:
        raise Refused("This token has been made already and is not shown again. Make another.") from doubled
    return token, secret


def revoke_token(*, token: ApiToken) -> None:
    token.delete()


def note_token_used(*, token: ApiToken) -> None:
    with transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(used_at=timezone.now())


def hash_of(secret: str) -> str:
    """Plain SHA-256: 256 random bits need no slow hash, and a request with a token should not wait for one."""
    return sha256(secret.encode()).hexdigest()


def session_age() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)
