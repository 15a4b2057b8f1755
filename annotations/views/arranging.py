"""Arranging the codebook: tags moved by a step, by dragging, or several at once after a look at what would change."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.arranging import ArrangeForm
from annotations.pages.arranging import place_in_words, preview
from annotations.pages.codebook import codebook
from annotations.tagtree import TagTree
from annotations.views.parts import undo_address
from corpus_app.models import Change, Project


def arrange_tags(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.MANAGE)
    if request.method != "POST":
        return _page(request, project)
    form = ArrangeForm(request.POST, tree=TagTree.of(project))
    if not form.is_valid():
        return _page(request, project, 422, next(iter(form.errors.values()))[0])
    said = form.cleaned_data
    if said["do"] == "merge":
        chosen = urlencode([("tag", tag.uid) for tag in said["tags"]])
        return redirect(f"{reverse('annotations:merge-tags', args=(slug,))}?{chosen}")
    if not said["move"] and (said["do"] == "look" or not said["sure"]):
        return _page(request, project, said=said)
    try:
        _tell(request, project, _do(request, project, said), said)
    except actions.Refused as reason:
        return _page(request, project, 409, str(reason))
    return redirect("annotations:arrange-tags", slug)


def _do(request: HttpRequest, project: Project, said: dict) -> Change:
    if said["do"] == "archive":
        return actions.archive_tags(tags=said["tags"], actor=request.user, project=project)
    parent, before = said["place"]
    return actions.move_tags(tags=said["tags"], actor=request.user, project=project, parent=parent, before=before)


def _tell(request: HttpRequest, project: Project, change: Change, said: dict) -> None:
    if said["do"] == "archive":
        count = len(said["tags"])
        sentence = f"{count} tag{' is' if count == 1 else 's are'} archived: no longer offered, but on their passages."
    else:
        sentence = place_in_words(said["tags"], TagTree.of(project))
    messages.success(request, sentence, extra_tags=undo_address(request, project, change))


def _page(
    request: HttpRequest, project: Project, status: int = 200, refused: str = "", said: dict | None = None
) -> HttpResponse:
    parts = codebook(project, request.user)
    context = {"project": project, "parts": parts, "refused": refused, "ticked": request.POST.getlist("tag")}
    if said and said["do"] in ("under", "archive"):
        context["preview"] = preview(said["tags"], said["do"], said.get("place"), parts)
    return render(request, "annotations/codebook_arrange.html", context, status=status)
