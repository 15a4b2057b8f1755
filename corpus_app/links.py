"""Addresses with a secret in them, for mails and the shell. They begin with SITE_URL, whatever a request says."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.urls import reverse

from corpus_app.models import Invitation, User

SIGN_UP = "corpus.sign-up"


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def invitation_link(invitation: Invitation) -> str:
    return absolute(reverse("invitation", args=[invitation.token]))


def reset_link(user: User) -> str:
    """A link to set a new password: good once, for 24 hours, and dead after any sign-in or change of password."""
    return absolute(reverse("reset-password", args=[user.uid, default_token_generator.make_token(user)]))


def person_of_reset(uid: str, token: str) -> User | None:
    """Whose password the link may set, if it still may."""
    user = User.objects.filter(uid=uid, is_active=True).first()
    return user if user and default_token_generator.check_token(user, token) else None


def sign_up_link(email: str) -> str:
    """A link that says: who opens it reads mail at this address. For 24 hours; with an account made, it makes none."""
    return absolute(reverse("confirm-sign-up", args=[signing.dumps(email, salt=SIGN_UP)]))


def address_of_sign_up(token: str) -> str:
    """The confirmed address; empty where the link is none of ours or too old."""
    try:
        return signing.loads(token, salt=SIGN_UP, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature:
        return ""
