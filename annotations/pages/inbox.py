"""What concerns a person in all their projects: mentions, and replies in threads they have part in; newest first."""

from dataclasses import dataclass

from annotations import audience, mentions
from annotations.mentions import Piece
from annotations.models import Notice, NoticeKind
from corpus_app.models import User

PAGE = 50
MOST = 99  # counted exactly; more is "99+"


@dataclass(frozen=True)
class Letter:
    """One notice in words: who did what where, and the note's text."""

    notice: Notice
    words: str
    place: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Inbox:
    letters: list[Letter]
    unread: int
    older: int | None  # the notice to go on from, where there is more


def inbox(user: User, *, only_unread: bool = False, before: int | None = None) -> Inbox:
    """A page of it. Three queries at most."""
    found = Notice.objects.visible_to(user)
    if only_unread:
        found = found.unread()
    if before:
        found = found.filter(pk__lt=before)
    rows = found.select_related("project", "article", "comment__author", "comment__highlight").order_by("-pk")
    rows = list(rows[: PAGE + 1])
    shown = rows[:PAGE]
    names = audience.names_anywhere([notice.comment.text for notice in shown])
    older = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return Inbox([_letter(notice, names) for notice in shown], unread(user), older)


def unread(user: User) -> int:
    """Up to one more than MOST. One query, from the index of what is unread."""
    return len(Notice.objects.visible_to(user).unread().order_by()[: MOST + 1].values_list("pk"))


def _letter(notice: Notice, names: dict[str, str]) -> Letter:
    note = notice.comment
    if notice.kind == NoticeKind.MENTION:
        words = "mentions you on" if note.highlight else "mentions you beside"
    else:
        words = "replied on" if note.highlight else "replied beside"
    place = note.highlight.quote if note.highlight else str(notice.article)
    return Letter(notice, words, place, mentions.pieces(note.text, names))
