"""What another rule of a facet would mean for what is tagged already, told before anything is changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from annotations.models import Facet, Highlight, HolderRule, Tag, Tagging, TargetRule
from annotations.pages.passages_shown import many
from corpus_app.models import User

SHOWN = 20
QUOTE = 160


@dataclass(frozen=True)
class Effect:
    """A sentence, where to look at what it is about, and the first passages where no filter lists them."""

    sentence: str
    url: str = ""
    passages: tuple[tuple[str, str], ...] = ()  # (quote, address)


def effects(
    facet: Facet, user: User, columns: dict[str, object], numbers: dict[int, int | None], tags: list[Tag],
    dropped: list[Tag],
) -> list[Effect]:
    """None where only words change. Queries once for each rule that is another, twice for one tag instead of many."""
    found = list(_of_rules(facet, user, columns))
    scaled = [tag for tag in tags if tag.value_num != numbers.get(tag.pk)]
    if scaled:
        names = ", ".join(f"“{tag.name}” {_number(tag.value_num)} → {_number(numbers[tag.pk])}" for tag in scaled)
        found.append(Effect(f"On the scale: {names}. Means are reckoned anew; nothing is tagged otherwise."))
    if dropped:
        names = ", ".join(f"“{tag.name}”" for tag in dropped)
        found.append(Effect(f"No longer offered, and on no passage: {names}."))
    return found


def seal(told: list[Effect]) -> str:
    """Equal for the same effects: who changes the form once more is shown anew what it means."""
    return sha256("\n".join(effect.sentence for effect in told).encode()).hexdigest()[:16]


def _of_rules(facet: Facet, user: User, columns: dict[str, object]) -> Iterator[Effect]:
    taggings = Tagging.objects.visible_in(facet.project, user).filter(facet=facet)
    if columns["target"] != facet.target:
        if columns["target"] == TargetRule.REQUIRED:
            lacking = taggings.filter(target=None).count()
            yield Effect(f"From now on a target must be said. {_stay(lacking, 'has none', 'have none')}",
                         _passages(facet, without="target") if lacking else "")
        elif columns["target"] == TargetRule.NO:
            there = taggings.exclude(target=None).count()
            yield Effect(f"No target is asked for any more. {_stay(there, 'has one', 'have one')}",
                         _passages(facet, group="target") if there else "")
        else:
            yield Effect("A target can be said, and need not be. What is tagged stays as it is.")
    if columns["holder"] != facet.holder:
        there = taggings.filter(~Q(holder=None) | ~Q(holder_kind="")).count()
        if columns["holder"] == HolderRule.NO:
            yield Effect(f"Whose stance it is is not asked any more. {_stay(there, 'says it', 'say it')}",
                         _passages(facet, group="holder") if there else "")
        else:
            yield Effect("Whose stance it is can be said. What is tagged stays as it is.")
    if columns["many"] != facet.many:
        if columns["many"]:
            yield Effect("Several of its tags can be put on one passage. What is tagged stays as it is.")
        else:
            yield _of_several(facet, user)


def _of_several(facet: Facet, user: User) -> Effect:
    rows = Tagging.objects.visible_in(facet.project, user).filter(facet=facet).order_by()
    several = rows.values("highlight", "coder", "target", "holder").annotate(tags=Count("pk")).filter(tags__gt=1)
    keys = list(dict.fromkeys(several.values_list("highlight", flat=True)))
    marks = Highlight.objects.filter(pk__in=keys[:SHOWN]).select_related("article")
    shown = tuple((mark.quote[:QUOTE], _place(facet, mark)) for mark in marks.order_by("article", "start", "pk"))
    told = "No passage has several by one coder." if not keys else (
        f"{many(len(keys), 'passage')} {'has' if len(keys) == 1 else 'have'} several by one coder: they stay until "
        "somebody chooses one of them."
    )
    return Effect(f"From now on another tag takes the former's place. {told}", "", shown)


def _place(facet: Facet, mark: Highlight) -> str:
    return reverse("annotations:article", args=(facet.project.slug, mark.article.uid)) + f"#h-{mark.uid}"


def _stay(count: int, one: str, more: str) -> str:
    if not count:
        return "No tagging is touched by it."
    stays = "it stays" if count == 1 else "they stay"
    return f"{many(count, 'tagging')} {one if count == 1 else more}: {stays} as before, to be looked at."


def _number(number: int | None) -> str:
    return "none" if number is None else f"{number}"


def _passages(facet: Facet, **look: str) -> str:
    address = reverse("annotations:passages", args=(facet.project.slug,))
    return f"{address}?{urlencode({'facet': facet.slug, **look})}"
