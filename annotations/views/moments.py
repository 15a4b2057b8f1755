"""An article as it was: read only, under the same rules as everything."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.pages import moments
from corpus_app.live.cursors import name_of, number_of


@require_safe
def choose_moment(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """To the article as of a day and time in UTC (`at`), which is that right after its last change before it."""
    article = access.article(request, slug, uid, Permission.READ)
    at = _moment(request.GET.get("at", ""))
    if at is None:
        messages.error(request, "This is not a day and time. Write it like 2026-11-22T14:30, in UTC.")
        return redirect("annotations:article", slug, uid)
    number = moments.number_at(article, request.user, at)
    return redirect("annotations:moment", slug, uid, name_of(request.user, article.project, number))


@require_safe
def show_moment(request: HttpRequest, slug: str, uid: str, name: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.READ)
    number = number_of(request.user, article.project, name)
    if number is None:
        raise Http404
    moment = moments.moment(article, request.user, number)
    context = {"moment": moment, "article": article, "project": article.project}
    return render(request, "annotations/moment.html", context)


def _moment(text: str) -> datetime | None:
    """The minute's end, so that what happened in it is there."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.replace(second=59, microsecond=999_999) if len(text) <= 16 else found
