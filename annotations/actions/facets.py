"""Changing a facet that is in use: its question, its rules, and the numbers of its scale."""

from collections.abc import Collection, Mapping
from hashlib import sha256

from django.utils import timezone

from annotations.actions.codebook import new_codebook_version
from annotations.models import Facet, Tag, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.actions.seen import EditedMeanwhile
from corpus_app.models import User

FACET_COLUMNS = ("name", "many", "target", "holder", "definition")


def seen_of(facet: Facet, tags: Collection[Tag]) -> str:
    """A mark of all that edit_facet can change: two are equal where nothing differs."""
    said = [str(getattr(facet, name)) for name in FACET_COLUMNS]
    said += [f"{tag.pk} {tag.value_num} {tag.archived_at}" for tag in sorted(tags, key=lambda tag: tag.pk)]
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def edit_facet(
    *, facet: Facet, actor: User, seen: str = "", numbers: Mapping[int, int | None] = {}, dropped: Collection[int] = (),
    **columns: object,
) -> Facet:
    """Columns are among FACET_COLUMNS; `numbers` and `dropped` are of its tags by primary key, as one change.

    Taggings stay as they are, also those that the new rules would not let in. Raises Refused where somebody changed it
    since `seen` (as EditedMeanwhile), where another facet has the name, or where a value to be dropped is used.
    """
    with diary.writing(project=facet.project, actor=actor, verb="edit-facet") as change:
        present = Facet.objects.get(pk=facet.pk)
        tags = {tag.pk: tag for tag in Tag.objects.live().filter(facet=present)}
        if seen and seen != seen_of(present, tags.values()):
            raise EditedMeanwhile(present)
        before = diary.row(present)
        names = [name for name in FACET_COLUMNS if name in columns]
        for name in names:
            setattr(present, name, columns[name])
        _refuse_twin(present)
        present.save(update_fields=names)
        edits = [diary.changed(present, before)]
        for pk in sorted({pk for pk in numbers if pk in tags and tags[pk].value_num != numbers[pk]} | {*dropped}):
            tag = tags.get(pk)
            if tag is None:
                raise EditedMeanwhile(present)
            was = diary.row(tag)
            tag.value_num = numbers.get(pk, tag.value_num)
            if pk in dropped:
                _refuse_used(tag)
                tag.archived_at = timezone.now()
            tag.save(update_fields=["value_num", "archived_at"])
            edits.append(diary.changed(tag, was))
        new_codebook_version(facet.project)
        change.edits = edits
    present.change = change
    return present


def _refuse_twin(facet: Facet) -> None:
    """Compared here, because SQLite folds ASCII only."""
    others = Facet.objects.filter(project=facet.project_id).exclude(pk=facet.pk).values_list("name", flat=True)
    if facet.name.casefold() in {name.casefold() for name in others}:
        raise Refused(f"There is a facet “{facet.name}” here already. Choose another name.")


def _refuse_used(tag: Tag) -> None:
    used = Tagging.objects.filter(project=tag.project_id, tag=tag).values("highlight").distinct().count()
    if used:
        some = f"{used:,} passage{'' if used == 1 else 's'}"
        raise Refused(
            f"“{tag.name}” is on {some}, so it cannot be dropped. Merge it into another value, or split it and deal "
            "its passages out; then it is no longer used. To keep them and only stop offering it, archive it."
        )
