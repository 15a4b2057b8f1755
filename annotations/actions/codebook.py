"""Making and changing the codebook: facets, tags, entities."""

from itertools import chain, count

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from annotations import looks
from annotations.models import TAG_COLUMNS, Entity, EntityKind, Facet, Tag, is_above, seen_of, settled, successor
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Project, User
from corpus_app.written import Written, insert

SLUGS = Written(lambda project: Facet.objects.filter(project=project).order_by().values_list("slug"))
MEANING = ["meaning_version", "meaning_change", "meaning_note"]


def add_facet(*, project: Project, actor: User, name: str, kind: str, **rules: object) -> Facet:
    """A facet at the end of the codebook; rules are its columns many, target, holder, definition."""
    with diary.writing(project=project, actor=actor, verb="add-facet") as change:
        last = Facet.objects.filter(project=project).aggregate(last=Max("position"))["last"]
        facet = Facet.objects.create(
            project=project, name=name, kind=kind, slug=free_slug(project, name),
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
    parent = parent and successor(parent)
    siblings = Tag.objects.filter(facet=facet, parent=parent)
    there = siblings.live().filter(name__iexact=name).first()
    if there is not None:
        return there
    with diary.writing(project=facet.project, actor=actor, verb="add-tag") as change:
        tag = made_tag(facet=facet, name=name, parent=parent, **columns)
        new_codebook_version(facet.project)
        change.edits = [diary.created(tag)]
    return tag


def made_tag(*, facet: Facet, name: str, parent: Tag | None, **columns: object) -> Tag:
    """The row, behind its siblings and, without a colour, with the next free look."""
    if "colour" not in columns:
        columns["colour"], columns["pattern"] = looks.nth(Tag.objects.filter(project=facet.project).count())
    last = Tag.objects.filter(facet=facet, parent=parent).aggregate(last=Max("position"))["last"]
    tag = Tag(
        project=facet.project, facet=facet, parent=parent, name=name,
        position=0 if last is None else last + 1, **columns,
    )
    insert(tag)
    return tag


class TagChangedMeanwhile(Refused):
    """The tag is not as the person saw it any more; `tag` is what it is now."""

    def __init__(self, tag: Tag) -> None:
        super().__init__("Somebody has changed this tag since you opened this page. Look at both, then save again.")
        self.tag = tag


def edit_tag(*, tag: Tag, actor: User, seen: str = "", new_meaning: str | None = None, **columns: object) -> Tag:
    """Change name, look or words of a tag, or the tag above it; columns are among TAG_COLUMNS.

    With `new_meaning`, which says why, it means something else from now on: taggings of before are to be looked at
    again. Raises TagChangedMeanwhile where `seen` is not what `seen_of` gives for the tag now.
    """
    verb = "edit-tag" if new_meaning is None else "change-meaning"
    with diary.writing(project=tag.project, actor=actor, verb=verb) as change:
        present = Tag.objects.select_related("facet").get(pk=tag.pk)
        present.project = tag.project
        if seen and seen != seen_of(present):
            raise TagChangedMeanwhile(present)
        before = diary.row(present)
        names = [name for name in TAG_COLUMNS if name in columns]
        for name in names:
            setattr(present, name, columns[name])
        if "parent" in columns:
            refuse_parent(present)
        refuse_twin(present)
        new_codebook_version(tag.project)
        if new_meaning is not None:
            present.meaning_version, present.meaning_change = tag.project.codebook_version, change.number
            present.meaning_note = new_meaning
            names += MEANING
        present.save(update_fields=names)
        edit = diary.changed(present, before)
        if new_meaning is not None:  # said with each version, also where the reason is the same as of the one before
            edit["before"]["meaning_note"], edit["after"]["meaning_note"] = before["meaning_note"], new_meaning
        change.edits = [edit]
    present.change = change
    return present


def refuse_parent(tag: Tag) -> None:
    parent = tag.parent
    if parent is None:
        return
    if parent.facet_id != tag.facet_id:
        raise Refused(f"“{parent.name}” answers another question than “{tag.name}”. Choose a tag of the same facet.")
    if Tag.objects.live().filter(pk=parent.pk).first() is None:
        raise Refused(f"“{parent.name}” has been archived or merged since. Choose another tag above.")
    if parent.pk == tag.pk or is_above(tag, parent):
        raise Refused(f"“{parent.name}” stands below “{tag.name}”, so it cannot stand above it. Choose another one.")


def refuse_twin(tag: Tag) -> None:
    """Compared here, because SQLite folds ASCII only."""
    siblings = Tag.objects.live().filter(facet=tag.facet_id, parent=tag.parent_id).exclude(pk=tag.pk)
    names = {name.casefold() for name in siblings.values_list("name", flat=True)}
    if tag.archived_at is None and tag.name.casefold() in names:
        raise Refused(f"There is a tag “{tag.name}” here already. Choose another name.")
    other = Tag.objects.live().filter(project=tag.project, shortcut=tag.shortcut).exclude(pk=tag.pk).first()
    if tag.archived_at is None and tag.shortcut and other:
        raise Refused(f"“{tag.shortcut}” is the shortcut of “{other.name}”. Choose another one.")


def archive_tag(*, tag: Tag, actor: User) -> Tag:
    """No longer offered; its taggings stay. Archived twice it is archived once."""
    with diary.writing(project=tag.project, actor=actor, verb="archive-tag") as change:
        present = Tag.objects.get(pk=tag.pk)
        present.project = tag.project
        if present.archived_at is not None:
            raise Refused(f"“{present.name}” has been archived already.")
        before = diary.row(present)
        present.archived_at = timezone.now()
        present.save(update_fields=["archived_at"])
        new_codebook_version(tag.project)
        change.edits = [diary.changed(present, before)]
    present.change = change
    return present


def unarchive_tag(*, tag: Tag, actor: User) -> Tag:
    """Offered again. What a merge has moved to another tag stays there: that is taken back by undoing the merge."""
    with diary.writing(project=tag.project, actor=actor, verb="unarchive-tag") as change:
        present = Tag.objects.select_related("parent").get(pk=tag.pk)
        present.project = tag.project
        if present.archived_at is None:
            raise Refused(f"“{present.name}” is in use already.")
        before = diary.row(present)
        present.archived_at = present.replaced_by = None
        refuse_twin(present)
        present.save(update_fields=["archived_at", "replaced_by"])
        new_codebook_version(tag.project)
        change.edits = [diary.changed(present, before)]
    present.change = change
    return present


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
    """The entity of that name, in any case, or what it was merged into; or a new one."""
    diary.lock(project)
    same = Entity.objects.filter(project=project, name__iexact=" ".join(name.split()))
    there = same.live().first() or settled(same.last())
    return there or add_entity(project=project, actor=actor, name=name)


def free_slug(project: Project, name: str) -> str:
    """The name as the CSV writes it; numbered where another facet has it, or where a name has no Latin letters."""
    wanted = slugify(name)[:50] or "facet"
    taken = {slug for slug, in SLUGS.rows(project=project.pk)}
    return next(slug for slug in chain((wanted,), (f"{wanted}-{n}" for n in count(2))) if slug not in taken)


def new_codebook_version(project: Project) -> None:
    """What the palettes of open pages compare with; taggings keep the one in force."""
    Project.objects.filter(pk=project.pk).update(codebook_version=F("codebook_version") + 1)
    project.codebook_version += 1
