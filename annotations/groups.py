"""How often each tag is used in two groups of passages: by source, by year, or by coder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import EmptyResultSet
from django.db.models import Count

from annotations.filters import Choice, Chosen, PassageFilter
from annotations.models import Facet
from annotations.overview import KEYS, WITH_TAGS, By, Counting, Number
from corpus_app.models import Project, User

OF = (By.SOURCE, By.YEAR, By.CODER)


@dataclass(frozen=True)
class Used:
    """Passages and articles with a tag of the facet, and with each."""

    total: Number
    tags: dict[int, Number]


def used(project: Project, user: User, found: PassageFilter, facet: Facet) -> Used:
    """Queries twice. A tag counts with those below it."""
    taggings = found.taggings(user, project).order_by().filter(facet=facet)
    rows = taggings.values("tag_id", "highlight_id", "article_id")
    try:
        total = taggings.aggregate(passages=Count("highlight", distinct=True), articles=Count("article", distinct=True))
        tags = Counting(facet, rows, is_alone=False).by("top", WITH_TAGS)
    except EmptyResultSet:
        return Used(Number(), {})
    return Used(Number(**total), {tag: number for (tag,), number in tags.items()})


def keys(project: Project, user: User, found: PassageFilter, facet: Facet, of: By) -> list[str | int]:
    """The groups there are, most passages first. Queries once."""
    taggings = found.taggings(user, project).order_by().filter(facet=facet)
    rows = taggings.values("tag_id", "highlight_id", "article_id", of=KEYS[of])
    try:
        counted = Counting(facet, rows, is_alone=False).by("of", "seen")
    except EmptyResultSet:
        return []
    return [key for (key,), _ in sorted(counted.items(), key=lambda pair: (-pair[1].passages, str(pair[0]))) if key]


def of_group(found: PassageFilter, of: By, key: str, coders: Sequence[User]) -> PassageFilter:
    """The filter with the group in it; an article of a year that the filter cuts counts as far as the filter goes."""
    if of != By.YEAR:
        named = {coder.uid: Chosen(coder.uid, coder.pk, coder.display_name) for coder in coders}
        chosen = named[key] if of == By.CODER else Chosen(key, key, key)
        others = tuple(choice for choice in found.choices if choice.name != of.value)
        return replace(found, choices=(*others, Choice(of.value, (chosen,))))
    return replace(found, published_from=max(found.published_from, key),
                   published_to=min(found.published_to or key, key, key=lambda text: text + "-12-31"[len(text) - 4 :]))
