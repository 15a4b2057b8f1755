"""Adding many facets and tags to the codebook in one change."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.text import slugify

from annotations.actions.codebook import free_slug, new_codebook_version
from annotations.exchange.outline import SaidCodebook, SaidFacet, SaidTag, dressed
from annotations.filling import FacetStep, plan, stored_columns
from annotations.models import Entity, Facet, FacetKind, Tag
from annotations.presets import Preset
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.ids import new_id
from corpus_app.models import Change, Project, User
from corpus_app.written import Written, insert

POSITIONS = Written(lambda project: Facet.objects.filter(project=project).order_by().values_list("position"))


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


def new_facet(project: Project, said: SaidFacet, uid: str = "") -> Facet:
    """At the end of the codebook, within a change; with the slug that is said if nobody has it."""
    columns = dict(said.columns)
    slug = str(columns.pop("slug", ""))
    if not slug or Facet.objects.filter(project=project, slug=slug).exists():
        slug = free_slug(project, said.name)
    last = max((position for position, in POSITIONS.rows(project=project.pk)), default=-1)
    facet = Facet(
        project=project, name=said.name, kind=said.kind, slug=slug, uid=uid or new_id(), position=last + 1, **columns,
    )
    insert(facet)
    return facet


def _new_tags(facet: Facet, said: Sequence[SaidTag]) -> Iterable[Tag]:
    made: dict[tuple[str, ...], Tag] = {}
    count = Tag.objects.filter(project=facet.project).count() if said else 0
    for position, tag in enumerate(dressed(said, count)):
        made[tag.path] = Tag(
            project=facet.project, facet=facet, parent=made.get(tag.path[:-1]), name=tag.name, position=position,
            **stored_columns(tag.columns),
        )
        insert(made[tag.path])
        yield made[tag.path]


class OtherNow(Refused):
    """The codebook has changed since the person saw what the file would do."""


def import_codebook(*, project: Project, actor: User, said: SaidCodebook, seen: str = "") -> Change:
    """Add and change what the file says; nothing is removed or moved. Raises Refused; OtherNow if not as `seen`."""
    with diary.writing(project=project, actor=actor, verb="import-codebook") as change:
        planned = plan(project, said)
        if seen and seen != planned.seal:
            raise OtherNow("The codebook has changed since you looked. See below what the file would do now.")
        if not planned.does_something:
            raise Refused("The codebook says all this already, so nothing has been changed.")
        for facet in planned.facets:
            change.edits += _take_over(project, facet, planned.taken)
        for said_entity in planned.entities:
            entity = Entity.objects.create(
                project=project, uid=_own_id(said_entity.uid, planned.taken), name=said_entity.name,
                kind=said_entity.kind, aliases=list(said_entity.aliases),
            )
            change.edits.append(diary.created(entity))
        new_codebook_version(project)
    return change


def _take_over(project: Project, step: FacetStep, taken: set[str]) -> list[diary.Row]:
    edits, facet, made = [], step.there, {}
    if facet is None:
        facet = new_facet(project, step.said, _own_id(step.said.uid, taken))
        edits.append(diary.created(facet))
    facet.project = project
    count = Tag.objects.filter(project=project).count()
    last = Tag.objects.filter(facet=facet).aggregate(last=Max("position"))["last"]
    look = iter(dressed([tag.said for tag in step.steps if tag.there is None], count))
    for position, tag in enumerate(step.steps, start=0 if last is None else last + 1):
        if tag.there is None:
            parent = made.get(id(tag.above)) if tag.above else None
            row = _new_tag(facet, parent, next(look), position, _own_id(tag.said.uid, taken))
            edits.append(diary.created(row))
        else:
            row, before = tag.there, diary.row(tag.there)
            said = {name: value for name, (_, value) in tag.changes.items()}
            for name, value in stored_columns(said, row).items():
                setattr(row, name, value)
            if tag.changes:
                row.save(update_fields=list(tag.changes))
                edits.append(diary.changed(row, before))
        made[id(tag)] = row
    return edits + list(_lead_on(step, made))


def _new_tag(facet: Facet, parent: Tag | None, said: SaidTag, position: int, uid: str) -> Tag:
    columns = stored_columns({name: value for name, value in said.columns.items() if name != "replaced_by"})
    if columns.get("archived_at"):
        columns["archived_at"] = datetime.fromisoformat(columns["archived_at"])
    if facet.kind != FacetKind.STANCE:
        columns |= {"value": "", "value_num": None}
    elif not columns.get("value"):
        columns["value"] = slugify(said.name)[:40] or f"value-{position + 1}"
    return Tag.objects.create(
        project=facet.project, facet=facet, parent=parent, name=said.name, position=position, uid=uid, **columns
    )


def _lead_on(step: FacetStep, made: dict[int, Tag]) -> Iterable[diary.Row]:
    """The tags that new ones were merged into, where these are among them; last, so that undo loosens them first."""
    by_uid = {tag.said.uid: made[id(tag)] for tag in step.steps if tag.said.uid}
    for tag in step.steps:
        successor = by_uid.get(tag.said.columns.get("replaced_by") or "")
        if tag.there is None and successor:
            row = made[id(tag)]
            before = diary.row(row)
            row.replaced_by = successor
            row.save(update_fields=["replaced_by"])
            yield diary.changed(row, before)


def _own_id(uid: str, taken: set[str]) -> str:
    """The file's, where the project has not used it for something else."""
    uid = uid if uid and uid not in taken else new_id()
    taken.add(uid)
    return uid
