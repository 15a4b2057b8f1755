"""Where tags stand: moved beside others or below another, several in one step; and several archived in one."""

from collections.abc import Sequence

from django.utils import timezone

from annotations.actions.codebook import new_codebook_version, refuse_parent, refuse_twin
from annotations.models import FacetKind, Tag
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Change, Project, User


def move_tags(
    *, tags: Sequence[Tag], actor: User, project: Project, parent: Tag | None = None, before: Tag | None = None
) -> Change:
    """Put the tags, in this order, below `parent` (None: at the top of their facet), in front of `before` or last.

    One that stands below another of them moves along with it. Raises Refused where the tree cannot be so.
    """
    with diary.writing(project=project, actor=actor, verb="move-tags") as change:
        found = Tag.objects.select_related("facet", "parent").in_bulk([tag.pk for tag in tags])
        moving = _tops([found[tag.pk] for tag in tags])
        parent = parent and Tag.objects.select_related("facet").get(pk=parent.pk)
        _refuse(moving, parent)
        rows = {tag.pk: diary.row(tag) for tag in moving}
        for tag in moving:
            tag.project, tag.parent = project, parent
            refuse_parent(tag)
            refuse_twin(tag)
            tag.save(update_fields=["parent"])
        beside = Tag.objects.filter(facet=moving[0].facet_id, parent=parent).exclude(pk__in=rows)
        order = list(beside.order_by("position", "pk"))
        rows |= {tag.pk: diary.row(tag) for tag in order}
        at = next((at for at, tag in enumerate(order) if before and tag.pk == before.pk), len(order))
        order[at:at] = moving
        for position, tag in enumerate(order):
            if tag.position != position:
                tag.position = position
                tag.save(update_fields=["position"])
        edits = [diary.changed(tag, rows[tag.pk]) for tag in order]
        change.edits = [edit for edit in edits if edit["after"]]
        if not change.edits:
            raise Refused("They stand there already, so nothing has been changed.")
        new_codebook_version(project)
    return change


def _tops(tags: Sequence[Tag]) -> list[Tag]:
    keys = {tag.pk for tag in tags}
    above = dict(Tag.objects.filter(project=tags[0].project_id).values_list("pk", "parent"))

    def is_below(pk: int | None) -> bool:
        pk = above.get(pk)
        return pk is not None and (pk in keys or is_below(pk))

    return [tag for tag in tags if not is_below(tag.pk)]


def _refuse(tags: Sequence[Tag], parent: Tag | None) -> None:
    gone = next((tag for tag in tags if tag.archived_at is not None), None)
    if gone:
        raise Refused(f"“{gone.name}” has been archived or merged since. Choose the tags again.")
    stranger = next((tag for tag in tags if tag.facet_id != tags[0].facet_id), None)
    if stranger:
        raise Refused(f"“{stranger.name}” answers another question than “{tags[0].name}”. Choose tags of one facet.")
    if parent and tags[0].facet.kind == FacetKind.STANCE:
        raise Refused("The values of a stance stand beside each other, on one scale. None can stand below another.")
    folded = [tag.name.casefold() for tag in tags]
    twin = next((tag for at, tag in enumerate(tags) if folded[at] in folded[:at]), None)
    if twin:
        raise Refused(f"Two of these tags are called “{twin.name}”. Rename one of them first.")


def archive_tags(*, tags: Sequence[Tag], actor: User, project: Project) -> Change:
    """All in one step; what stands below them stays. Raises Refused."""
    with diary.writing(project=project, actor=actor, verb="archive-tag") as change:
        found = Tag.objects.filter(pk__in=[tag.pk for tag in tags]).order_by("pk")
        for tag in found:
            if tag.archived_at is not None:
                raise Refused(f"“{tag.name}” has been archived already. Choose the tags again.")
            before = diary.row(tag)
            tag.archived_at = timezone.now()
            tag.save(update_fields=["archived_at"])
            change.edits.append(diary.changed(tag, before))
        new_codebook_version(project)
    return change
