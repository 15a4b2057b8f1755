"""Starting a project with a codebook that needs no settings page."""

from django.db import transaction

from annotations.actions.filling import add_preset
from annotations.presets import THEMES, Preset
from corpus_app.actions import create_project
from corpus_app.models import Project, User


def start_project(
    *, owner: User, name: str, slug: str = "", blind: bool = False, preset: Preset = THEMES
) -> Project:
    """With the preset's facets: unless told otherwise Theme (empty) and Stance (against, neutral, for)."""
    with transaction.atomic():
        project = create_project(owner=owner, name=name, slug=slug, blind=blind)
        if preset.facets:
            add_preset(project=project, actor=owner, preset=preset)
    return project
