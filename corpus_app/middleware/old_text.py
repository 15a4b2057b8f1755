"""A page that shows an older text of an article can neither save in the newer one nor fetch parts of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render


class OldText(Exception):
    """The article has another text than the page from which the request comes; `address` shows the new one."""

    def __init__(self, address: str) -> None:
        super().__init__("The text of this article has been changed since this page was loaded.")
        self.address = address


class AnswerOldText:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OldText):
            return None
        wants_part = "Corpus-Reader" in request.headers
        template = "_old_text.html" if wants_part else "old_text.html"
        return render(request, template, {"address": error.address}, status=409)
