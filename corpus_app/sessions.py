"""Who is asking, and where they belong: Django's sessions and accounts, read by queries that are written only once."""

from django.contrib.auth import get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from corpus_app.models import Membership, User
from corpus_app.written import Written

SESSIONS = Written(lambda key: Session.objects.filter(session_key=key))
PEOPLE = Written(lambda person: User.objects.filter(pk=person))
MEMBERSHIPS = Written(
    lambda person: Membership.objects.current().filter(user=person).select_related("project", "user").order_by("number")
)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        """Django's own, which writes the query anew for each request."""
        session = SESSIONS.first(key=self.session_key)
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        return session


class Accounts(ModelBackend):
    def get_user(self, user_id: int) -> User | None:
        """With their memberships, which nearly every page needs next, in the same query; left on the person."""
        memberships = MEMBERSHIPS.objects(person=user_id)
        user = memberships[0].user if memberships else PEOPLE.first(person=user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.entered = memberships
        return user


def memberships_of(user: User) -> list[Membership]:
    """As they were when the person was looked up in this request, for who asks first; then as they are now."""
    known = vars(user).pop("entered", None)
    return MEMBERSHIPS.objects(person=user.pk) if known is None else known


class AskWho(AuthenticationMiddleware):
    """Puts the person on the request. Not lazily as Django does: nearly every page asks, some a hundred times."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = get_user(request)
