"""What belongs to one person and to no project: found for its owner only, else 404."""

from django.http import Http404, HttpRequest

from corpus_app.actions.sessions import hash_of
from corpus_app.models import ApiToken, OpenSession


def session(request: HttpRequest, uid: str) -> OpenSession:
    found = OpenSession.objects.filter(user=request.user, uid=uid).first()
    if found is None:
        raise Http404
    return found


def this_session(request: HttpRequest) -> OpenSession | None:
    """The one of this browser; none where nobody is signed in, or since before sessions were noted."""
    key = request.session.session_key
    return OpenSession.objects.filter(user=request.user, key=key).first() if request.user.is_authenticated else None


def token(request: HttpRequest, uid: str) -> ApiToken:
    found = ApiToken.objects.filter(user=request.user, uid=uid).first()
    if found is None:
        raise Http404
    return found


def token_of(secret: str) -> ApiToken | None:
    """With its owner, unless they are switched off: who shows the token has the right."""
    rows = ApiToken.objects.select_related("user").filter(user__is_active=True)
    return rows.filter(sha256=hash_of(secret)).first()
