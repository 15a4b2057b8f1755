"""Making and changing the codebook: facets, tags, entities."""

from itertools import chain, count

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from annotations import looks
from annotations.models import Entity, EntityKind, Facet, Tag
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Project, User

TAG_COLUMNS = ("name", "colour", "pattern", "value", "value_num", "definition", "use_when", "avoid_when")


def add_facet(*, project: Project, actor: User, name: str, kind: str, **rules: object) -> Facet:
    """A facet at the end of the codebook; rules are its columns many, target, holder, definition."""
    with diary.writing(project=project, actor=actor, verb="add-facet") as change:
        last = Facet.objects.filter(project=project).aggregate(last=Max("position"))["last"]
        facet = Facet.objects.create(
            project=project, name=name, kind=kind, slug=_free_slug(project, name),
            position=0 if last is None else last + 1, **rules,
        )
        new_codebook_version(project)
        change.edits = [diary.created(facet)]
    return facet


@transaction.atomic
def add_tag(*, facet: Facet, actor: User, name: str, parent: Tag | None = None, **columns: object) -> Tag:
    """A tag under its facet or parent; without a colour it gets the next free look. A tag of that name comes back."""
    name = " ".join(name.split())
    diary.lock(facet.project)
    siblings = Tag.objects.filter(facet=facet, parent=parent)
    there = siblings.live().filter(name__iexact=name).first()
    if there is not None:
        return there
    with diary.writing(project=facet.project, actor=actor, verb="add-tag") as change:
        if "colour" not in columns:
            columns["colour"], columns["pattern"] = looks.nth(Tag.objects.filter(project=facet.project).count())
        last = siblings.aggregate(last=Max("position"))["last"]
        tag = Tag.objects.create(
            project=facet.project, facet=facet, parent=parent, name=name,
            position=0 if last is None else last + 1, **columns,
        )
        new_codebook_version(facet.project)
        change.edits = [diary.created(tag)]
    return tag


def edit_tag(*, tag: Tag, actor: User, **columns: object) -> Tag:
    """Change name, look or meaning of a tag."""
    with diary.writing(project=tag.project, actor=actor, verb="edit-tag") as change:
        before = diary.row(tag)
        names = [name for name in TAG_COLUMNS if name in columns]
        for name in names:
            setattr(tag, name, columns[name])
        twins = Tag.objects.live().filter(facet=tag.facet, parent=tag.parent, name__iexact=tag.name)
        if twins.exclude(pk=tag.pk).exists():
            raise Refused(f"There is a tag “{tag.name}” here already. Choose another name.")
        tag.save(update_fields=names)
        new_codebook_version(tag.project)
        change.edits = [diary.changed(tag, before)]
    tag.change = change
    return tag


def archive_tag(*, tag: Tag, actor: User) -> Tag:
    """No longer offered; its taggings stay."""
    with diary.writing(project=tag.project, actor=actor, verb="archive-tag") as change:
        before = diary.row(tag)
        tag.archived_at = timezone.now()
        tag.save(update_fields=["archived_at"])
        new_codebook_version(tag.project)
        change.edits = [diary.changed(tag, before)]
    tag.change = change
    return tag


def add_entity(
    *, project: Project, actor: User, name: str, kind: str = EntityKind.OTHER, aliases: tuple[str, ...] = ()
) -> Entity:
    with diary.writing(project=project, actor=actor, verb="add-entity") as change:
        entity = Entity.objects.create(
            project=project, name=" ".join(name.split()), kind=kind, aliases=list(aliases)
        )
        new_codebook_version(project)
        change.edits = [diary.created(entity)]
    return entity


@transaction.atomic
def find_or_add_entity(*, project: Project, actor: User, name: str) -> Entity:
    """The entity of that name, in any case, or a new one."""
    diary.lock(project)
    there = Entity.objects.filter(project=project, name__iexact=" ".join(name.split())).first()
    return there or add_entity(project=project, actor=actor, name=name)


def _free_slug(project: Project, name: str) -> str:
    """The name as the CSV writes it; numbered where another facet has it, or where a name has no Latin letters."""
    wanted = slugify(name)[:50] or "facet"
    taken = set(Facet.objects.filter(project=project).values_list("slug", flat=True))
    return next(slug for slug in chain((wanted,), (f"{wanted}-{n}" for n in count(2))) if slug not in taken)


def new_codebook_version(project: Project) -> None:
    """What the palettes of open pages compare with; taggings keep the one in force."""
    Project.objects.filter(pk=project.pk).update(codebook_version=F("codebook_version") + 1)
    project.codebook_version += 1
