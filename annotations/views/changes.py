"""The project's history, and bringing back what was removed."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.changes import ChangesForm
from annotations.pages.changes import changes, people
from corpus_app.live.cursors import number_of
from corpus_app.models import Standing


@require_safe
def show_changes(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    form = ChangesForm(request.GET, people=people(project))
    wanted = form.wanted()
    wanted["before"] = number_of(request.user, project, str(wanted.get("before", "")))
    may_restore = access.may(project, Permission.MANAGE)
    page = changes(project, request.user, may_restore=may_restore, **wanted)
    narrowed = {name: value for name, value in wanted.items() if name != "before"}
    context = {
        "project": project, "form": form, "page": page, "wanted": narrowed, "query": urlencode(narrowed),
        "numbered": project.pk in Standing.of(request.user).everybodys,
    }
    return render(request, "annotations/changes.html", context)


@require_POST
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    change = access.change(request, slug, number, Permission.MANAGE)
    try:
        actions.restore(change=change, actor=request.user)
        messages.success(request, "It is back.")
    except actions.Refused as reason:
        messages.error(request, str(reason))
    return redirect("annotations:changes", slug)
