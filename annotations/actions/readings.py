"""Keeping who opened an article and where they are in it, and what they say of it: finished, skipped, open again.

The place somebody reads is no edit and no Change; what they say of the article is.
"""

from django.utils import timezone

from annotations.actions.blind import let_see
from annotations.models import Reading, ReadingState
from corpus_app import diary
from corpus_app.models import Article, User


def open_article(*, article: Article, coder: User) -> Reading:
    reading, _ = Reading.objects.get_or_create(article=article, coder=coder, defaults={"project": article.project})
    return reading


def keep_position(*, article: Article, coder: User, position: int) -> None:
    """Remember the paragraph at the top of the window; assigned work is begun by this."""
    mine = Reading.objects.filter(article=article, coder=coder)
    mine.filter(state=ReadingState.ASSIGNED).update(state=ReadingState.OPENED, opened_at=timezone.now())
    Reading.objects.update_or_create(
        article=article, coder=coder, defaults={"position": position, "project": article.project}
    )


def finish_reading(*, article: Article, coder: User) -> Reading:
    """The article is read, whether something was found in it or not. Assigned work is locked by this."""
    return _say(article, coder, "finish-article", ReadingState.FINISHED)


def skip_article(*, article: Article, coder: User, reason: str) -> Reading:
    """The article is not for coding, for this reason: another language, a double, not on the subject."""
    return _say(article, coder, "skip-article", ReadingState.SKIPPED, reason)


def reopen_article(*, article: Article, coder: User) -> Reading:
    """Go on with an article that was finished or skipped."""
    return _say(article, coder, "reopen-article", ReadingState.OPENED)


def _say(article: Article, coder: User, verb: str, state: ReadingState, reason: str = "") -> Reading:
    with diary.writing(project=article.project, actor=coder, verb=verb, article=article) as change:
        reading = open_article(article=article, coder=coder)
        before = diary.row(reading)
        reading.state, reading.reason = state, reason
        reading.finished_at = change.at if state == ReadingState.FINISHED else None
        reading.save(update_fields=["state", "reason", "finished_at"])
        change.edits = [diary.changed(reading, before)]
        if reading.is_closed:
            let_see(article, coder, change.at)
    return reading
