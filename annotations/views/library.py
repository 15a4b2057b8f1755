"""The project's home: its articles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.forms.library import LibraryForm
from annotations.models import Memo
from annotations.pages import memos
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
        "may_annotate": access.may(project, Permission.ANNOTATE),
    }
    if request.htmx:
        return render(request, "annotations/_library_list.html", context)
    address = reverse("annotations:write-project-memo", args=(slug,))
    context["memos"] = memos.of(Memo.objects.filter(project=project, article=None, tag=None), request.user, address)
    return render(request, "annotations/library.html", context)
