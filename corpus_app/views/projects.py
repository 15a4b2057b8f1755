"""A project's settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corpus_app import access, actions
from corpus_app.access import Permission
from corpus_app.actions.seen import EditedMeanwhile
from corpus_app.forms.projects import SettingsForm, settings_of


def edit_project(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.MANAGE)
    posted = request.method == "POST"
    form = SettingsForm(request.POST if posted else None, initial=settings_of(project))
    status = 422 if posted else 200
    if posted and form.is_valid():
        try:
            actions.edit_project(project=project, actor=request.user, **form.cleaned_data)
        except EditedMeanwhile as refusal:
            form.tell(refusal, SettingsForm(initial=settings_of(project)))
            status = 409
        else:
            messages.success(request, "The settings have been saved.")
            return redirect("edit-project", slug)
    return render(request, "corpus_app/edit_project.html", {"project": project, "form": form}, status=status)
