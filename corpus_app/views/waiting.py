"""Answers to who has tried something too often: 429 and how long to wait."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corpus_app import attempts
from corpus_app.attempts import Limit


def answer(request: HttpRequest, template: str, context: dict[str, object], seconds: int) -> HttpResponse:
    """A form's page: 422 after a bad post, or 429 where the form says that one has to wait."""
    status = 429 if seconds else 422 if request.method == "POST" else 200
    response = render(request, template, context, status=status)
    if seconds:
        response["Retry-After"] = str(seconds)
    return response


def network_of(request: HttpRequest) -> str:
    return attempts.network_of(request.META.get("REMOTE_ADDR", ""))


def after_a_try(request: HttpRequest, limit: Limit, *more: tuple[Limit, str]) -> HttpResponse | None:
    """Count a try of the visitor's network, and more; the page that asks for patience, or None to go on."""
    seconds = attempts.count_each((limit, network_of(request)), *more)
    return answer(request, "429.html", {"wait": attempts.in_words(seconds)}, seconds) if seconds else None
