"""Highlighting a passage, tagging it, and taking either back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError
from django.utils import timezone

from annotations.anchoring import CONTEXT, Passage
from annotations.models import Comment, Entity, Facet, Highlight, Tag, Tagging, settled, successor
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.ids import new_id
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Change, Paragraph, User
from corpus_app.written import Written

LAST = 2**31 - 1_000  # no text is so long, and every database takes the number
NEAR = Written(  # from the paragraph that holds `first`: found by the index, where `end > first` reads half of a book
    lambda user, version, first, last: Paragraph.objects.filter(
        version=version,
        start__gte=Paragraph.objects.filter(version=version, start__lte=first).order_by("-start").values("start")[:1],
        start__lt=last,
    ).order_by("position").values_list("position", "kind", "role", "start", "end", "text")
)


class StaleText(Refused):
    """The quote does not stand at these offsets of the article's present version."""


class UsedId(Refused):
    """The id belongs to another highlight."""


@dataclass(frozen=True)
class NewTagging:
    tag: Tag
    target: Entity | None = None
    holder: Entity | None = None
    holder_kind: str = ""
    memo: str = ""


def at_present(taggings: Sequence[NewTagging], seen: int, change: Change) -> Sequence[NewTagging]:
    """With tags and entities as they are under the project's lock: one merged meanwhile gives way to what it became.

    `seen` is the codebook's version when the tags were looked up; where it is still in force nothing is asked. What
    gave way is left on the change, to be told.
    """
    if change.project.codebook_version == seen:
        return taggings
    found = []
    for new in taggings:
        tag = successor(new.tag)
        if tag != new.tag:
            change.merged = (new.tag, tag)
        target, holder = (one and settled(Entity.objects.get(pk=one.pk)) for one in (new.target, new.holder))
        found.append(replace(new, tag=tag, target=target, holder=holder))
    return found


def add_highlight(
    *,
    article: Article,
    author: User,
    start: int,
    end: int,
    quote: str,
    uid: str = "",
    taggings: Sequence[NewTagging] = (),
) -> Highlight:
    """Mark code points [start, end) of the article's present version, and tag them.

    The uid is the idempotency key: the same save sent twice gives the same highlight, with every tag that was sent.
    Raises StaleText where the quote is not what stands there, UsedId where another passage has this id.
    """
    uid = uid or new_id()
    near = paragraphs_near(article, author, start, end)
    passage = passage_in(near, start, end)
    if passage is None or passage.quote != quote:
        raise StaleText("The text has changed since this page was loaded. Reload it and mark the passage again.")
    try:
        seen = article.project.codebook_version
        new = [Highlight, *[Tagging] * len(taggings)] if len(taggings) < 2 else []  # a second looks at the first
        with diary.writing(
            project=article.project, actor=author, verb="add-highlight", article=article, new=new
        ) as change:
            taggings = at_present(taggings, seen, change)
            highlight = Highlight(
                project=article.project, article=article, version=article.version, uid=uid, author=author,
                start=start, end=end, quote=quote, folded=fold(quote),
                prefix=passage.prefix, suffix=passage.suffix,
                first_paragraph=passage.first, last_paragraph=passage.last,
            )
            diary.add(change, highlight)
            change.edits = [diary.appeared(highlight, change.at)]
            for new in taggings:
                _tag(change, highlight, author, new, is_first=new is taggings[0])
    except IntegrityError:  # the id is there already: asked only now, because it nearly never is
        there = _same(article, author, uid, start, end)
        if there is None:
            raise
        return _tagged_too(there, author, taggings)
    highlight.change, highlight.near = change, near
    return highlight


def _tagged_too(highlight: Highlight, author: User, taggings: Sequence[NewTagging]) -> Highlight:
    """A save sent twice adds nothing; a second tag, sent before the first save was answered, is not lost."""
    for new in taggings:
        tagging = add_tagging(highlight=highlight, coder=author, new=new)
        if hasattr(tagging, "change"):
            highlight.change = tagging.change
    return highlight


def add_tagging(*, highlight: Highlight, coder: User, new: NewTagging) -> Tagging:
    """Tag a highlight. The same tagging again changes nothing; another value of a stance takes the former's place."""
    there = Tagging.objects.filter(
        highlight=highlight, coder=coder, tag=new.tag, target=new.target, holder=new.holder
    ).first()
    if there is not None and there.holder_kind == new.holder_kind:
        return there
    seen = highlight.project.codebook_version
    with diary.writing(
        project=highlight.project, actor=coder, verb="add-tagging", article=highlight.article
    ) as change:
        (new,) = at_present([new], seen, change)
        if not Highlight.objects.filter(pk=highlight.pk, removed_at=None).exists():
            raise Refused("This passage has been deleted since. Mark it again if you want to tag it.")
        tagging = _tag(change, highlight, coder, new)
    tagging.change = change
    return tagging


