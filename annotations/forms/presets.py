"""Choosing a codebook to begin with, or to add to one."""

from django import forms

from annotations.presets import AT_START, PRESETS, THEMES, Preset
from corpus_app.forms.projects import ProjectForm

UNKNOWN = {"required": "Choose one of the presets.", "invalid_choice": "Choose one of the presets below."}


class PresetForm(forms.Form):
    preset = forms.ChoiceField(choices=[(key, preset.name) for key, preset in PRESETS.items()], error_messages=UNKNOWN)

    def clean_preset(self) -> Preset:
        return PRESETS[self.cleaned_data["preset"]]


class NewProjectForm(ProjectForm):
    """A project's name and ways, and the codebook that it begins with; themes and stance unless chosen otherwise."""

    preset = forms.ChoiceField(
        required=False, choices=[(key, preset.name) for key, preset in AT_START.items()], initial=THEMES.key,
        error_messages=UNKNOWN,
    )

    def clean_preset(self) -> Preset:
        return AT_START[self.cleaned_data["preset"] or THEMES.key]
