"""Giving out articles to coders, and taking them back."""

from collections.abc import Iterable

from annotations.models import Reading, ReadingState
from corpus_app import diary
from corpus_app.models import Article, Change, Project, User

BATCH = 500
Pair = tuple[Article, User]


def assign(*, project: Project, actor: User, pairs: Iterable[Pair]) -> Change:
    """Make these articles these coders' work; its `edits` are those that were not theirs before.

    Somebody who has opened the article by themselves goes on from where they are.
    """
    with diary.writing(project=project, actor=actor, verb="assign") as change:
        wanted = {(article.pk, coder.pk) for article, coder in pairs}
        there = _readings(project, wanted)
        new = [
            Reading(
                project=project, article_id=article, coder_id=coder, state=ReadingState.ASSIGNED, assigned_at=change.at
            )
            for article, coder in sorted(wanted - there.keys())
        ]
        begun = [reading for reading in there.values() if reading.assigned_at is None]
        before = [diary.row(reading) for reading in begun]
        for reading in begun:
            reading.assigned_at = change.at
        Reading.objects.bulk_create(new, batch_size=BATCH)
        Reading.objects.bulk_update(begun, ["assigned_at"], batch_size=BATCH)
        change.edits = [*map(diary.created, new), *map(diary.changed, begun, before)]
    return change


def unassign(*, project: Project, actor: User, pairs: Iterable[Pair]) -> Change:
    """Take articles from coders; its `edits` are those they had. What they have made there stays, and stays theirs."""
    with diary.writing(project=project, actor=actor, verb="unassign") as change:
        wanted = {(article.pk, coder.pk) for article, coder in pairs}
        there = [reading for reading in _readings(project, wanted).values() if reading.assigned_at is not None]
        untouched = [reading for reading in there if reading.state == ReadingState.ASSIGNED]
        begun = [reading for reading in there if reading.state != ReadingState.ASSIGNED]
        before = [diary.row(reading) for reading in begun]
        for reading in begun:
            reading.assigned_at = None
        change.edits = [diary.deleted(reading) for reading in untouched]
        for at in range(0, len(untouched), BATCH):
            Reading.objects.filter(pk__in=[reading.pk for reading in untouched[at : at + BATCH]]).delete()
        Reading.objects.bulk_update(begun, ["assigned_at"], batch_size=BATCH)
        change.edits += map(diary.changed, begun, before)
    return change


def reopen_articles(*, project: Project, actor: User, pairs: Iterable[Pair]) -> Change:
    """Open again what these coders have finished or skipped; its `edits` are those that were closed."""
    with diary.writing(project=project, actor=actor, verb="reopen-articles") as change:
        wanted = {(article.pk, coder.pk) for article, coder in pairs}
        closed = [reading for reading in _readings(project, wanted).values() if reading.is_closed]
        before = [diary.row(reading) for reading in closed]
        for reading in closed:
            reading.state, reading.reason, reading.finished_at = ReadingState.OPENED, "", None
        Reading.objects.bulk_update(closed, ["state", "reason", "finished_at"], batch_size=BATCH)
        change.edits = [*map(diary.changed, closed, before)]
    return change


def _readings(project: Project, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], Reading]:
    """Those of the pairs that there are, by article and coder."""
    coders = {coder for _, coder in wanted}
    found = Reading.objects.filter(project=project, coder__in=coders).order_by("pk")
    by_pair = {(reading.article_id, reading.coder_id): reading for reading in found}
    return {pair: by_pair[pair] for pair in sorted(wanted & by_pair.keys())}