def add_taggings(*, highlight: Highlight, coder: User, taggings: Sequence[NewTagging]) -> Change | None:
    """Several tags in one change; None where all of them are there already."""
    mine = Tagging.objects.filter(highlight=highlight, coder=coder)
    there = set(mine.values_list("tag", "target", "holder", "holder_kind"))
    missing = [
        new
        for new in taggings
        if (new.tag.pk, new.target and new.target.pk, new.holder and new.holder.pk, new.holder_kind) not in there
    ]
    if not missing:
        return None
    with diary.writing(
        project=highlight.project, actor=coder, verb="add-tagging", article=highlight.article
    ) as change:
        for new in missing:
            _tag(change, highlight, coder, new)
    return change


def remove_tagging(*, tagging: Tagging, actor: User) -> Tagging:
    with diary.writing(
        project=tagging.project, actor=actor, verb="remove-tagging", article=tagging.article
    ) as change:
        change.edits = [diary.deleted(tagging)]
        tagging.delete()
    tagging.change = change
    return tagging


def remove_highlight(*, highlight: Highlight, actor: User) -> Highlight:
    """Take a highlight away with the actor's own taggings. Raises Refused where others have worked on it."""
    with diary.writing(
        project=highlight.project, actor=actor, verb="remove-highlight", article=highlight.article
    ) as change:
        refuse_if_others_worked_on(highlight, actor)
        taggings = list(Tagging.objects.filter(highlight=highlight))
        change.edits = [diary.deleted(tagging) for tagging in taggings]
        Tagging.objects.filter(highlight=highlight).delete()
        before = diary.row(highlight)
        highlight.removed_at = timezone.now()
        highlight.save(update_fields=["removed_at"])
        change.edits.append(diary.changed(highlight, before))
    highlight.change = change
    return highlight


def refuse_if_others_worked_on(highlight: Highlight, actor: User) -> None:
    others_tagged = Tagging.objects.filter(highlight=highlight).exclude(coder=actor).exists()
    others_wrote = Comment.objects.filter(highlight=highlight, removed_at=None).exclude(author=actor).exists()
    if others_tagged or others_wrote:
        raise Refused(
            "Somebody else has tagged this passage or written a note on it. Take off your own tags instead."
        )


def passage_at(article: Article, reader: User, start: int, end: int) -> Passage | None:
    """What stands at [start, end): quote, context and paragraphs; None beyond the text. Reads only what it touches."""
    return passage_in(paragraphs_near(article, reader, start, end), start, end)


def passage_in(paragraphs: Sequence[tuple], start: int, end: int) -> Passage | None:
    return Passage.of([(row[0], row[3], row[5]) for row in paragraphs], start, end) if paragraphs else None


def paragraphs_near(article: Article, reader: User, start: int, end: int) -> Sequence[tuple]:
    """(position, kind, role, start, end, text) of those that [start, end) and its context touch, or none."""
    if not 0 <= start < end <= LAST:
        return ()
    return NEAR.rows(reader, version=article.version_id, first=max(0, start - CONTEXT), last=end + CONTEXT)


def _same(article: Article, author: User, uid: str, start: int, end: int) -> Highlight | None:
    there = Highlight.objects.filter(project=article.project, uid=uid).first()
    if there is not None and (there.article_id, there.author_id, there.start, there.end) != (
        article.pk, author.pk, start, end,
    ):
        raise UsedId("This id belongs to another highlight. Mark the passage again.")
    if there is not None and there.removed_at is not None:
        raise Refused("You have deleted this highlight since. Mark the passage again if you want it back.")
    if there is not None:
        there.project, there.article = article.project, article
    return there


def _tag(change: Change, highlight: Highlight, coder: User, new: NewTagging, *, is_first: bool = False) -> Tagging:
    facet: Facet = new.tag.facet
    single = not facet.many
    if not is_first:
        _untag_former(change, highlight, coder, new, single)
    tagging = Tagging(
        project=change.project, article_id=highlight.article_id, highlight=highlight, facet=facet, tag=new.tag,
        coder=coder, target=new.target, holder=new.holder, holder_kind=new.holder_kind, memo=new.memo,
        single=single, codebook_version=change.project.codebook_version,
    )
    diary.add(change, tagging)
    change.edits.append(diary.created(tagging))
    return tagging


def _untag_former(change: Change, highlight: Highlight, coder: User, new: NewTagging, single: bool) -> None:
    """Take off what the new tagging takes the place of."""
    former = Tagging.objects.filter(highlight=highlight, coder=coder, target=new.target, holder=new.holder)
    for tagging in former.filter(facet=new.tag.facet) if single else former.filter(tag=new.tag):
        change.edits.append(diary.deleted(tagging))
        tagging.delete()
