"""Making one tag of several, while others go on tagging with them: nobody's tagging is lost."""

from collections.abc import Iterable, Sequence

from annotations.actions.codebook import new_codebook_version
from annotations.merges import SAME, differ, doubles, holders_differ, refuse_what_does_not_fit
from annotations.models import Highlight, Tag, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Change, User

BATCH = 500
MOVED = {"tag_id", "target_id", "holder_id"}


class SayDifferentThings(Refused):
    """The tags are different values of a stance, or of one passage say differently whose stance it is."""


def merge_tags(*, tags: Sequence[Tag], into: Tag, actor: User, although_different: bool = False) -> Tag:
    """Whoever has tagged with one of `tags` has tagged with `into` from now on; what stands below them stands below it.

    The tags are archived and point to it, so that a save under way, or one that waited in a browser, finds it. Where
    a coder has put two of them on one passage one tagging stays, with the memos of both.
    Raises SayDifferentThings unless `although_different`, and Refused where the trees do not fit.
    """
    with diary.writing(project=into.project, actor=actor, verb="merge-tags") as change:
        into, *going = _as_they_are([into, *tags])
        refuse_what_does_not_fit(going, into)
        if not although_different and (differ(going, into) or holders_differ([into, *going])):
            raise SayDifferentThings(
                "These tags do not say the same of a passage. Say that you want to merge them all the same."
            )
        change.edits = [*_unite(going, into), *_adopt(going, into)]
        for tag in going:
            before = diary.row(tag)
            tag.archived_at, tag.replaced_by = change.at, into
            tag.save(update_fields=["archived_at", "replaced_by"])
            change.edits.append(diary.changed(tag, before))
        new_codebook_version(change.project)
    into.project, into.change = change.project, change
    return into


def _as_they_are(tags: Iterable[Tag]) -> list[Tag]:
    """Read anew, now that nobody else writes in the project."""
    keys = [tag.pk for tag in tags]
    found = Tag.objects.select_related("facet", "project").in_bulk(keys)
    return [found[key] for key in keys]


def _unite(going: Sequence[Tag], into: Tag) -> list[diary.Row]:
    """All their taggings are `into`'s; few are looked at one by one, the others go over in one statement."""
    edits = []
    for double in doubles([into, *going]):
        same = Tagging.objects.filter(tag__in=[into, *going], **{name: double[name] for name in SAME})
        kept, *others = sorted(same, key=lambda tagging: (tagging.tag_id != into.pk, tagging.pk))
        for other in others:
            edits.append(diary.deleted(other))
            other.delete()
        edits += with_words_of(kept, others)
    moved = Tagging.objects.filter(tag__in=going).order_by("pk")
    edits += [
        {"table": diary.table(Tagging()), "id": pk, "before": {"tag_id": tag}, "after": {"tag_id": into.pk}}
        for pk, tag in moved.values_list("pk", "tag")
    ]
    moved.order_by().update(tag=into)
    return edits


def with_words_of(kept: Tagging, gone: Iterable[Tagging]) -> list[diary.Row]:
    before = diary.row(kept)
    for other in gone:
        kept.holder_kind = kept.holder_kind or other.holder_kind
        if other.memo and other.memo not in kept.memo:
            kept.memo = f"{kept.memo}\n\n{other.memo}".strip()
    edit = diary.changed(kept, before)
    if edit["after"]:
        kept.save(update_fields=["holder_kind", "memo"])
    return [edit] if edit["after"] else []


def _adopt(going: Sequence[Tag], into: Tag) -> Iterable[diary.Row]:
    for child in Tag.objects.filter(parent__in=going).exclude(pk__in=[tag.pk for tag in going]).order_by("pk"):
        before = diary.row(child)
        child.parent = into
        child.save(update_fields=["parent"])
        yield diary.changed(child, before)


def take_apart(change: Change) -> list[diary.Row]:
    """Give the taggings that a merge or a split moved back, as far as they are still there; the edits that this is.

    What was tagged with the one tag (or target, or holder) since then stays with it, what was taken off stays off.
    """
    table = diary.table(Tagging())
    edits = [edit for edit in change.edits if edit["table"] == table]
    moved = [edit for edit in edits if edit["before"] and edit["after"] and edit["after"].keys() <= MOVED]
    done = []
    for first in range(0, len(moved), BATCH):
        some = {edit["id"]: edit for edit in moved[first : first + BATCH]}
        now = {row["pk"]: row for row in Tagging.objects.filter(pk__in=some).order_by().values("pk", *MOVED)}
        there = [
            edit for pk, edit in some.items()
            if pk in now and all(now[pk][name] == key for name, key in edit["after"].items())
        ]
        for columns in {tuple(edit["before"].items()) for edit in there}:
            back = [edit["id"] for edit in there if tuple(edit["before"].items()) == columns]
            Tagging.objects.filter(pk__in=back).update(**dict(columns))
        done += [{**edit, "before": edit["after"], "after": edit["before"]} for edit in there]
    keys = {edit["id"] for edit in moved}
    for edit in reversed([edit for edit in edits if edit["id"] not in keys]):
        done += _one_back(edit)
    return done


def _one_back(edit: diary.Row) -> list[diary.Row]:
    """A tagging that two were made one of, or what it took over from the other."""
    if edit["after"] is None:
        was = edit["before"]
        same = {name: was[f"{name}_id"] for name in SAME}
        is_free = not Tagging.objects.filter(tag=was["tag_id"], **same).exists()
        if not is_free or not Highlight.objects.filter(pk=was["highlight_id"], removed_at=None).exists():
            return []
    try:
        return [diary.revert(edit)]
    except diary.CannotUndo:
        return []
