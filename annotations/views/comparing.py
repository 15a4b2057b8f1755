"""Articles side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.pages.comparing import comparison
from annotations.pages.pictures import views
from annotations.views.pictures import sheet_of


@require_safe
def show_comparison(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    found = comparison(project, request.user, request.GET)
    if found.columns and request.GET.get("as") == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{slug}-compared-{timezone.now():%Y-%m-%d}.csv"'}
        return HttpResponse(sheet_of(found.lines), content_type="text/csv; charset=utf-8", headers=headers)
    context = {"project": project, "comparison": found, "views": views(project), "view": "compare"}
    return render(request, "annotations/compare.html", context, status=422 if found.problem else 200)
