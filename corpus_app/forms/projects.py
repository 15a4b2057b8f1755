"""A project's name, and whether its coders work blind."""

from django import forms

from corpus_app.actions.projects import SAID
from corpus_app.forms.seen import SeenForm, seen_in
from corpus_app.models import Project

BLIND = (
    "Coders see only their own highlights and tags, so that nobody is led by the others; owners see everybody's. "
    "You can reveal single articles when they are finished (Work), and change this later."
)


class ProjectForm(forms.Form):
    name = forms.CharField(
        label="Name of the project", max_length=120,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": "Give the project a name, so that people find it."},
    )
    blind = forms.BooleanField(label="Coders work blind", required=False, help_text=BLIND)


class SettingsForm(ProjectForm, SeenForm):
    """Of a project that is there."""


def settings_of(project: Project) -> dict[str, object]:
    return {name: getattr(project, name) for name in SAID} | seen_in(project, SAID)
