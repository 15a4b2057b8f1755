"""The reading page and what its script asks for: notes, paragraphs, legend, codebook; and the place somebody reads."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from annotations import access, actions
from annotations.access import Permission
from annotations.pages import history, legend, palette, reading, rows
from annotations.pages.library import readable_date
from annotations.pages.rows import LAST
from corpus_app.models import Article
from corpus_app.pages.article_table import own_fields


@require_GET
def article(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    opened = access.article(request, slug, uid, Permission.READ)
    if not opened.has_text:
        return _without_text(request, opened)
    whole, at = request.GET.get("notes") == "all", _position(request.GET.get("at", ""))
    page = reading.page_of(opened, request.user, whole=whole, at=at)
    is_coder = access.may(opened.project, Permission.ANNOTATE)
    context = {
        "page": page, "article": opened, "project": opened.project, "is_coder": is_coder,
        "may_annotate": is_coder and not page.is_locked,
    }
    if context["may_annotate"]:
        context["history"] = history.of(opened, request.user)
    return render(request, "annotations/article.html", context)


@require_GET
def paragraphs(request: HttpRequest, slug: str, uid: str, first: int, last: int) -> HttpResponse:
    opened = access.article(request, slug, uid, Permission.READ)
    return _parts(rows.html_between(opened, request.user, min(first, LAST), min(last, LAST)))


@require_GET
def notes(request: HttpRequest, slug: str, uid: str, first: int, last: int) -> HttpResponse:
    opened = access.article(request, slug, uid, Permission.READ)
    return _parts(rows.notes_between(opened, request.user, min(first, LAST), min(last, LAST)))


@require_GET
def notes_around(request: HttpRequest, slug: str, uid: str, highlight: str) -> HttpResponse:
    """The notes of the section in which a highlight begins: a link names the highlight, not its place."""
    found = access.highlight(request, slug, highlight, Permission.READ)
    if found.article.uid != uid or found.version_id != found.article.version_id:
        raise Http404
    found.article.project = found.project
    return _parts(rows.notes_between(found.article, request.user, *rows.section_of(found.first_paragraph)))


@require_GET
def show_legend(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    opened = access.article(request, slug, uid, Permission.READ)
    context = {"legend": legend.whole(opened, request.user), "article": opened, "project": opened.project}
    return render(request, "annotations/_legend.html", context)


@require_POST
def keep_position(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    opened = access.article(request, slug, uid, Permission.READ)
    position = _position(request.POST.get("position", ""))
    if position is None:
        return HttpResponse("The position is the number of a paragraph.", status=422, content_type="text/plain")
    actions.keep_position(article=opened, coder=request.user, position=position)
    return HttpResponse(status=204)


@require_POST
def finish_reading(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The article is read, whether something was found in it or not; posted again with finished=0, it is not."""
    opened = access.article(request, slug, uid, Permission.READ)
    access.refuse_without_text(opened)
    verb = actions.reopen_article if request.POST.get("finished") == "0" else actions.finish_reading
    verb(article=opened, coder=request.user)
    return redirect(f"{reverse('annotations:article', args=[slug, uid])}#read")


@require_GET
def codebook(request: HttpRequest, slug: str) -> JsonResponse:
    project = access.project(request, slug, Permission.READ)
    return JsonResponse(palette.codebook_of(project, request.user))


def _without_text(request: HttpRequest, article: Article) -> HttpResponse:
    """What is known about it, and the way to attach its text."""
    context = {
        "article": article, "project": article.project, "published": readable_date(article.published),
        "own": [(field, article.meta.get(field.uid)) for field in own_fields(article.project, request.user)],
        "may_attach": access.may(article.project, Permission.ADD_ARTICLES),
    }
    return render(request, "annotations/no_text.html", context)


def _parts(parts: list[str]) -> HttpResponse:
    return HttpResponse("".join(parts))


def _position(said: str) -> int | None:
    """The number of a paragraph; None where it is not one."""
    is_number = said.isascii() and said.isdigit() and len(said) < 12
    return int(said) if is_number and 0 < int(said) <= LAST else None
