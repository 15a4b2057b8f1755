"""A project's own fields of its articles: made, renamed, put away. The values stay with the articles."""

from collections.abc import Sequence

from django.db import IntegrityError
from django.utils import timezone

from corpus_app import diary
from corpus_app.actions.members import Refused
from corpus_app.actions.seen import refuse_unseen
from corpus_app.models import ArticleField, FieldType, Project, User

MOST = 40
SAID = ("name", "choices")
SAME_NAME = "There is a field of this name already. Choose another name, or edit that field."


def add_field(*, project: Project, actor: User, name: str, type: str, choices: Sequence[str] = ()) -> ArticleField:
    """Raises Refused where there is one of this name, or there are too many."""
    try:
        with diary.writing(project=project, actor=actor, verb="add-field") as change:
            if ArticleField.objects.filter(project=project, archived_at=None).count() >= MOST:
                raise Refused(f"A project has at most {MOST} fields of its own. Put one away that nobody uses.")
            field = ArticleField.objects.create(
                project=project, name=name, type=type, choices=list(choices) if type == FieldType.CHOICE else []
            )
            change.edits = [diary.created(field)]
    except IntegrityError as reason:
        raise Refused(SAME_NAME) from reason
    field.change = change
    return field


def edit_field(
    *, field: ArticleField, actor: User, name: str, choices: Sequence[str] = (), seen: str = ""
) -> ArticleField:
    """Its type stays, for there are values of it. Choices that articles have may go; the articles keep them.

    Raises EditedMeanwhile where `seen` is not the mark of SAID now.
    """
    try:
        with diary.writing(project=field.project, actor=actor, verb="edit-field") as change:
            refuse_unseen(field, SAID, seen)
            before = diary.row(field)
            field.name = name
            field.choices = list(choices) if field.type == FieldType.CHOICE else []
            field.save(update_fields=["name", "choices"])
            change.edits = [diary.changed(field, before)]
    except IntegrityError as reason:
        raise Refused(SAME_NAME) from reason
    field.change = change
    return field


def archive_field(*, field: ArticleField, actor: User, is_archived: bool = True) -> ArticleField:
    """Out of all forms and tables, or back; values stay as they are."""
    try:
        with diary.writing(project=field.project, actor=actor, verb="edit-field") as change:
            before = diary.row(field)
            field.archived_at = timezone.now() if is_archived else None
            field.save(update_fields=["archived_at"])
            change.edits = [diary.changed(field, before)]
    except IntegrityError as reason:
        raise Refused(SAME_NAME) from reason
    field.change = change
    return field
