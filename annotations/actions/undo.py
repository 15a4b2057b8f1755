"""Taking back one change, as long as nobody's later work hangs on it; where some does, saying whose and what."""

from django.db import IntegrityError
from django.db.models import F, ProtectedError
from django.utils import timezone

from annotations import verbs
from annotations.actions.codebook import new_codebook_version
from annotations.actions.merging import take_apart
from annotations.actions.notes import refresh
from annotations.actions.undoing_sets import refuse_if_articles_use_it
from annotations.models import Comment, Entity, Facet, Highlight, Memo, Placement, Tag, Tagging, is_above
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Change, User

CODEBOOK = {model._meta.label_lower for model in (Facet, Tag, Entity)}
HIGHLIGHT, TAGGING, NOTE, MEMO = (model._meta.label_lower for model in (Highlight, Tagging, Comment, Memo))
SPLIT = ("split-tag", "redo split-tag")
TAG, ARTICLE, PLACED = (model._meta.label_lower for model in (Tag, Article, Placement))


def undo(*, change: Change, actor: User) -> Change:
    """Take the actor's own change back, as a change of its own; undoing that one does it again. Raises Refused."""
    if change.actor_id != actor.pk:
        raise Refused("Somebody else did this. Ask them to undo it, or change it yourself.")
    if verbs.root(change.verb) not in verbs.UNDOABLE:
        raise Refused("This cannot be undone with a click. Change it back by hand.")
    if change.verb in ("undo merge-tags", "undo merge-entities"):
        what = "tags" if change.verb == "undo merge-tags" else "names"
        raise Refused(f"Others may have used these {what} since. Merge them again, and see first what would change.")
    return _take_back(change, actor)


def restore(*, change: Change, actor: User) -> Change:
    """Bring back what this change removed, whoever did it: for owners, within a month. Raises Refused."""
    if change.verb not in verbs.REMOVALS:
        raise Refused("This change removed nothing, so there is nothing to bring back.")
    if change.at < timezone.now() - verbs.RESTORABLE:
        raise Refused("This was removed more than 30 days ago. Make it anew.")
    return _take_back(change, actor)


def _take_back(change: Change, actor: User) -> Change:
    verb = verbs.taken_back(change.verb)
    try:
        with diary.writing(project=change.project, actor=actor, verb=verb, article=change.article) as taken_back:
            if Change.objects.filter(undoes=change).exists():
                raise Refused("This has been undone already.")
            highlights = _highlights_of(change)
            _refuse_if_the_text_is_used(change)
            refuse_if_articles_use_it(change)
            for edit in change.edits:
                if not _is_of_a_deal(change, edit):
                    _refuse_if_it_takes_from_others(edit, actor)
            taken_back.edits = _all_reverted(change, actor)
            _refuse_if_something_hangs_loose(highlights)
            _refuse_circles(change)
            placed = [edit["id"] for edit in change.edits if edit["table"] == HIGHLIGHT]
            Highlight.objects.filter(pk__in=placed).update(version_no=F("version_no") + 1, updated_at=timezone.now())
            refresh(edit["id"] for edit in change.edits if edit["table"] == NOTE)
            for memo in Memo.objects.filter(pk__in=[edit["id"] for edit in change.edits if edit["table"] == MEMO]):
                memo.folded, memo.version_no = fold(memo.text), memo.version_no + 1
                memo.save(update_fields=["folded", "version_no"])
            taken_back.undoes = change
            if any(edit["table"] in CODEBOOK for edit in change.edits):
                new_codebook_version(change.project)
    except IntegrityError as reason:
        raise Refused(
            "There is the same tag, name or value here again meanwhile, and there can be only one. "
            "Take that one off first, then undo."
        ) from reason
    return taken_back


def _all_reverted(change: Change, actor: User) -> list[diary.Row]:
    """Of merged tags, what others have done with the taggings since stays done: else one of them would stop it all."""
    edits, done = list(reversed(change.edits)), []
    if change.verb in ("merge-tags", *SPLIT, "merge-entities"):
        edits, done = [edit for edit in edits if edit["table"] != TAGGING], take_apart(change)
        edits = [edit for edit in edits if not (_is_of_a_deal(change, edit) and _is_used(edit["id"]))]
    return done + [_reverted(edit, change, actor) for edit in edits]


def _is_of_a_deal(change: Change, edit: diary.Row) -> bool:
    """Whether it made a tag for passages that it dealt out: it goes with them, unless somebody has used it since."""
    return change.verb in SPLIT and edit["table"] == TAG and edit["before"] is None


def _refuse_circles(change: Change) -> None:
    """Put back below a tag that was moved below it since, a tag would stand below itself."""
    moved = {edit["id"] for edit in change.edits if edit["table"] == TAG and "parent_id" in (edit["before"] or {})}
    for tag in Tag.objects.filter(pk__in=moved).exclude(parent=None).select_related("parent"):
        if is_above(tag, tag.parent) or tag.parent_id == tag.pk:
            raise Refused(f"“{tag.parent.name}” stands below “{tag.name}” now. Move that one first, then undo.")


