"""The project's home: its articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.forms.library import LibraryForm
from annotations.pages.library import Sort, library


@require_safe
def show_library(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    wanted = LibraryForm(request.GET).wanted()
    context = {
        "project": project,
        "wanted": wanted,
        "sorts": Sort.choices,
        "library": library(project, request.user, **wanted),
        "may_add": access.may(project, Permission.ADD_ARTICLES),
    }
    page = "_library_list" if request.htmx else "library"
    return render(request, f"annotations/{page}.html", context)
