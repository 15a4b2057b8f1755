"""Following a project, or one of its articles, while it is looked at."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.live import hub
from corpus_app.live.response import follow


@require_safe
def follow_project(request: HttpRequest, slug: str) -> HttpResponse:
    return follow(hub, request, access.project(request, slug, Permission.READ))


@require_safe
def follow_article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.READ)
    return follow(hub, request, article.project, article.uid)
