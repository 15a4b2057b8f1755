"""The list of somebody's projects, and starting a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from annotations import access, actions
from annotations.forms.presets import NewProjectForm
from annotations.pages.presets import preset_cards
from annotations.pages.projects import cards


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    memberships = access.enter(request)
    return render(request, "corpus_app/projects.html", {"cards": cards(request.user, memberships)})


def new_project(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = NewProjectForm(request.POST if posted else None)
    if posted and form.is_valid():
        project = actions.start_project(owner=request.user, **form.cleaned_data)
        return redirect("annotations:library", project.slug)
    context = {"form": form, "presets": preset_cards()}
    return render(request, "corpus_app/new_project.html", context, status=422 if posted else 200)
