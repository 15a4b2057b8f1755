"""The overview of a project: its tags in numbers, as a page and as a table to take away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.exchange.cells import BOM, NEWLINE, safe
from annotations.forms.filters import FilterForm
from annotations.pages.overview import Overview, overview
from annotations.pages.pictures import standalone, views
from corpus_app.models import Project

SETTLED = "facet", "untagged"  # what the page has of its own, and what has no tag to count


@require_safe
def show_overview(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    page = _page(request, project)
    if page.table and request.GET.get("as") == "svg":
        return _file(standalone(page.heatmap().svg()), "image/svg+xml", project, "svg")
    return _answer(request, project, page)


@require_safe
def overview_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The table as it is shown, for spreadsheets."""
    project = access.project(request, slug, Permission.READ)
    page = _page(request, project)
    if page.errors:
        return _answer(request, project, page)
    lines = page.table.lines if page.table else []
    text = "".join(",".join(safe(cell).csv for cell in line) + NEWLINE for line in lines)
    return _file(BOM + text, "text/csv; charset=utf-8", project, "csv")


def _file(body: str, content_type: str, project: Project, ending: str) -> HttpResponse:
    name = f"{project.slug}-overview-{timezone.now():%Y-%m-%d}.{ending}"
    return HttpResponse(
        body, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _page(request: HttpRequest, project: Project) -> Overview:
    return overview(project, request.user, request.GET, reverse("annotations:overview", args=(project.slug,)))


def _answer(request: HttpRequest, project: Project, page: Overview) -> HttpResponse:
    """The whole page, or for the page's own script only what it swaps: the table."""
    is_part = request.htmx and not request.htmx.history_restore_request
    if not (is_part or page.errors) and "" in request.GET.values():
        return redirect(page.url)  # a form without script sends its empty fields too
    context = {"project": project, "overview": page, "views": views(project), "view": "overview"}
    if not is_part:
        context["form"] = FilterForm(
            project, request.user, page.found, page.tree, errors=page.errors, said=request.GET.dict(), fixed=SETTLED
        )
    template = f"annotations/{'_overview_results' if is_part else 'overview'}.html"
    response = render(request, template, context, status=422 if page.errors else 200)
    if is_part:
        response["HX-Push-Url"] = page.url
    patch_vary_headers(response, ("HX-Request", "HX-History-Restore-Request"))
    return response
