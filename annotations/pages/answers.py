"""What is sent back after a change on the reading page: the parts of the page that look different now.

Every part has an id; the page puts each in the place of its own part of that id (static/js/swap.js).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.models import Highlight
from annotations.pages import legend, panel, rows
from annotations.pages.legend import LegendEntry
from annotations.pages.panel import Panel
from corpus_app.models import Article, Change, User


@dataclass(frozen=True)
class Answer:
    article: Article
    rows: list[str]
    legend: list[LegendEntry]
    panel: Panel | None
    message: str
    change: Change | None


def after(
    *,
    article: Article,
    user: User,
    highlights: Iterable[Highlight],
    tags: Iterable[int],
    message: str = "",
    change: Change | None = None,
    show: Highlight | None = None,
) -> Answer:
    """The rows these highlights touch, the legend's entries of these tags, and the panel of the one to show."""
    wanted = sorted({
        position for h in highlights for position in range(h.first_paragraph, h.last_paragraph + 1)
    })
    near = [paragraph for h in highlights for paragraph in getattr(h, "near", ())]
    return Answer(
        article=article,
        rows=[row for first, last in _stretches(wanted) for row in rows.html_between(article, user, first, last, near)],
        legend=legend.of(article, user, tags),
        panel=panel.of(show, user) if show else None,
        message=message,
        change=change,
    )


def _stretches(positions: list[int]) -> list[tuple[int, int]]:
    """Neighbouring positions together: [1, 2, 3, 7] gives (1, 3) and (7, 7)."""
    found: list[tuple[int, int]] = []
    for position in positions:
        if found and found[-1][1] == position - 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found
