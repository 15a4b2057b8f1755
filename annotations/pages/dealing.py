"""Passages to decide on one after the other: with what stands around them, who tagged them, and the choices."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from annotations.models import Highlight, Tag, Tagging
from annotations.pages.codebook import Uses
from corpus_app.models import User
from corpus_app.texts import SEPARATOR

BATCH = 100
LONGEST = 900


@dataclass(frozen=True)
class Card:
    """One passage; `who` are those who tagged it so, `memos` what they wrote with the tag."""

    highlight: Highlight
    url: str
    before: str
    words: str
    after: str
    who: str
    memos: list[str]
    chosen: str = ""


@dataclass(frozen=True)
class Deal:
    tag: Tag
    into: list[Tag]
    cards: list[Card]
    passages: int  # with the tag, in all
    further: int | None  # the highlight to go on behind


def deal(tag: Tag, into: list[Tag], user: User, after: int, chosen: dict[str, str]) -> Deal:
    """The tag's next passages, with what was chosen for them by id. Queries three times."""
    tagged = Tagging.objects.visible_to(user).filter(project=tag.project_id, tag=tag)
    marks = Highlight.objects.filter(Exists(tagged.filter(highlight=OuterRef("pk"))), project=tag.project_id)
    passages = tagged.order_by().values("highlight").distinct().count()
    rows = list(marks.filter(pk__gt=after).order_by("pk").select_related("article")[: BATCH + 1])
    cards = [
        replace(card, chosen=chosen.get(card.highlight.uid, ""))
        for card in cards_of(rows[:BATCH], tagged, tag.project.slug)
    ]
    return Deal(tag, into, cards, passages, rows[BATCH - 1].pk if len(rows) > BATCH else None)


def cards_of(marks: Sequence[Highlight], tagged: QuerySet[Tagging], slug: str) -> list[Card]:
    """Queries once."""
    by: dict[int, list[Tagging]] = {}
    for row in tagged.filter(highlight__in=[mark.pk for mark in marks]).select_related("coder").order_by("pk"):
        by.setdefault(row.highlight_id, []).append(row)
    return [card(mark, by.get(mark.pk, []), slug) for mark in marks]


def card(mark: Highlight, taggings: Sequence[Tagging], slug: str) -> Card:
    words = mark.quote.replace(SEPARATOR, " ¶ ")
    return Card(
        mark, f"{reverse('annotations:article', args=(slug, mark.article.uid))}#h-{mark.uid}",
        mark.prefix.rpartition(SEPARATOR)[2].partition(" ")[2],
        words if len(words) <= LONGEST else f"{words[:LONGEST]} …",
        mark.suffix.partition(SEPARATOR)[0].rpartition(" ")[0],
        ", ".join(dict.fromkeys(row.coder.display_name for row in taggings)),
        [row.memo for row in taggings if row.memo],
    )


@dataclass(frozen=True)
class Share:
    """What one tag would get."""

    tag: Tag
    passages: int
    now: Uses
    twins: int  # taggings that it has there already, by the same coder


def shares(tag: Tag, dealt: dict[Highlight, Tag], own: dict[int, Uses]) -> list[Share]:
    """In the order of the tags; queries once for each tag that is there already."""
    found = []
    for uid, other in {other.uid: other for other in dealt.values()}.items():
        marks = [mark.pk for mark, to in dealt.items() if to.uid == uid]
        if other.pk is None:
            found.append(Share(other, len(marks), Uses(), 0))
            continue
        there = Tagging.objects.filter(tag=other, highlight__in=marks)
        same = {name: OuterRef(name) for name in ("highlight", "coder")}
        twins = there.filter(Exists(Tagging.objects.filter(tag=tag, **same))).count()
        found.append(Share(other, len(marks), own.get(other.pk, Uses()), twins))
    return found
