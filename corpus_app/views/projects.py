"""A project's settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corpus_app import access, actions
from corpus_app.access import Permission
from corpus_app.forms.projects import ProjectForm


def edit_project(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.MANAGE)
    posted = request.method == "POST"
    form = ProjectForm(request.POST if posted else None, initial={"name": project.name, "blind": project.blind})
    if posted and form.is_valid():
        actions.edit_project(project=project, actor=request.user, **form.cleaned_data)
        messages.success(request, "The settings have been saved.")
        return redirect("edit-project", slug)
    context = {"project": project, "form": form}
    return render(request, "corpus_app/edit_project.html", context, status=422 if posted else 200)
