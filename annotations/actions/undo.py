"""Taking back one change, as long as nobody's later work hangs on it."""

from annotations.actions.codebook import new_codebook_version
from annotations.actions.highlights import refuse_if_others_worked_on
from annotations.models import Entity, Facet, Highlight, Tag
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Change, User

UNDOABLE = {
    "add-highlight",
    "remove-highlight",
    "add-tagging",
    "remove-tagging",
    "write-note",
    "edit-note",
    "remove-note",
    "remove-article",
    "correct-metadata",
    "edit-tag",
    "archive-tag",
    "undo",
}
CODEBOOK = {model._meta.label_lower for model in (Facet, Tag, Entity)}


def undo(*, change: Change, actor: User) -> Change:
    """Take the actor's own change back, as a change of its own; undoing that one does it again. Raises Refused."""
    if change.actor_id != actor.pk:
        raise Refused("Somebody else did this. Ask them to undo it, or change it yourself.")
    if change.verb not in UNDOABLE:
        raise Refused("This cannot be undone with a click. Change it back by hand.")
    with diary.writing(project=change.project, actor=actor, verb="undo", article=change.article) as taken_back:
        if Change.objects.filter(undoes=change).exists():
            raise Refused("This has been undone already.")
        for edit in reversed(change.edits):
            _refuse_if_it_removes_others_work(edit, actor)
        try:
            taken_back.edits = [diary.revert(edit) for edit in reversed(change.edits)]
        except diary.CannotUndo as reason:
            raise Refused(str(reason)) from reason
        taken_back.undoes = change
        if any(edit["table"] in CODEBOOK for edit in change.edits):
            new_codebook_version(change.project)
    return taken_back


def _refuse_if_it_removes_others_work(edit: diary.Row, actor: User) -> None:
    before = edit["before"] or {}
    if edit["table"] == "annotations.highlight" and before.get("removed_at"):
        refuse_if_others_worked_on(Highlight.objects.get(pk=edit["id"]), actor)
