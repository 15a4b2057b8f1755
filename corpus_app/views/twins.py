"""What an article has in common with others of its project."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from corpus_app import access
from corpus_app.access import Permission
from corpus_app.pages import twins


@require_safe
def also(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """All its passages that stand elsewhere too, or with ?p= the one with that number."""
    article = access.article(request, slug, uid, Permission.READ)
    number = request.GET.get("p", "")
    position = int(number) if number.isdecimal() and number.isascii() and len(number) < 8 else 0
    context = {
        "project": article.project, "article": article, "position": position,
        "passages": twins.passages(article, request.user, position),
    }  # fmt: skip
    return render(request, "corpus_app/also.html", context)
