"""Adding many facets and tags to the codebook in one change."""

from collections.abc import Iterable

from django.db.models import Max

from annotations.actions.codebook import free_slug, new_codebook_version
from annotations.exchange.outline import SaidFacet, SaidTag, dressed
from annotations.models import Facet, Tag
from annotations.presets import Preset
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Change, Project, User


def add_preset(*, project: Project, actor: User, preset: Preset) -> Change:
    """Its facets with their tags; one that the codebook has by name is left as it is. Raises Refused if all are there.

    Names are compared here, because SQLite folds ASCII only.
    """
    with diary.writing(project=project, actor=actor, verb="add-preset") as change:
        there = {name.casefold() for name in Facet.objects.filter(project=project).values_list("name", flat=True)}
        missing = [said for said in preset.facets if said.name.casefold() not in there]
        if not missing:
            raise Refused(f"All of “{preset.name}” is in the codebook already.")
        for said in missing:
            facet = new_facet(project, said)
            change.edits += [diary.created(facet), *(diary.created(tag) for tag in _new_tags(facet, said.tags))]
        new_codebook_version(project)
    return change


def new_facet(project: Project, said: SaidFacet) -> Facet:
    """At the end of the codebook, within a change."""
    last = Facet.objects.filter(project=project).aggregate(last=Max("position"))["last"]
    return Facet.objects.create(
        project=project, name=said.name, kind=said.kind, slug=free_slug(project, said.name),
        position=0 if last is None else last + 1, **said.columns,
    )


def _new_tags(facet: Facet, said: Iterable[SaidTag]) -> Iterable[Tag]:
    made: dict[tuple[str, ...], Tag] = {}
    count = Tag.objects.filter(project=facet.project).count()
    for position, tag in enumerate(dressed(said, count)):
        made[tag.path] = Tag.objects.create(
            project=facet.project, facet=facet, parent=made.get(tag.path[:-1]), name=tag.name, position=position,
            **tag.columns,
        )
        yield made[tag.path]
