"""Articles that are too long for one page, in parts that are not: each a stretch of neighbouring paragraphs."""

from bisect import bisect_left
from dataclasses import dataclass

from annotations.pages.rows import LAST
from corpus_app.models import Article, Paragraph

WHOLE = 150_000  # words; longer articles come in parts
PART = 50_000
SPARE = 1.1  # parts are measured in characters, so they are planned a little smaller


@dataclass(frozen=True)
class Part:
    """Paragraphs first to last; `previous` and `following` are the first paragraphs of the parts beside it."""

    number: int = 1
    total: int = 1
    first: int = 1
    last: int = LAST
    previous: int | None = None
    following: int | None = None


def of(article: Article, position: int) -> Part:
    """The part in which that paragraph stands; the last one where there is no such paragraph. At most one query."""
    if article.words <= WHOLE:
        return Part()
    paragraphs = Paragraph.objects.filter(version=article.version_id).order_by("position")
    ends = list(paragraphs.values_list("end", flat=True))
    firsts = _firsts(ends, int(article.words * SPARE / PART) + 1)
    number = max(n for n, first in enumerate(firsts) if first <= max(1, position))
    return Part(
        number=number + 1,
        total=len(firsts),
        first=firsts[number],
        last=firsts[number + 1] - 1 if number + 1 < len(firsts) else LAST,
        previous=firsts[number - 1] if number else None,
        following=firsts[number + 1] if number + 1 < len(firsts) else None,
    )


def _firsts(ends: list[int], count: int) -> list[int]:
    """The first paragraphs of so many parts of about the same length; fewer where paragraphs are huge."""
    borders = {bisect_left(ends, ends[-1] * n // count) for n in range(1, count)}
    return [1, *sorted(border + 2 for border in borders if border + 1 < len(ends))]
