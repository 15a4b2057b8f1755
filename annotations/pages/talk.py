"""What is written beside an article as a whole: notes with their replies, and memos."""

from dataclasses import dataclass

from django.urls import reverse

from annotations.models import Comment, Memo
from annotations.pages import memos, threads
from annotations.pages.memos import Memos
from annotations.pages.threads import Conflict, Thread
from corpus_app.models import Article, User


@dataclass(frozen=True)
class Talk:
    article: Article
    threads: list[Thread]
    memos: Memos


def of(article: Article, user: User, conflict: Conflict | None = None) -> Talk:
    """Queries twice, or once more where somebody is mentioned."""
    notes = Comment.objects.visible_to(user).filter(article=article, highlight=None)
    return Talk(
        article=article,
        threads=threads.of(notes, article.project, user, conflict),
        memos=memos.of(
            Memo.objects.filter(article=article), user,
            reverse("annotations:write-article-memo", args=[article.project.slug, article.uid]),
        ),
    )
