"""Starting a project with the codebook that needs no settings page: themes, and a stance with a target."""

from django.db import transaction

from annotations.actions.codebook import add_facet, add_tag
from annotations.models import FacetKind, HolderRule, TargetRule
from corpus_app.actions import create_project
from corpus_app.models import Project, User

STANCES = (("Against", "against", -1, "red"), ("Neutral", "neutral", 0, "amber"), ("For", "for", 1, "green"))


def start_project(*, owner: User, name: str, slug: str = "", blind: bool = False) -> Project:
    """A new project with the facets Theme (empty) and Stance (against, neutral, for; with a target)."""
    with transaction.atomic():
        project = create_project(owner=owner, name=name, slug=slug, blind=blind)
        add_facet(project=project, actor=owner, name="Theme", kind=FacetKind.THEME)
        stance = add_facet(
            project=project, actor=owner, name="Stance", kind=FacetKind.STANCE, many=False,
            target=TargetRule.REQUIRED, holder=HolderRule.OPTIONAL,
        )
        for label, value, number, colour in STANCES:
            add_tag(
                facet=stance, actor=owner, name=label, value=value, value_num=number, colour=colour, pattern="solid"
            )
    return project
