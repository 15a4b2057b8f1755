"""Taking a change back, and doing it again by taking that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from annotations import access, actions, verbs
from annotations.views import parts
from corpus_app.models import Project


@require_POST
def undo(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    change = access.undoable_change(request, slug, name)
    is_part = parts.by_script(request) and change.article is not None
    if is_part:
        change.article.project = change.project
    try:
        taken_back = actions.undo(change=change, actor=request.user)
    except actions.Refused as reason:
        if is_part:
            return parts.refused(request, str(reason), 409, change.article, undo_of=change)
        messages.error(request, str(reason))
        return redirect(_back(request, change.project))
    if not is_part:
        messages.success(request, "Undone." if verbs.is_undo(taken_back.verb) else "Done again.")
        return redirect(_back(request, change.project))
    message = "Undone." if verbs.is_undo(taken_back.verb) else "Done again."
    return parts.changed(request, change.article, message, taken_back)


def _back(request: HttpRequest, project: Project) -> str:
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return f"/projects/{project.slug}/"
