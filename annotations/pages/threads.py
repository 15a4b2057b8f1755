"""Threads as they are shown: a note with its replies, who wrote them, and what the person may do."""

from dataclasses import dataclass, field

from annotations import audience, mentions
from annotations.mentions import Piece
from annotations.models import Comment
from annotations.models.notes import CommentQuerySet
from corpus_app.models import Project, User

FIRST_WORDS = 70


@dataclass(frozen=True)
class Conflict:
    """What somebody wanted a note to say that has been changed elsewhere meanwhile."""

    note: int
    text: str


@dataclass(frozen=True)
class Said:
    """One note or reply; `written` is its text with names, to be edited; `wanted` the person's own in a conflict."""

    note: Comment
    is_own: bool
    pieces: list[Piece]
    written: str
    wanted: str | None = None


@dataclass(frozen=True)
class Thread:
    """`beginning` is None where the note is gone, or hidden from the person, and replies to it are not."""

    key: int
    beginning: Said | None
    replies: list[Said] = field(default_factory=list)

    @property
    def uid(self) -> str:
        return (self.beginning or self.replies[0]).note.uid

    @property
    def is_resolved(self) -> bool:
        return self.beginning is not None and self.beginning.note.resolved_at is not None

    @property
    def first_words(self) -> str:
        words = " ".join(self.beginning.written.split()) if self.beginning else ""
        return words if len(words) <= FIRST_WORDS else f"{words[: FIRST_WORDS - 1].rstrip()}…"


def of(comments: CommentQuerySet, project: Project, user: User, conflict: Conflict | None = None) -> list[Thread]:
    """These comments as threads, open ones first, each oldest first. Queries once, or twice where one is mentioned."""
    rows = list(comments.select_related("author").order_by("pk"))
    names = audience.names_in(project, [note.text for note in rows])
    said = [_said(note, user, names, conflict) for note in rows]
    begun = {one.note.pk: Thread(one.note.pk, one) for one in said if one.note.parent_id is None}
    for one in said:
        if one.note.parent_id is not None:
            thread = begun.setdefault(one.note.parent_id, Thread(one.note.parent_id, None))
            thread.replies.append(one)
    return sorted(begun.values(), key=lambda thread: (thread.is_resolved, thread.key))


def _said(note: Comment, user: User, names: dict[str, str], conflict: Conflict | None) -> Said:
    wanted = conflict.text if conflict and conflict.note == note.pk else None
    pieces = mentions.pieces(note.text, names)
    return Said(note, note.author_id == user.pk, pieces, mentions.plain(note.text, names), wanted)
