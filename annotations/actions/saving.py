"""Saving views of the passages, and removing them. One that is for oneself is told to nobody."""

from annotations.models import SavedView
from corpus_app import diary
from corpus_app.models import Change, Project, User
from corpus_app.models.changes import PRIVATELY


def save_view(*, project: Project, owner: User, name: str, query: str, is_shared: bool) -> SavedView:
    """Under a name that the owner has used already it takes the place of the `former` one."""
    with diary.writing(project=project, actor=owner, verb=_verb("save-view", is_shared)) as change:
        former = SavedView.objects.filter(project=project, owner=owner, name=name, removed_at=None).first()
        change.edits = [_removed(former, change)] if former else []
        view = SavedView.objects.create(project=project, owner=owner, name=name, query=query, is_shared=is_shared)
        change.edits.append(diary.appeared(view, change.at))
    view.change, view.former = change, former
    return view


def remove_view(*, view: SavedView, actor: User) -> SavedView:
    with diary.writing(project=view.project, actor=actor, verb=_verb("remove-view", view.is_shared)) as change:
        change.edits = [_removed(view, change)]
    view.change = change
    return view


def _removed(view: SavedView, change: Change) -> diary.Row:
    before = diary.row(view)
    view.removed_at = change.at
    view.save(update_fields=["removed_at"])
    return diary.changed(view, before)


def _verb(verb: str, is_shared: bool) -> str:
    return verb if is_shared else f"{verb}{PRIVATELY}"
