"""Dealing the passages of a tag out to other tags, one decision for each passage, all as one step."""

from collections.abc import Iterable, Mapping, Sequence

from annotations.actions.codebook import made_tag, new_codebook_version, refuse_parent
from annotations.actions.merging import with_words_of
from annotations.merges import SAME
from annotations.models import Highlight, Tag, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Change, User

KEY = [f"{name}_id" for name in SAME]


def split_tag(*, tag: Tag, dealt: Mapping[Highlight, Tag], actor: User, archive: bool = False) -> Change:
    """On each highlight everybody's tagging with `tag` becomes one with the tag it was dealt to.

    Where a coder has that one there already one stays, with the memos of both. Tags that are not saved yet are made in
    the same change. `archive` retires the tag if nothing is left of it. Raises Refused.
    """
    with diary.writing(project=tag.project, actor=actor, verb="split-tag") as change:
        tag = Tag.objects.select_related("project").get(pk=tag.pk)
        into = Tag.objects.in_bulk([other.pk for other in dealt.values() if other.pk])
        refuse_what_cannot_be_dealt(tag, into.values())
        by_uid = {other.uid: into[other.pk] for other in dealt.values() if other.pk} | _made(change, dealt.values())
        moved = []
        for uid, other in by_uid.items():
            highlights = [highlight.pk for highlight, dealt_to in dealt.items() if dealt_to.uid == uid]
            moved += retagged(Tagging.objects.filter(tag=tag, highlight__in=highlights), other)
        change.edits += moved
        if not moved:
            raise Refused(f"None of these passages has “{tag.name}” any more. Look at what is left.")
        if archive and not Tagging.objects.filter(tag=tag).exists():
            before = diary.row(tag)
            tag.archived_at = change.at
            tag.save(update_fields=["archived_at"])
            change.edits.append(diary.changed(tag, before))
            new_codebook_version(tag.project)
    return change


def _made(change: Change, tags: Iterable[Tag]) -> dict[str, Tag]:
    """Those that are not saved yet, by the id they were shown with; one that somebody made meanwhile is that one."""
    found = {}
    for planned in {tag.uid: tag for tag in tags if tag.pk is None}.values():
        refuse_parent(planned)
        siblings = Tag.objects.live().filter(facet=planned.facet, parent=planned.parent)
        tag = next((other for other in siblings if other.name.casefold() == planned.name.casefold()), None)
        if tag is None:
            tag = made_tag(facet=planned.facet, name=planned.name, parent=planned.parent, value=planned.value)
            change.edits.append(diary.created(tag))
        found[planned.uid] = tag
    if change.edits:
        new_codebook_version(change.project)
    return found


def refuse_what_cannot_be_dealt(tag: Tag, into: Iterable[Tag]) -> None:
    for other in into:
        if other.archived_at is not None:
            raise Refused(f"“{other.name}” has been archived or merged since. Choose the tags again.")
        if other.facet_id != tag.facet_id:
            raise Refused(f"“{other.name}” answers another question than “{tag.name}”. Choose tags of one facet.")
        if other.pk == tag.pk:
            raise Refused(f"“{tag.name}” cannot be dealt to itself. Leave these passages as they are instead.")


def retagged(taggings: Iterable[Tagging], into: Tag, **columns: int) -> list[diary.Row]:
    """All these taggings are `into`'s, with these columns; the edits that this is. Three queries, more for twins."""
    rows = list(taggings)
    there = Tagging.objects.filter(tag=into, highlight__in={row.highlight_id for row in rows})
    twins = {_same(row): row for row in there}
    edits, moved = [], []
    for row in rows:
        twin = twins.get(_same(row))
        if twin is None:
            moved.append(row)
            twins[_same(row)] = row
            continue
        edits.append(diary.deleted(row))
        row.delete()
        edits += with_words_of(twin, [row])
    edits += _moved(moved, {"tag_id": into.pk, **columns})
    return edits


def _moved(rows: Sequence[Tagging], columns: dict[str, int]) -> list[diary.Row]:
    Tagging.objects.filter(pk__in=[row.pk for row in rows]).update(**columns)
    return [
        {
            "table": diary.table(row), "id": row.pk, "after": columns,
            "before": {name: getattr(row, name) for name in columns},
        }
        for row in rows
    ]


def _same(row: Tagging) -> tuple:
    return tuple(getattr(row, name) for name in KEY)
