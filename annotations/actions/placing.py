"""What a person decides of highlights whose place in a new text is uncertain: where they belong, or that they stay."""

from collections.abc import Sequence

from django.utils import timezone

from annotations.actions.highlights import StaleText
from annotations.actions.versions import Lines, move_all
from annotations.models import Highlight, Placement, PlacementState
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Article, Change, User

DECIDED = "This passage has been decided on since, or the text has changed again. Look at the list as it is now."


def place_highlights(*, article: Article, actor: User, placements: Sequence[Placement]) -> Change:
    """Move these highlights to the places that were found for them. Raises Refused where one has been decided since."""
    with diary.writing(
        project=article.project, actor=actor, verb="place-highlights", article=article
    ) as change:
        rows = _present(placements)
        if any(row.start is None for row in rows):
            raise Refused("No place was found for one of these passages. Say where it belongs, or leave it.")
        _move(change, [(row, row.start, row.end) for row in rows])
    return change


def place_highlight(*, placement: Placement, actor: User, start: int, end: int, quote: str) -> Change:
    """Move a highlight to [start, end) of the article's present version, whatever was found for it.

    Raises StaleText where the quote does not stand there, Refused where it has been decided on since.
    """
    with diary.writing(
        project=placement.project, actor=actor, verb="place-highlights", article=placement.article
    ) as change:
        (row,) = _present([placement])
        if row.version.text[start:end] != quote:
            raise StaleText("The text has changed since this page was loaded. Reload it and choose the place again.")
        _move(change, [(row, start, end)])
    return change


def leave_highlights(*, article: Article, actor: User, placements: Sequence[Placement]) -> Change:
    """Let these highlights stay in the older text, where they keep their tags and are exported with it."""
    with diary.writing(
        project=article.project, actor=actor, verb="leave-highlights", article=article
    ) as change:
        for row in _present(placements):
            before = diary.row(row)
            row.state = PlacementState.LEFT
            row.save(update_fields=["state"])
            change.edits.append(diary.changed(row, before))
    return change


def _present(placements: Sequence[Placement]) -> list[Placement]:
    """The rows as they are under the project's lock, if none of them has been decided on since."""
    seen = {placement.pk for placement in placements}
    rows = list(Placement.objects.filter(pk__in=seen).select_related("version", "highlight", "article"))
    is_old = any(row.version_id != row.article.version_id or row.highlight.removed_at for row in rows)
    if not rows or len(rows) != len(seen) or is_old:
        raise Refused(DECIDED)
    return rows


def _move(change: Change, places: Sequence[tuple[Placement, int, int]]) -> None:
    text = Lines(places[0][0].version)
    moved = [(row.highlight, text.passage(start, end)) for row, start, end in places]
    if any(passage is None for _, passage in moved):
        raise Refused("A highlight begins and ends inside paragraphs of the text. Choose other words.")
    change.edits = [diary.deleted(row) for row, _, _ in places]
    Placement.objects.filter(pk__in=[row.pk for row, _, _ in places]).delete()
    change.edits += move_all(moved, places[0][0].version)
    Highlight.objects.filter(pk__in=[highlight.pk for highlight, _ in moved]).update(updated_at=timezone.now())
