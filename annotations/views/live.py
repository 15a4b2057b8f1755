"""Following a project or an article while it is looked at, and fetching what has changed there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from annotations import access
from annotations.access import Permission
from annotations.forms.live import FollowedForm
from annotations.live import hub
from annotations.pages import followed, history
from corpus_app.live.response import follow


@require_safe
def follow_project(request: HttpRequest, slug: str) -> HttpResponse:
    return follow(hub, request, access.project(request, slug, Permission.READ))


@require_safe
def follow_article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.READ)
    return follow(hub, request, article.project, article)


@require_GET
def show_followed(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The parts of the reading page that a stream has said look different now."""
    article = access.article(request, slug, uid, Permission.READ)
    form = FollowedForm(request.GET)
    if not form.is_valid():
        return HttpResponse("This is not what a stream tells to fetch.", status=422, content_type="text/plain")
    found = followed.of(article=article, user=request.user, **form.cleaned_data)
    context = {"followed": found, "panel": found.panel, "project": article.project}
    if access.may(article.project, Permission.ANNOTATE):
        context["history"] = history.of(article, request.user)
    return render(request, "annotations/_followed.html", context)
