"""Making an account and changing one's own. No Change: people stand outside of projects and their diaries."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction

from corpus_app.actions.members import Refused, accept_invitation
from corpus_app.actions.sessions import end_other_sessions
from corpus_app.display import unusual
from corpus_app.mail import post
from corpus_app.models import ApiToken, Invitation, Letter, User

BESIDE = ("pins",)  # what else a person's display holds: tags at hand, by project


def make_account(*, email: str, display_name: str, password: str) -> User:
    """Raises Refused where the address has an account."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, display_name=display_name)
    except IntegrityError as doubled:
        raise Refused("There is an account with this address already. Sign in with it instead.") from doubled


def sign_up(*, invitation: Invitation, email: str, display_name: str, password: str) -> User:
    """A new account that has used a place of the invitation; both or neither. Raises Refused."""
    with transaction.atomic():
        user = make_account(email=email, display_name=display_name, password=password)
        accept_invitation(invitation=invitation, user=user)
    return user


def ask_to_sign_up(*, email: str) -> Letter:
    """Mail a link with which the address makes its account, or the news that it has one."""
    return post.send(kind=Letter.Kind.SIGN_UP, to=email)


def rename_user(*, user: User, display_name: str) -> User:
    user.display_name = display_name
    user.save(update_fields=["display_name"])
    return user


def keep_display(*, user: User, chosen: Mapping[str, str]) -> User:
    """How pages look for them; settings that are not named stay, also those another window has just kept."""
    with transaction.atomic():
        present = User.objects.select_for_update().get(pk=user.pk).display
        kept = {name: present[name] for name in BESIDE if name in present}
        user.display = {**unusual({**present, **chosen}), **kept}
        user.save(update_fields=["display"])
    return user


def change_password(*, user: User, password: str) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def ask_for_reset(*, email: str) -> Letter:
    """Mail a link to this address; the same work whether or not it has an account, which is looked up when sending."""
    return post.send(kind=Letter.Kind.RESET, to=email)


def reset_password(*, user: User, password: str) -> User:
    """For who has lost the old one. Whoever may have had it is out: all sessions end, all tokens are revoked."""
    with transaction.atomic():
        ApiToken.objects.filter(user=user).delete()
        end_other_sessions(user=user)
        return change_password(user=user, password=password)
