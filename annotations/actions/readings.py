"""Keeping who opened an article, where they are in it, and that they finished. No Change: reading is no edit."""

from django.utils import timezone

from annotations.models import Reading, ReadingState
from corpus_app.models import Article, User


def open_article(*, article: Article, coder: User) -> Reading:
    reading, _ = Reading.objects.get_or_create(article=article, coder=coder, defaults={"project": article.project})
    return reading


def keep_position(*, article: Article, coder: User, position: int) -> None:
    """Remember the paragraph at the top of the window."""
    Reading.objects.update_or_create(
        article=article, coder=coder, defaults={"position": position, "project": article.project}
    )


def finish_reading(*, article: Article, coder: User, finished: bool = True) -> Reading:
    reading = open_article(article=article, coder=coder)
    reading.state = ReadingState.FINISHED if finished else ReadingState.OPENED
    reading.finished_at = timezone.now() if finished else None
    reading.save(update_fields=["state", "finished_at"])
    return reading
