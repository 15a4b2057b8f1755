"""Dealing the passages of a tag out to other tags, one decision for each passage, all as one step."""

from collections.abc import Iterable, Mapping, Sequence

from annotations.actions.codebook import new_codebook_version
from annotations.actions.merging import with_words_of
from annotations.merges import SAME
from annotations.models import Highlight, Tag, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Change, User

KEY = [f"{name}_id" for name in SAME]


def split_tag(*, tag: Tag, dealt: Mapping[Highlight, Tag], actor: User, archive: bool = False) -> Change:
    """On each highlight everybody's tagging with `tag` becomes one with the tag it was dealt to.

    Where a coder has that one there already one stays, with the memos of both. `archive` retires the tag if nothing
    is left of it. Raises Refused.
    """
    with diary.writing(project=tag.project, actor=actor, verb="split-tag") as change:
        tag = Tag.objects.select_related("project").get(pk=tag.pk)
        into = Tag.objects.in_bulk([other.pk for other in dealt.values()])
        refuse_what_cannot_be_dealt(tag, into.values())
        for key, other in into.items():
            highlights = [highlight.pk for highlight, dealt_to in dealt.items() if dealt_to.pk == key]
            change.edits += retagged(Tagging.objects.filter(tag=tag, highlight__in=highlights), other)
        if not change.edits:
            raise Refused(f"None of these passages has “{tag.name}” any more. Look at what is left.")
        if archive and not Tagging.objects.filter(tag=tag).exists():
            before = diary.row(tag)
            tag.archived_at = change.at
            tag.save(update_fields=["archived_at"])
            change.edits.append(diary.changed(tag, before))
            new_codebook_version(tag.project)
    return change


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
