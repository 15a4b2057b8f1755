"""Memos as they are shown where they belong: own ones and those of the team."""

from dataclasses import dataclass

from django.urls import reverse

from annotations.models import Memo
from annotations.models.notes import MemoQuerySet
from corpus_app.models import User


@dataclass(frozen=True)
class MemoShown:
    memo: Memo
    is_own: bool


@dataclass(frozen=True)
class Memos:
    """Of one place; `address` is where a new one is posted to."""

    shown: list[MemoShown]
    address: str = ""

    @property
    def how_many(self) -> str:
        count = len(self.shown)
        return "No memo yet" if not count else "1 memo" if count == 1 else f"{count} memos"


def of(rows: MemoQuerySet, user: User, address: str) -> Memos:
    """Oldest first, as they were thought. Queries once."""
    found = rows.visible_to(user).select_related("author").order_by("pk")
    return Memos([MemoShown(memo, memo.author_id == user.pk) for memo in found], address)


def place_of(memo: Memo) -> str:
    """The page where a memo stands."""
    slug, here = memo.project.slug, f"#m-{memo.uid}" if memo.pk else "#memos"
    if memo.article_id:
        return reverse("annotations:talk", args=[slug, memo.article.uid]) + here
    if memo.tag_id:
        return reverse("annotations:tag", args=[slug, memo.tag.uid]) + here
    return reverse("annotations:library", args=[slug]) + here
