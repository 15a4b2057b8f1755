"""The parts of an open page that look different after others' changes: as in a save's answer, for many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.models import Highlight, Tag, Tagging
from annotations.pages import legend, panel, rows
from annotations.pages.legend import LegendEntry
from annotations.pages.panel import Panel
from annotations.pages.rows import LAST
from corpus_app.models import Article, User

MOST = 6  # stretches of paragraphs; more are joined, for each costs some queries

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Followed:
    article: Article
    rows: list[str]
    legend: list[LegendEntry]
    panel: Panel | None


def of(
    *,
    article: Article,
    user: User,
    paragraphs: Iterable[Stretch],
    tags: Sequence[str],
    looks: Sequence[str],
    within: Stretch = (1, LAST),
    highlight: str = "",
) -> Followed:
    """These paragraphs and all that show a tag of `looks`; the legend's entries of both; a highlight's panel.

    Tags are named by public id; only paragraphs `within` are on the page. A fixed number of queries.
    """
    known = dict(Tag.objects.visible_to(user).filter(project=article.project, uid__in=[*tags, *looks])
                 .values_list("uid", "pk")) if tags or looks else {}
    different = _with(article, user, [known[uid] for uid in looks if uid in known])
    wanted = joined(_clipped([*paragraphs, *different], within), MOST)
    found = _highlight(article, user, highlight) if highlight else None
    return Followed(
        article=article,
        rows=[row for first, last in wanted for row in rows.html_between(article, user, first, last)],
        legend=legend.of(article, user, known.values()),
        panel=panel.of(found, user) if found else None,
    )


def joined(stretches: Iterable[Stretch], most: int) -> list[Stretch]:
    """In order, those that touch made one; then the nearest neighbours, until there are no more than `most`."""
    found: list[Stretch] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    while len(found) > most:
        gap = min(range(1, len(found)), key=lambda n: found[n][0] - found[n - 1][1])
        found[gap - 1 : gap + 1] = [(found[gap - 1][0], found[gap][1])]
    return found


def _clipped(stretches: Iterable[Stretch], within: Stretch) -> list[Stretch]:
    clipped = [(max(first, within[0]), min(last, within[1])) for first, last in stretches]
    return [(first, last) for first, last in clipped if first <= last]


def _with(article: Article, user: User, tags: list[int]) -> list[Stretch]:
    """Where in the article something has one of these tags."""
    if not tags:
        return []
    tagged = Tagging.objects.visible_to(user).filter(article=article, tag__in=tags, highlight__removed_at=None)
    return list(tagged.order_by().values_list("highlight__first_paragraph", "highlight__last_paragraph").distinct())


def _highlight(article: Article, user: User, uid: str) -> Highlight | None:
    rows = Highlight.objects.visible_to(user).filter(article=article, uid=uid)
    found = rows.select_related("article__version", "author").defer("article__version__text").first()
    if found is not None:
        found.project, found.article = article.project, article
    return found
