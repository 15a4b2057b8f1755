"""The project's home: its articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.forms.library import LibraryForm
from annotations.pages.library import library


@require_safe
def show_library(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    form = LibraryForm(request.GET)
    wanted = form.wanted()
    context = {
        "project": project,
        "form": form,
        "wanted": wanted,
        "library": library(project, request.user, **wanted),
        "may_add": access.may(project, Permission.ADD_ARTICLES),
        "may_manage": access.may(project, Permission.MANAGE),
    }
    return render(request, "annotations/library.html", context)
