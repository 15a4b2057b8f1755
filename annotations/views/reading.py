"""The reading page and what is done on it with single articles: paragraphs, position, codebook for the palette."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from annotations import access, actions
from annotations.access import Permission
from annotations.pages import palette, reading

LAST = 2**31 - 1


@require_GET
def article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    opened = access.article(request, slug, uid, Permission.READ)
    page = reading.page_of(opened, request.user)
    may_annotate = access.may(opened.project, Permission.ANNOTATE)
    context = {"page": page, "article": opened, "project": opened.project, "may_annotate": may_annotate}
    return render(request, "annotations/article.html", context)


@require_GET
def paragraphs(request: HttpRequest, slug: str, uid: str, first: int, last: int) -> HttpResponse:
    opened = access.article(request, slug, uid, Permission.READ)
    rows = reading.html_between(opened, request.user, min(first, LAST), min(last, LAST))
    return render(request, "annotations/_paragraphs.html", {"rows": rows})


@require_POST
def keep_position(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    opened = access.article(request, slug, uid, Permission.READ)
    position = request.POST.get("position", "")
    if not (position.isascii() and position.isdigit() and len(position) < 12 and 0 < int(position) <= LAST):
        return HttpResponse("The position is the number of a paragraph.", status=422, content_type="text/plain")
    actions.keep_position(article=opened, coder=request.user, position=int(position))
    return HttpResponse(status=204)


@require_POST
def finish_reading(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The article is read, whether something was found in it or not; posted again with finished=0, it is not."""
    opened = access.article(request, slug, uid, Permission.READ)
    finished = request.POST.get("finished") != "0"
    actions.finish_reading(article=opened, coder=request.user, finished=finished)
    return redirect(f"{reverse('annotations:article', args=[slug, uid])}#read")


@require_GET
def codebook(request: HttpRequest, slug: str) -> JsonResponse:
    project = access.project(request, slug, Permission.READ)
    return JsonResponse(palette.codebook_of(project, request.user))
