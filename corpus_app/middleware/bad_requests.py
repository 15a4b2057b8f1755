"""Requests that no view should see: too large, not UTF-8, or with characters no database stores alike."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from corpus_app.middleware.characters import STRICT_UTF8, UNSTORABLE, strings_in_json

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

CHARACTERS = (
    "This request holds characters that no text can hold: NUL, another control character, or half of a character. "
    "Remove them (pasting through a plain text editor does it) and send it again."
)
NOT_UTF8 = "This request is not encoded as UTF-8. Send it again from a current browser, or encode it as UTF-8."
NOT_JSON = "This request says that it is JSON, but it cannot be read as JSON. Correct it and send it again."
TOO_LARGE = "This request is larger than Corpus accepts. Send less at once: fewer files, or a shorter text."
TOO_SLOW = "This request stopped arriving before it was complete. Check the connection and send it again."

# What the server (corpus_app.server) saw before Django did; the answer is ours, so that it looks like the others.
REFUSED_BY_SERVER = {413: TOO_LARGE, 408: TOO_SLOW}


class RefuseBadRequests:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if status := request.META.get("corpus.refused"):
            return answer(request, REFUSED_BY_SERVER[status], status)
        try:
            request.encoding = STRICT_UTF8  # reads the query
            address = [*fields(request.GET.lists()), path_of(request)]
        except UnicodeDecodeError:
            return answer(request, NOT_UTF8)
        if any(map(UNSTORABLE.search, address)):
            return answer(request, CHARACTERS)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Check the body, once an address is known to want it. Must come before the CSRF check, which reads it."""
        try:
            if request.content_type in FORMS:
                texts = fields([*request.POST.lists(), *((name, []) for name in request.FILES)])
            elif request.content_type == "application/json" and request.body:
                texts = strings_in_json(request.body)
            else:
                return None
            return answer(request, CHARACTERS) if any(map(UNSTORABLE.search, texts)) else None
        except UnicodeDecodeError:
            return answer(request, NOT_UTF8)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return answer(request, TOO_LARGE, 413)
        except (ValueError, RecursionError):
            return answer(request, NOT_JSON)


def fields(lists: Any) -> Iterator[str]:
    for name, values in lists:
        yield name
        yield from values


def path_of(request: HttpRequest) -> str:
    """The path as it was sent; Django's own has broken bytes escaped again, as if they were text."""
    return request.META["PATH_INFO"].encode("latin-1").decode()


def answer(request: HttpRequest, message: str, status: int = 400) -> HttpResponse:
    return render(request, "400.html", {"message": message, "status": status}, status=status)
