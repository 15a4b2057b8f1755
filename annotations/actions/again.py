"""Looking again at taggings that were made before their tag's meaning changed: kept, retagged or taken off."""

from collections.abc import Iterable, Mapping

from annotations.actions.splitting import refuse_what_cannot_be_dealt, retagged
from annotations.models import Tag, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Change, Project, User

KEEP, DROP = "keep", "drop"


def look_again(*, project: Project, actor: User, decided: Mapping[Tagging, Tag | str]) -> Change:
    """Each is KEEP, DROP or the tag that it gets instead; all of them as one step. Only coders drop, and their own.

    What has been changed or looked at since is left out. Raises Refused where nothing is left.
    """
    with diary.writing(project=project, actor=actor, verb="look-again") as change:
        present = Tagging.objects.select_related("tag").in_bulk([tagging.pk for tagging in decided])
        waiting = {
            present[tagging.pk]: said for tagging, said in decided.items()
            if tagging.pk in present and is_older(present[tagging.pk]) and present[tagging.pk].tag_id == tagging.tag_id
        }
        if not waiting:
            raise Refused("These have been looked at already. See what is left.")
        change.edits = [
            *_dropped([row for row, said in waiting.items() if said == DROP], actor),
            *_kept([row for row, said in waiting.items() if said == KEEP], project.codebook_version),
        ]
        for tag in dict.fromkeys(said for said in waiting.values() if isinstance(said, Tag)):
            rows = [row for row, said in waiting.items() if said == tag]
            tag.refresh_from_db()
            for row in rows:
                refuse_what_cannot_be_dealt(row.tag, [tag])
            change.edits += retagged(rows, tag, codebook_version=project.codebook_version)
    return change


def is_older(tagging: Tagging) -> bool:
    """Whether it was made under a meaning that its tag has no more."""
    return tagging.codebook_version < tagging.tag.meaning_version


def _dropped(rows: Iterable[Tagging], actor: User) -> list[diary.Row]:
    edits = []
    for row in rows:
        if row.coder_id != actor.pk:
            raise Refused("Only who has put a tag on a passage can take it off. Keep it, give it another, or ask them.")
        edits.append(diary.deleted(row))
        row.delete()
    return edits


def _kept(rows: list[Tagging], version: int) -> list[diary.Row]:
    Tagging.objects.filter(pk__in=[row.pk for row in rows]).update(codebook_version=version)
    return [
        {
            "table": diary.table(row), "id": row.pk, "before": {"codebook_version": row.codebook_version},
            "after": {"codebook_version": version},
        }
        for row in rows
    ]
