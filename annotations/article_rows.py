"""Of a big project, how many rows of annotations.csv each article has, by facet and by who or what they name.

Kept and caught up with the diary as the tallies are (annotations/tallies.py), so that the numbers beside all choices of
the filter are read, not counted. A row's key is `facet.what.key`; an untagged passage is a row of the facet 0.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Exists, OuterRef

from annotations.counted import Axis, Numbers
from annotations.models import ArticleRows, Highlight, Tagging

UNTAGGED = 0
KEPT = (Axis.PERSON, Axis.TARGET, Axis.HOLDER, Axis.VOICE)


def count_again(project: int, articles: list[int], sums: Mapping[str, int]) -> dict[str, int]:
    """These articles anew; the sums with what differs."""
    if not articles:
        return dict(sums)
    known, now = ArticleRows.objects.filter(article__in=articles), Counter(sums)
    for rows in known.values_list("rows", flat=True):
        now.subtract(rows)
    known.delete()
    fresh = list(_counted(project, articles))
    for one in fresh:
        now.update(one.rows)
    ArticleRows.objects.bulk_create(fresh)
    return {key: number for key, number in now.items() if number}


def _counted(project: int, articles: list[int]) -> Iterator[ArticleRows]:
    of = {"article__in": articles, "article__removed_at": None}
    numbers, rows = Counter[int](), {article: Counter[str]() for article in articles}
    columns = ("article", "facet", "coder", "target", "holder", "holder_kind")
    for article, facet, *said in Tagging.objects.filter(**of).order_by().values_list(*columns):
        numbers[article] += 1
        rows[article].update(f"{facet}.{what}.{key}" for what, key in zip(KEPT, said, strict=True) if key)
    bare = Highlight.objects.filter(~Exists(Tagging.objects.filter(highlight=OuterRef("pk"))), removed_at=None, **of)
    for article, author in bare.order_by().values_list("article", "author"):
        numbers[article] += 1
        rows[article][f"{UNTAGGED}.{Axis.PERSON}.{author}"] += 1
    for article, number in numbers.items():
        yield ArticleRows(project_id=project, article_id=article, number=number, rows=dict(rows[article]))


def by_axis(rows: Mapping[str, int], axes: Iterable[Axis], facet: int | None) -> Numbers:
    """Of all facets and untagged, or of one facet."""
    numbers: Numbers = {axis: Counter() for axis in axes}
    for said, number in rows.items():
        of, what, key = said.split(".")
        axis = Axis(what)
        if axis in numbers and facet in (None, int(of)):
            numbers[axis][key if axis == Axis.VOICE else int(key)] += number
    return numbers
