"""Changing where a highlight stands: moving its edges, splitting it in two, merging it with its neighbour.

Only the words that its author alone has tagged change: a colleague's tag is about the very words they saw.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager

from django.utils import timezone

from annotations.actions.highlights import StaleText, passage_at
from annotations.anchoring import Passage
from annotations.models import Comment, Highlight, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.ids import new_id
from corpus_app.importing.fold import fold
from corpus_app.models import Change, User

PLACE = ("start", "end", "quote", "folded", "prefix", "suffix", "first_paragraph", "last_paragraph")
SAID = (
    "project_id", "article_id", "facet_id", "tag_id", "coder_id", "target_id", "holder_id", "holder_kind", "single",
    "memo", "codebook_version",
)


class ChangedMeanwhile(Refused):
    """The highlight is not as the person saw it any more; `highlight` is what it is now."""

    def __init__(self, highlight: Highlight) -> None:
        super().__init__(f"This highlight has been changed in another window since. It is now “{highlight}”.")
        self.highlight = highlight


def move_edges(*, highlight: Highlight, actor: User, start: int, end: int, quote: str, version_no: int) -> Highlight:
    """Let the highlight cover the code points [start, end) instead. Where it covers them already nothing changes.

    Raises ChangedMeanwhile where version_no is not its present one, StaleText where the quote does not stand there.
    """
    if (highlight.start, highlight.end) == (start, end):
        return highlight
    with _writing("move-edges", highlight, actor) as change:
        present = _as_seen(highlight, version_no)
        passage = _passage(present, actor, start, end)
        if passage.quote != quote:
            raise StaleText("The text has changed since this page was loaded. Reload it and move the edges again.")
        _refuse_if_others_tagged([present], actor)
        change.edits = [_move(present, passage)]
    present.change = change
    return present


def split_highlight(
    *, highlight: Highlight, actor: User, at: int, version_no: int, uid: str = ""
) -> tuple[Highlight, Highlight]:
    """Make two of one at a code point of the version's text; white space around the cut belongs to neither.

    Both keep the tags; the notes stay with the first, which stays the same highlight. The uid is the second's: sent
    twice, it is split once.
    """
    twins = Highlight.objects.filter(project=highlight.project, uid=uid, author=actor)
    try:
        return _split(highlight, actor, at, version_no, uid or new_id())
    except Refused:
        second = twins.first() if uid else None
        if second is None:
            raise
        return highlight, second


def _split(highlight: Highlight, actor: User, at: int, version_no: int, uid: str) -> tuple[Highlight, Highlight]:
    with _writing("split-highlight", highlight, actor) as change:
        present = _as_seen(highlight, version_no)
        _refuse_if_others_tagged([present], actor)
        cut = min(max(at - present.start, 0), len(present.quote))
        before, after = present.quote[:cut].rstrip(), present.quote[cut:].lstrip()
        if not before or not after:
            raise Refused("Choose a place inside the passage, with words on both sides of it.")
        left = _passage(present, actor, present.start, present.start + len(before))
        right = _passage(present, actor, present.end - len(after), present.end)
        second = Highlight.objects.create(
            project=present.project, article=present.article, version_id=present.version_id, uid=uid,
            author=actor, **columns_of(right),
        )
        change.edits = [_move(present, left), diary.appeared(second, change.at)]
        change.edits += [diary.created(twin) for twin in _twins(present, second)]
    present.change = second.change = change
    return present, second


def merge_highlights(
    *, highlight: Highlight, other: Highlight, actor: User, version_no: int, other_version_no: int
) -> Highlight:
    """Let the highlight cover what both cover, with the tags and notes of both; the other goes.

    Raises Refused where they do not touch, or where they say different things of the same target.
    """
    with _writing("merge-highlights", highlight, actor) as change:
        if other.pk == highlight.pk:
            raise Refused("A highlight cannot be merged with itself. Choose the one beside it.")
        present, going = _as_seen(highlight, version_no), _as_seen(other, other_version_no)
        _refuse_if_others_tagged([present, going], actor)
        union = _union(present, going, actor)
        change.edits = [*_unite_taggings(present, going), *_hand_over_notes(present, going)]
        before = diary.row(going)
        going.removed_at = timezone.now()
        going.save(update_fields=["removed_at"])
        change.edits += [diary.changed(going, before), _move(present, union)]
    present.change = change
    return present


def _writing(verb: str, highlight: Highlight, actor: User) -> AbstractContextManager[Change]:
    return diary.writing(project=highlight.project, actor=actor, verb=verb, article=highlight.article)


def _as_seen(highlight: Highlight, version_no: int) -> Highlight:
    """The row as it is now that nobody else writes in the project; refused if that is not what the person saw."""
    present = Highlight.objects.select_related("author").get(pk=highlight.pk)
    present.project, present.article = highlight.project, highlight.article
    if present.removed_at is not None:
        raise Refused("This highlight has been deleted since. Reload the page to see the passage as it is now.")
    if present.version_no != version_no:
        raise ChangedMeanwhile(present)
    if present.version_id != present.article.version_id:
        raise StaleText("The article has a new version. Reload the page before you change this highlight.")
    return present


def _passage(highlight: Highlight, actor: User, start: int, end: int) -> Passage:
    passage = passage_at(highlight.article, actor, start, end)
    if passage is None:
        raise StaleText("A highlight begins and ends inside paragraphs of the text. Choose other edges.")
    return passage


def columns_of(passage: Passage) -> dict[str, object]:
    return {
        "start": passage.start, "end": passage.end, "quote": passage.quote, "folded": fold(passage.quote),
        "prefix": passage.prefix, "suffix": passage.suffix,
        "first_paragraph": passage.first, "last_paragraph": passage.last,
    }


def _move(highlight: Highlight, passage: Passage) -> diary.Row:
    """Put the highlight there. The edit names all of its place, so that undo finds any later change of it.

    The version's number only ever grows: it is no part of what undo puts back.
    """
    before = {name: getattr(highlight, name) for name in PLACE}
    after = columns_of(passage)
    for name, value in after.items():
        setattr(highlight, name, value)
    highlight.version_no += 1
    highlight.save(update_fields=[*PLACE, "version_no", "updated_at"])
    there = {"removed_at": None}
    return {
        "table": diary.table(highlight), "id": highlight.pk, "before": before | there, "after": after | there,
    }


def _twins(highlight: Highlight, second: Highlight) -> list[Tagging]:
    """The highlight's taggings once more, on the second."""
    taggings = Tagging.objects.filter(highlight=highlight).order_by("pk")
    return [
        Tagging.objects.create(highlight=second, **{name: getattr(tagging, name) for name in SAID})
        for tagging in taggings
    ]


