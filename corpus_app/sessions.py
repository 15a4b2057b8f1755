"""Who is asking: Django's sessions in the database and its accounts, read by queries that are written only once."""

from django.contrib.auth import get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from corpus_app.models import User
from corpus_app.written import Written

SESSIONS = Written(lambda key: Session.objects.filter(session_key=key))
PEOPLE = Written(lambda person: User.objects.filter(pk=person))


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
        user = PEOPLE.first(person=user_id)
        return user if user and self.user_can_authenticate(user) else None


class AskWho(AuthenticationMiddleware):
    """Puts the person on the request. Not lazily as Django does: nearly every page asks, some a hundred times."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = get_user(request)
