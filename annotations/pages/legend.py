"""The tags of an article with how often each is used there, its facets and coders: what can be shown or hidden."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from annotations.models import Facet, Highlight, Tag, Tagging
from corpus_app.models import Article, User, initials_of
from corpus_app.written import Written

TAG = ("pk", "uid", "name", "colour", "pattern", "value")
FACET = ("uid", "name", "position", "pk")
COLUMNS = ("tag", *(f"tag__{name}" for name in TAG[1:]), *(f"tag__facet__{name}" for name in FACET))
OF_ARTICLE = Written(
    lambda user, article: Tagging.objects.visible_to(user)
    .filter(article=article).order_by().values_list(*COLUMNS).annotate(Count("pk"))
)
OF_TAGS = Written(
    lambda user, keys, article: Tagging.objects.visible_to(user)
    .filter(article=article, tag__in=keys).order_by().values_list(*COLUMNS).annotate(Count("pk"))
)


@dataclass(frozen=True)
class LegendEntry:
    tag: Tag
    facet: Facet
    taggings: int


@dataclass(frozen=True)
class Coder:
    uid: str
    name: str

    @property
    def initials(self) -> str:
        return initials_of(self.name)


@dataclass(frozen=True)
class Legend:
    """`facets` and `coders` are there to choose among, so one alone is not."""

    entries: list[LegendEntry]
    facets: list[Facet]
    coders: list[Coder]


def whole(article: Article, user: User) -> Legend:
    """Queries three times."""
    entries = of(article, user)
    facets = {entry.facet.uid: entry.facet for entry in entries}
    taggings = Tagging.objects.visible_to(user).filter(article=article)
    highlights = Highlight.objects.visible_to(user).filter(article=article, version=article.version_id)
    people = {
        *taggings.order_by().values_list("coder__uid", "coder__display_name").distinct(),
        *highlights.order_by().values_list("author__uid", "author__display_name").distinct(),
    }
    return Legend(
        entries=entries,
        facets=_some(sorted(facets.values(), key=lambda facet: (facet.position, facet.pk))),
        coders=_some([Coder(*person) for person in sorted(people, key=lambda person: (person[1], person[0]))]),
    )


def of(article: Article, user: User, tags: Iterable[int] | None = None) -> list[LegendEntry]:
    """Most used first; of the given tags also those that are not used."""
    if tags is None:
        rows, unused = OF_ARTICLE.rows(user, article=article.pk), set()
    else:
        unused = set(tags)
        rows = OF_TAGS.rows(user, article=article.pk, keys=sorted(unused)) if unused else []
        unused -= {row[0] for row in rows}
    entries = [_entry(row) for row in rows]
    if unused:
        entries += [LegendEntry(tag, tag.facet, 0) for tag in Tag.objects.filter(pk__in=unused).select_related("facet")]
    return sorted(entries, key=lambda entry: (-entry.taggings, entry.tag.name))


def _entry(row: tuple) -> LegendEntry:
    tag = Tag(**dict(zip(TAG, row, strict=False)))
    facet = Facet(**dict(zip(FACET, row[len(TAG) :], strict=False)))
    return LegendEntry(tag, facet, row[-1])


def _some(found: list) -> list:
    return found if len(found) > 1 else []
