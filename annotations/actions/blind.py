"""Ending blindness article by article: a revealed one shows everybody's work to who is done with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from annotations.models import FirstSight, Reading, ReadingState
from corpus_app import diary
from corpus_app.models import Article, Change, Membership, Project, Role, Sight, User

BATCH = 500


def reveal(*, project: Project, actor: User, articles: Iterable[Article]) -> Change:
    """Show everybody's work on these articles to all members but those who have them still to code.

    These see it once they have finished or skipped it. The change's `edits` hold the articles that were hidden.
    """
    with diary.writing(project=project, actor=actor, verb="reveal") as change:
        hidden = [article for article in articles if article.revealed_at is None]
        change.edits = _shown(change, hidden, _still_at_work(project))
    return change


def open_to_all(*, project: Project, actor: User, articles: Iterable[Article]) -> Change:
    """Not blind there: everybody's work on these articles shows to all members, also to who has them still to code."""
    with diary.writing(project=project, actor=actor, verb="open-to-all") as change:
        change.edits = _shown(change, list(articles), set())
    return change


@transaction.atomic
def blind_only_in(*, project: Project, actor: User, articles: Sequence[Article]) -> Change:
    """These are blind, all others are opened. What is added later is blind until it is opened, too."""
    hide(project=project, actor=actor, articles=articles)
    blind = {article.pk for article in articles}
    others = Article.objects.filter(project=project, removed_at=None)
    return open_to_all(project=project, actor=actor, articles=[one for one in others if one.pk not in blind])


def _shown(change: Change, articles: Sequence[Article], busy: set[tuple[int, int]]) -> list[diary.Row]:
    """To all members but the owners, who see everything, and the busy: by article and person."""
    before = [diary.row(article) for article in articles]
    for article in articles:
        article.revealed_at = change.at
    Article.objects.bulk_update(articles, ["revealed_at"], batch_size=BATCH)
    members = Membership.objects.filter(project=change.project, removed_at=None).exclude(role=Role.OWNER)
    sights = [
        Sight(project=change.project, article=article, user_id=member, since=change.at)
        for member in members.values_list("user", flat=True)
        for article in articles
        if (article.pk, member) not in busy
    ]
    Sight.objects.bulk_create(sights, batch_size=BATCH, ignore_conflicts=True)
    return [*map(diary.changed, articles, before)]


def hide(*, project: Project, actor: User, articles: Iterable[Article]) -> Change:
    """Take back that these articles are revealed. What people have seen meanwhile they have seen."""
    with diary.writing(project=project, actor=actor, verb="hide") as change:
        shown = [article for article in articles if article.revealed_at is not None]
        before = [diary.row(article) for article in shown]
        for article in shown:
            article.revealed_at = None
        Article.objects.bulk_update(shown, ["revealed_at"], batch_size=BATCH)
        for at in range(0, len(shown), BATCH):
            ending = Sight.objects.filter(article__in=shown[at : at + BATCH])
            _remember(ending)
            ending.delete()
        change.edits = [*map(diary.changed, shown, before)]
    return change


def _remember(sights: Iterable[Sight]) -> None:
    seen = [
        FirstSight(project_id=sight.project_id, article_id=sight.article_id, user_id=sight.user_id, since=sight.since)
        for sight in sights
    ]
    FirstSight.objects.bulk_create(seen, batch_size=BATCH, ignore_conflicts=True)


def let_see(article: Article, coder: User, since: datetime) -> None:
    """Who is done with a revealed article sees everybody's work on it from now on."""
    if article.revealed_at is not None:
        Sight.objects.get_or_create(
            article=article, user=coder, defaults={"project_id": article.project_id, "since": since}
        )


def _still_at_work(project: Project) -> set[tuple[int, int]]:
    """Articles and the coders who have them to code and are not done."""
    open_ones = Reading.objects.filter(project=project, state__in=(ReadingState.ASSIGNED, ReadingState.OPENED))
    return set(open_ones.assigned().values_list("article", "coder"))
