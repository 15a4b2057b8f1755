"""Adding a preset to the codebook, after having seen what it would add."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from annotations import access, actions
from annotations.access import Permission
from annotations.forms.presets import PresetForm
from annotations.pages.presets import preset_cards
from corpus_app.models import Project


def add_preset(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.MANAGE)
    if request.method != "POST":
        return _presets(request, project)
    form = PresetForm(request.POST)
    if not form.is_valid():
        return _presets(request, project, 422, form.errors["preset"][0])
    preset = form.cleaned_data["preset"]
    try:
        change = actions.add_preset(project=project, actor=request.user, preset=preset)
    except actions.Refused as reason:
        return _presets(request, project, 409, str(reason))
    undo = reverse("annotations:undo", args=(slug, change.number))
    messages.success(request, f"“{preset.name}” is in the codebook.", extra_tags=undo)
    return redirect("annotations:codebook", slug)


def _presets(request: HttpRequest, project: Project, status: int = 200, refused: str = "") -> HttpResponse:
    context = {"project": project, "cards": preset_cards(project), "refused": refused}
    return render(request, "annotations/codebook_presets.html", context, status=status)
