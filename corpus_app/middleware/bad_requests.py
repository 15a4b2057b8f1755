"""Requests that no view should see: too large, not UTF-8, or with characters no database stores alike."""

from collections.abc import Callable, Iterable, Iterator
from json import JSONDecodeError
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from corpus_app.middleware.characters import STRICT_UTF8, UNSTORABLE, strings_in_json

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
            # Django has escaped what is broken in the path again, as if it were text; no address of ours holds a "%".
            path = unquote_to_bytes(request.path_info).decode()
            query = unquote_to_bytes(request.META.get("QUERY_STRING", "").encode("latin-1")).decode()
        except UnicodeDecodeError:
            return answer(request, NOT_UTF8)
        if UNSTORABLE.search(path) or UNSTORABLE.search(query):
            return answer(request, CHARACTERS)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Check the body, once an address is known to want it. Must come before the CSRF check, which reads it."""
        try:
            return answer(request, CHARACTERS) if any(map(UNSTORABLE.search, texts_in(request))) else None
        except UnicodeDecodeError:
            return answer(request, NOT_UTF8)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return answer(request, TOO_LARGE, 413)
        except (JSONDecodeError, RecursionError):
            return answer(request, NOT_JSON)


def texts_in(request: HttpRequest) -> Iterable[str]:
    """Every name and text in the request's body; what files hold is for their readers to judge."""
    if request.content_type == "multipart/form-data":
        request.encoding = STRICT_UTF8
        return [*fields(request.POST.lists()), *request.FILES]
    if request.content_type == "application/x-www-form-urlencoded":
        request.encoding = "utf-8"  # Django insists on this name here
        texts = [*fields(request.POST.lists())]
        if not request.body.isascii() or any("\ufffd" in text for text in texts):
            unquote_to_bytes(request.body).decode()  # was U+FFFD sent, or put in the place of broken bytes?
        return texts
    if request.content_type == "application/json" and request.body:
        return strings_in_json(request.body)
    return []


def fields(lists: Any) -> Iterator[str]:
    for name, values in lists:
        yield name
        yield from values


def answer(request: HttpRequest, message: str, status: int = 400) -> HttpResponse:
    return render(request, "400.html", {"message": message, "status": status}, status=status)
