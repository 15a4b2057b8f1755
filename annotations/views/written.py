"""The list of all notes, replies and memos of a project."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations import access
from annotations.access import Permission
from annotations.forms.notes import WrittenForm
from annotations.pages import written


@require_safe
def show_written(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    form = WrittenForm(
        request.GET, authors=written.authors(project, request.user), articles=written.articles(project, request.user)
    )
    wanted = form.wanted()
    page = written.written(project, request.user, **wanted)
    narrowed = {name: value for name, value in wanted.items() if name != "before"}
    context = {"project": project, "form": form, "page": page, "wanted": narrowed, "query": urlencode(narrowed)}
    return render(request, "annotations/written.html", context)
