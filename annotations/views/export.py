"""Taking annotations.csv away, and the page on which somebody says how."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.export import annotations_csv
from annotations.filters import PassageFilter, parse
from annotations.forms.export import ExportForm
from annotations.pages.export import export_page
from corpus_app.live.admission import still_admits
from corpus_app.middleware.programs import for_programs
from corpus_app.models import Project
from corpus_app.server.ongoing import Download


@for_programs
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponseBase:
    project = access.project(request, slug, Permission.READ)
    found, errors = parse(project, request.GET)
    form = ExportForm(request.GET)
    if errors or not form.is_valid():
        return page(request, project, found, errors, form)
    pieces = annotations_csv(project=project, user=request.user, found=found, **form.cleaned_data)
    name = f"{project.slug}-annotations-{timezone.now():%Y-%m-%d}.csv"
    return Download(
        pieces,
        still_admits(request, project),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def choose_export(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    found, errors = parse(project, request.GET)
    return page(request, project, found, errors, ExportForm(request.GET))


def page(
    request: HttpRequest, project: Project, found: PassageFilter, errors: dict[str, str], form: ExportForm
) -> HttpResponse:
    status = 200 if form.is_valid() and not errors else 422
    address = reverse("annotations:export-page", args=(project.slug,))
    built = export_page(project, request.user, found, errors, address)
    return render(request, "annotations/export.html", {"project": project, "form": form, "page": built}, status=status)
