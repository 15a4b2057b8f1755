"""Starting a project with a codebook that needs no settings page."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from annotations.actions.filling import add_preset
from annotations.presets import THEMES, Preset
from corpus_app.actions import create_project
from corpus_app.models import Project, Role, User

WITHIN = timedelta(seconds=3)  # nobody starts two of one name so fast, and a button is pressed twice so fast

def start_project(
    *, owner: User, name: str, slug: str = "", blind: bool = False, preset: Preset = THEMES
) -> Project:
    """With the preset's facets: unless told otherwise Theme (empty) and Stance (against, neutral, for).

    A button pressed twice gives the project of the first press.
    """
    with transaction.atomic():
        there = None if slug else _just_started(owner, name)
        if there is not None:
            return there
        project = create_project(owner=owner, name=name, slug=slug, blind=blind)
        if preset.facets:
            add_preset(project=project, actor=owner, preset=preset)
    return project


def _just_started(owner: User, name: str) -> Project | None:
    """Takes the person's lock first, so that two presses at once are one after the other."""
    User.objects.select_for_update().get(pk=owner.pk)
    mine = Project.objects.filter(memberships__user=owner, memberships__role=Role.OWNER, memberships__removed_at=None)
    return mine.filter(name=name, created_at__gt=timezone.now() - WITHIN).first()
