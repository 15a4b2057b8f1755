"""The tags of an article with how often each is used there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from annotations.models import Tag, Tagging
from corpus_app.models import Article, User
from corpus_app.written import Written

TAG = ("pk", "uid", "name", "colour", "pattern", "value")
COLUMNS = ("tag", *(f"tag__{name}" for name in TAG[1:]))
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
    taggings: int


def of(article: Article, user: User, tags: Iterable[int] | None = None) -> list[LegendEntry]:
    """Most used first; of the given tags also those that are not used."""
    if tags is None:
        rows, unused = OF_ARTICLE.rows(user, article=article.pk), set()
    else:
        unused = set(tags)
        rows = OF_TAGS.rows(user, article=article.pk, keys=sorted(unused)) if unused else []
        unused -= {row[0] for row in rows}
    entries = [LegendEntry(Tag(**dict(zip(TAG, row, strict=False))), row[-1]) for row in rows]
    entries += [LegendEntry(tag, 0) for tag in Tag.objects.filter(pk__in=unused)] if unused else []
    return sorted(entries, key=lambda entry: (-entry.taggings, entry.tag.name))
