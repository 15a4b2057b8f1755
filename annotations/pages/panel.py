"""What the palette shows of one highlight: who made it when, its tags and notes, and what the person may do."""

from dataclasses import dataclass
from datetime import datetime

from annotations.models import Comment, Highlight, Tagging
from annotations.pages import neighbours, threads
from annotations.pages.threads import Conflict, Thread
from annotations.stages import Stage, Stages
from corpus_app.access import Permission, may
from corpus_app.models import User


@dataclass(frozen=True)
class PanelTagging:
    tagging: Tagging
    is_own: bool
    stage: Stage | None = None  # None where the project was never blind


@dataclass(frozen=True)
class Panel:
    highlight: Highlight
    taggings: list[PanelTagging]
    threads: list[Thread]
    is_own: bool
    may_annotate: bool
    stage: Stage | None
    neighbours: list[Highlight]  # what it can be merged with; none where the person may not change it


def of(highlight: Highlight, user: User, conflict: Conflict | None = None) -> Panel:
    """With a conflict, the note that was edited is shown open, with both versions."""
    taggings = Tagging.objects.visible_to(user).filter(highlight=highlight).order_by("pk")
    taggings = taggings.select_related("tag", "coder", "target", "holder")
    notes = Comment.objects.visible_to(user).filter(highlight=highlight)
    is_own, may_annotate = highlight.author_id == user.pk, may(highlight.project, Permission.ANNOTATE)
    stages = Stages.of(highlight.project, [highlight.article_id])
    return Panel(
        highlight=highlight,
        taggings=[
            PanelTagging(tagging, tagging.coder_id == user.pk, stages.stage(*_coding(tagging, tagging.coder_id)))
            for tagging in taggings
        ],
        threads=threads.of(notes, highlight.project, user, conflict),
        is_own=is_own,
        may_annotate=may_annotate,
        stage=stages.stage(*_coding(highlight, highlight.author_id)),
        neighbours=neighbours.of(highlight, user) if is_own and may_annotate else [],
    )


def _coding(made: Highlight | Tagging, person: int) -> tuple[int, int, datetime]:
    return made.article_id, person, made.created_at
