"""Pictures of the whole: as a page, as SVG to take away, and as a table for spreadsheets."""

import re
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.exchange.cells import BOM, NEWLINE, safe
from annotations.forms.filters import FilterForm
from annotations.pages.picture_parts import Picture
from annotations.pages.pictures import PicturePage, View, picture_page, standalone, views
from annotations.views.overview import SETTLED
from corpus_app.models import Project

NUMBER = re.compile(r"-?\d+(\.\d+)?")


@require_safe
def show_picture(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    if name not in View.values:
        raise Http404
    page = picture_page(project, request.user, View(name), request.GET)
    if page.picture and request.GET.get("as") in ("csv", "svg"):
        return picture_file(page.picture, request.GET["as"], f"{project.slug}-{name}")
    return _answer(request, project, page)


def picture_file(picture: Picture, kind: str, name: str) -> HttpResponse:
    if kind == "svg":
        body, content_type = standalone(picture.drawing.svg()), "image/svg+xml"
    else:
        body, content_type = sheet_of(picture.sheet.lines), "text/csv; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{name}-{timezone.now():%Y-%m-%d}.{kind}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)


def sheet_of(lines: Iterable[Sequence[str]]) -> str:
    """Numbers as they are, also negative ones; all else quoted, and no formula."""
    cells = (",".join(cell if NUMBER.fullmatch(cell) else safe(cell).csv for cell in line) for line in lines)
    return BOM + "".join(line + NEWLINE for line in cells)


def _answer(request: HttpRequest, project: Project, page: PicturePage) -> HttpResponse:
    """The whole page, or for the page's own script only what it swaps."""
    is_part = request.htmx and not request.htmx.history_restore_request
    if not (is_part or page.errors) and "" in request.GET.values():
        return redirect(page.url)  # a form without script sends its empty fields too
    context = {"project": project, "overview": page, "views": views(project), "view": page.view.value}
    if not is_part:
        context["form"] = FilterForm(
            project, request.user, page.found, page.tree, errors=page.errors, said=request.GET.dict(), fixed=SETTLED
        )
    template = f"annotations/{'_picture_results' if is_part else 'picture'}.html"
    response = render(request, template, context, status=422 if page.errors else 200)
    if is_part:
        response["HX-Push-Url"] = page.url
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response
