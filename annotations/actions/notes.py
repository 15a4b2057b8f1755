"""Writing, correcting and removing notes on a highlight."""

from django.db import IntegrityError
from django.utils import timezone

from annotations.models import Comment, Highlight
from corpus_app import diary
from corpus_app.ids import new_id
from corpus_app.models import User


def write_note(
    *, highlight: Highlight, author: User, text: str, parent: Comment | None = None, uid: str = ""
) -> Comment:
    """The uid is the idempotency key: the same note sent twice is one note, and without a second change."""
    try:
        with diary.writing(
            project=highlight.project, actor=author, verb="write-note", article=highlight.article
        ) as change:
            note = Comment.objects.create(
                project=highlight.project, article_id=highlight.article_id, highlight=highlight,
                author=author, text=text, parent=parent, uid=uid or new_id(),
            )
            change.edits = [diary.appeared(note, change.at)]
    except IntegrityError:  # asked only now, because a note is nearly never sent twice
        there = Comment.objects.filter(project=highlight.project, uid=uid, highlight=highlight, author=author).first()
        if there is None:
            raise
        return there
    note.change = change
    return note


def edit_note(*, note: Comment, actor: User, text: str) -> Comment:
    with diary.writing(project=note.project, actor=actor, verb="edit-note", article=note.article) as change:
        before = diary.row(note)
        note.text = text
        note.save(update_fields=["text", "updated_at"])
        edit = diary.changed(note, before)
        change.edits = [{**edit, "before": {"text": before["text"]}, "after": {"text": text}}]
    note.change = change
    return note


def remove_note(*, note: Comment, actor: User) -> Comment:
    with diary.writing(project=note.project, actor=actor, verb="remove-note", article=note.article) as change:
        before = diary.row(note)
        note.removed_at = timezone.now()
        note.save(update_fields=["removed_at"])
        change.edits = [diary.changed(note, before)]
    note.change = change
    return note
