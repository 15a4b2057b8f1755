"""Browsing passages across all articles, of all tags or of one."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.filters import ADDING, Fits, parse
from annotations.forms.filters import FilterForm
from annotations.models import Memo, SavedView, Tag
from annotations.pages import memos
from annotations.pages.browse import Browse, browse
from annotations.pages.choice_counts import choice_counts
from annotations.pages.codebook import tag_box
from annotations.pages.passages_html import Writer
from annotations.tagtree import TagTree
from corpus_app.models import Project


@require_safe
def show_passages(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    return _answer(request, project, reverse("annotations:passages", args=(slug,)))


@require_safe
def show_tag(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    tag = access.tag(request, slug, uid, Permission.READ)
    return _answer(request, tag.project, reverse("annotations:tag", args=(slug, uid)), tag)


@require_safe
def count_choices(request: HttpRequest, slug: str) -> HttpResponse:
    """How many rows each choice of the filter would leave."""
    project = access.project(request, slug, Permission.READ)
    tree = TagTree.of(project)
    found, errors = parse(project, request.GET, tree)
    counts = {} if errors else choice_counts(project, request.user, found, tree)
    return JsonResponse(counts, status=422 if errors else 200)


def _answer(request: HttpRequest, project: Project, path: str, tag: Tag | None = None) -> HttpResponse:
    """The whole page, or for the page's own script only what it swaps: the results, or the next passages."""
    page = browse(project, request.user, request.GET, path, tag)
    is_part = request.htmx and not request.htmx.history_restore_request
    if not (is_part or page.errors) and ("" in request.GET.values() or not set(ADDING).isdisjoint(request.GET)):
        return redirect(page.url)  # a form without script sends its empty fields too, and what it adds to the groups
    may_tag = access.may(project, Permission.ANNOTATE)
    context = {
        "project": project, "browse": page, "may_tag": may_tag, "is_part": is_part, "fits": Fits.choices,
        "add_to": _goes_to(request), "passages": Writer(project, may_tag=may_tag).batch(page.batch),
    }
    template = "annotations/passages.html" if tag is None else "annotations/tag.html"
    if is_part:
        template = f"annotations/_passages_{'batch' if 'after' in request.GET else 'results'}.html"
    else:
        context |= _around(request, project, page)
    response = render(request, template, context, status=422 if page.errors else 200)
    if is_part and "after" not in request.GET:
        response["HX-Push-Url"] = page.url
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response


def _goes_to(request: HttpRequest) -> str:
    """The group that the next condition is to come into; after a new one was begun, that one."""
    said = request.GET.get("add_to", "")
    is_added = bool(request.GET.get("add") or request.GET.get("add_words"))
    return "" if said == "new" and is_added else said


def _around(request: HttpRequest, project: Project, page: Browse) -> dict[str, object]:
    """What the whole page has beside the results: the form, and a tag's own box."""
    form = FilterForm(
        project, request.user, page.found, page.tree, errors=page.errors, said=request.GET.dict(), fixed=page.settled
    )
    views = SavedView.objects.visible_to(request.user).filter(project=project).select_related("owner")
    if page.fixed is None:
        return {"form": form, "views": views}
    address = reverse("annotations:write-tag-memo", args=(project.slug, page.fixed.uid))
    return {
        "form": form,
        "views": views,
        "box": tag_box(page.fixed, page.tree, request.user),
        "memos": memos.of(Memo.objects.filter(tag=page.fixed), request.user, address),
        "may_manage": access.may(project, Permission.MANAGE),
        "may_annotate": access.may(project, Permission.ANNOTATE),
    }