def _union(one: Highlight, other: Highlight, actor: User) -> Passage:
    if one.article_id != other.article_id:
        raise Refused("The other passage is in another article. Choose one beside this.")
    first, second = sorted((one, other), key=lambda highlight: highlight.start)
    union = _passage(one, actor, first.start, max(first.end, second.end))
    if union.quote[first.end - first.start : second.start - first.start].strip():
        raise Refused("There are words between the two passages. Move an edge until they touch, then merge them.")
    return union


def _unite_taggings(kept: Highlight, going: Highlight) -> list[diary.Row]:
    """Give the going highlight's taggings to the kept one; of two alike one stays, with the memos of both."""
    edits = []
    there = list(Tagging.objects.filter(highlight=kept).select_related("tag"))
    for tagging in Tagging.objects.filter(highlight=going).select_related("tag", "target").order_by("pk"):
        rival = next((other for other in there if _is_about_the_same(other, tagging)), None)
        if rival is None:
            before = diary.row(tagging)
            tagging.highlight = kept
            tagging.save(update_fields=["highlight"])
            edits.append(diary.changed(tagging, before))
        elif rival.tag_id != tagging.tag_id or _say_different_holders(rival, tagging):
            toward = f" toward {tagging.target.name}" if tagging.target else ""
            raise Refused(
                f"The two passages say different things{toward}: “{rival.tag.name}” and “{tagging.tag.name}”. "
                "Take one of these tags off, then merge them."
            )
        else:
            edits.append(diary.deleted(tagging))
            tagging.delete()
            edits += _with_words_of(rival, tagging)
    return edits


def _is_about_the_same(one: Tagging, other: Tagging) -> bool:
    about = one.tag_id == other.tag_id or (one.single and other.single and one.facet_id == other.facet_id)
    return about and (one.target_id, one.holder_id) == (other.target_id, other.holder_id)


def _say_different_holders(one: Tagging, other: Tagging) -> bool:
    return bool(one.holder_kind and other.holder_kind and one.holder_kind != other.holder_kind)


def _with_words_of(kept: Tagging, gone: Tagging) -> list[diary.Row]:
    """What was said of the one that goes is said of the one that stays."""
    before = diary.row(kept)
    kept.holder_kind = kept.holder_kind or gone.holder_kind
    if gone.memo and gone.memo != kept.memo:
        kept.memo = f"{kept.memo}\n\n{gone.memo}".strip()
    kept.save(update_fields=["holder_kind", "memo"])
    edit = diary.changed(kept, before)
    return [edit] if edit["after"] else []


def _hand_over_notes(kept: Highlight, going: Highlight) -> Iterable[diary.Row]:
    """Deleted ones too: whoever takes that back finds them where the passage is."""
    for note in Comment.objects.filter(highlight=going).order_by("pk"):
        before = diary.row(note)
        note.highlight = kept
        note.save(update_fields=["highlight"])
        yield diary.changed(note, before)


def _refuse_if_others_tagged(highlights: list[Highlight], actor: User) -> None:
    others = Tagging.objects.filter(highlight__in=highlights).exclude(coder=actor)
    if not others.exists():
        return
    seen = Tagging.objects.visible_to(actor).filter(pk__in=others).select_related("coder").first()
    who = seen.coder.display_name if seen else "Somebody else"
    raise Refused(
        f"{who} has tagged these very words, so the passage stays as it is. Mark the words you mean as a new highlight."
    )