def _refuse_if_the_text_is_used(change: Change) -> None:
    """Highlights made in a new text would stand nowhere in the one before it."""
    moved = {edit["id"] for edit in change.edits if edit["table"] == HIGHLIGHT}
    moved |= {(edit["before"] or edit["after"]).get("highlight_id") for edit in change.edits if edit["table"] == PLACED}
    for edit in change.edits:
        version = (edit["after"] or {}).get("version_id") if edit["table"] == ARTICLE else None
        if version and Highlight.objects.filter(version=version, removed_at=None).exclude(pk__in=moved).exists():
            raise Refused("Passages have been marked in this text since, so it stays. Edit the text again instead.")


def _reverted(edit: diary.Row, change: Change, actor: User) -> diary.Row:
    try:
        return diary.revert(edit)
    except ProtectedError as reason:
        raise Refused("There are new tags below these since, so they stay. Archive what you do not need.") from reason
    except diary.CannotUndo as reason:
        raise Refused(_who_changed_it_since(edit, change, actor) or str(reason)) from reason


def _who_changed_it_since(edit: diary.Row, change: Change, actor: User) -> str:
    """A sentence on the newest later change of the same row; what the actor may not see is not told of."""
    later = Change.objects.filter(project=change.project, article=change.article, number__gt=change.number)
    mine = (edit["table"], edit["id"])
    for other in later.select_related("actor").order_by("-number").iterator(chunk_size=50):
        if mine not in {(theirs["table"], theirs["id"]) for theirs in other.edits}:
            continue
        what = verbs.in_words(other.verb)
        if other.actor_id == actor.pk:
            return f"You have {what.replace('they had', 'you had')} since. Undo that first."
        if Change.objects.visible_to(actor).filter(pk=other.pk).exists():
            name = other.actor.display_name
            return f"{name} has {what} since, and undoing would overwrite that. Talk to {name}, or change it by hand."
        return ""
    return ""


def _refuse_if_it_takes_from_others(edit: diary.Row, actor: User) -> None:
    """Where taking the edit back removes a highlight or changes its words: what others made of it would be lost."""
    before = edit["before"] or {}
    if edit["table"] == TAG and edit["before"] is None:
        _refuse_if_used(edit)
    if edit["table"] != HIGHLIGHT:
        return
    if before.get("removed_at"):
        _refuse_if_theirs(Tagging, "coder", edit["id"], actor)
        _refuse_if_theirs(Comment, "author", edit["id"], actor)
    elif "start" in before and "version_id" not in before:  # in the older text their words are as they saw them
        _refuse_if_theirs(Tagging, "coder", edit["id"], actor)


def _refuse_if_used(edit: diary.Row) -> None:
    """A memo would go with its tag, silently."""
    name = edit["after"]["name"]
    if _is_used(edit["id"]):
        raise Refused(f"“{name}” has been used since, on a passage or in a memo, so it stays. Archive it instead.")


def _is_used(tag: int) -> bool:
    return any(rows.exists() for rows in (Tagging.objects.filter(tag=tag), Memo.objects.filter(tag=tag)))


def _refuse_if_theirs(model: type[Tagging] | type[Comment], person: str, highlight: int, actor: User) -> None:
    theirs = model.objects.filter(highlight=highlight).exclude(**{person: actor})
    if model is Comment:
        theirs = theirs.filter(removed_at=None)
    if not theirs.exists():
        return
    seen = model.objects.visible_to(actor).filter(pk__in=theirs).select_related(person).last()
    who = getattr(seen, person).display_name if seen else "Somebody else"
    did = "tagged this passage" if model is Tagging else "written a note on this passage"
    what = f" “{seen.tag.name}”" if seen and model is Tagging else ""
    own = "Take off your own tags instead" if model is Tagging else "Take off your own tags or notes instead"
    raise Refused(f"{who} has {did}{what} since, and undoing would take that away. {own}, or talk to them.")


def _highlights_of(change: Change) -> set[int]:
    found = set()
    for edit in change.edits:
        if edit["table"] == HIGHLIGHT:
            found.add(edit["id"])
        sides = [side for side in (edit["before"], edit["after"]) if side]
        found |= {side["highlight_id"] for side in sides if "highlight_id" in side}
    return found


def _refuse_if_something_hangs_loose(highlights: set[int]) -> None:
    """A tag on a highlight that is gone would be counted and never seen; an answer stays beside its note."""
    if Tagging.objects.filter(highlight__in=highlights).exclude(highlight__removed_at=None).exists():
        raise Refused(
            "This passage has been deleted, merged or tagged since. Undo the later change first, "
            "or delete the passage instead."
        )
    answers = Comment.objects.filter(highlight__in=highlights, removed_at=None).exclude(parent=None)
    if answers.exclude(parent__highlight=F("highlight")).exists():
        raise Refused("Somebody has answered a note on this passage since, so the note stays where it is.")
