"""What stands in the way of taking back what was done to sets of articles and to a project's own fields."""

from collections.abc import Sequence

from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Article, ArticleField, ArticleSet, Change, SetMember

SET, MEMBER, FIELD = (model._meta.label_lower for model in (ArticleSet, SetMember, ArticleField))


def refuse_if_articles_use_it(change: Change) -> None:
    """Raises Refused where what others put in, or said since, would go silently, or have no place to come back to."""
    edits = [edit for edit in change.edits if edit["table"] in (SET, MEMBER, FIELD)]
    for edit in edits:
        if edit["table"] == SET and edit["before"] is None:
            _refuse_if_filled(edit, edits)
        if edit["table"] == FIELD and edit["before"] is None:
            _refuse_if_said(change, edit)
    _refuse_if_the_set_is_gone(edits)


def _refuse_if_filled(edit: diary.Row, edits: Sequence[diary.Row]) -> None:
    own = [one["id"] for one in edits if one["table"] == MEMBER]
    if SetMember.objects.filter(set=edit["id"]).exclude(pk__in=own).exists():
        name = edit["after"]["name"]
        raise Refused(f"Articles have been put into “{name}” since, so it stays. Delete the set instead.")


def _refuse_if_said(change: Change, edit: diary.Row) -> None:
    field = edit["after"]
    if Article.objects.filter(project=change.project_id, meta__has_key=field["uid"]).exists():
        raise Refused(f"Articles have values of “{field['name']}” since, so it stays. Put it away instead.")


def _refuse_if_the_set_is_gone(edits: Sequence[diary.Row]) -> None:
    coming = {edit["id"] for edit in edits if edit["table"] == SET}
    wanted = {edit["before"]["set_id"] for edit in edits if edit["table"] == MEMBER and edit["before"]} - coming
    if ArticleSet.objects.filter(pk__in=wanted).count() < len(wanted):
        raise Refused("This set has been deleted since. Bring the set back first, then undo.")
