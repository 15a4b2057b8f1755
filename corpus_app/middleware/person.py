"""Work that waited in a browser is kept for the person who did it only, whoever is signed in there by now."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

PERSON = "Corpus-Person"  # the header by which a page's script says whose work it sends
ANOTHER = "Somebody else is signed in in this browser now. Sign in again as yourself to save your work.\n"


def only_for_the_person(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """Refuse what another person's page sends. Nobody signed in is led to the sign-in as always."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        person = request.headers.get(PERSON, "")
        if person and request.user.is_authenticated and request.user.uid != person:
            return HttpResponse(ANOTHER, status=412, content_type="text/plain; charset=utf-8")
        return get_response(request)

    return middleware
