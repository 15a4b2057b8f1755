"""What the palette shows of one highlight: who made it when, its tags and notes, and what the person may do."""

from dataclasses import dataclass

from annotations.models import Comment, Highlight, Tagging
from annotations.pages import neighbours
from corpus_app.access import Permission, may
from corpus_app.models import User


@dataclass(frozen=True)
class PanelTagging:
    tagging: Tagging
    is_own: bool


@dataclass(frozen=True)
class PanelNote:
    note: Comment
    is_own: bool


@dataclass(frozen=True)
class Panel:
    highlight: Highlight
    taggings: list[PanelTagging]
    notes: list[PanelNote]
    is_own: bool
    may_annotate: bool
    neighbours: list[Highlight]  # what it can be merged with; none where the person may not change it


def of(highlight: Highlight, user: User) -> Panel:
    taggings = Tagging.objects.visible_to(user).filter(highlight=highlight).order_by("pk")
    taggings = taggings.select_related("tag", "coder", "target", "holder")
    notes = Comment.objects.visible_to(user).filter(highlight=highlight).select_related("author").order_by("pk")
    is_own, may_annotate = highlight.author_id == user.pk, may(highlight.project, Permission.ANNOTATE)
    return Panel(
        highlight=highlight,
        taggings=[PanelTagging(tagging, tagging.coder_id == user.pk) for tagging in taggings],
        notes=[PanelNote(note, note.author_id == user.pk) for note in notes],
        is_own=is_own,
        may_annotate=may_annotate,
        neighbours=neighbours.of(highlight, user) if is_own and may_annotate else [],
    )
