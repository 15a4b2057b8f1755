"""The portrait of an article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.pages.portrait import portrait_of
from annotations.views.pictures import picture_file


@require_safe
def show_portrait(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    article = access.article(request, slug, uid, Permission.READ)
    picture = portrait_of(article, article.project, request.user)
    if picture and request.GET.get("as") in ("csv", "svg"):
        return picture_file(picture, request.GET["as"], f"{slug}-{uid}-portrait")
    context = {"project": article.project, "article": article, "picture": picture}
    return render(request, "annotations/portrait.html", context)
