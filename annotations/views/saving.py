"""Saving a view of the passages under a name, and removing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from annotations import access
from annotations.access import Permission
from annotations.actions.saving import remove_view, save_view
from annotations.forms.saving import SaveViewForm
from annotations.views.parts import first_error, undo_address
from corpus_app.models import Project


@require_POST
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Readers have views, too: for themselves. What is for the team is made by those who work on it."""
    project = access.project(request, slug, Permission.READ)
    form = SaveViewForm(request.POST, project=project)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect(_passages(project, ""))
    said = form.cleaned_data
    if said["is_shared"]:
        access.project(request, slug, Permission.ANNOTATE)
    view = save_view(project=project, owner=request.user, **said)
    instead = " in place of the one you had under this name" if view.former else ""
    undo = undo_address(request, project, view.change)
    messages.success(request, f"The view “{view.name}” was saved{instead}.", extra_tags=undo)
    return redirect(_passages(project, view.query))


@require_POST
def remove(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    view = access.saved_view(request, slug, uid, Permission.READ)
    if view.owner_id != request.user.pk and not access.may(view.project, Permission.MANAGE):
        return HttpResponseForbidden("Only who has saved a view, or an owner of the project, can remove it.")
    gone = remove_view(view=view, actor=request.user)
    undo = undo_address(request, view.project, gone.change)
    messages.success(request, f"The view “{view.name}” was removed.", extra_tags=undo)
    return redirect(_passages(view.project, view.query))


def _passages(project: Project, query: str) -> str:
    address = reverse("annotations:passages", args=(project.slug,))
    return f"{address}?{query}" if query else address
