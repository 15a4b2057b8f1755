"""The passages somebody chose to change together, without those of articles they have finished."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from annotations.filters import parse
from annotations.models import Highlight, Reading, ReadingState
from annotations.pages.passages import passages
from corpus_app.models import Project, User

HEAVY = ("folded", "article__meta", "version__text")


@dataclass(frozen=True)
class Selection:
    """`back` is the query of the page they come from; `locked` is how many stay as they are."""

    highlights: list[Highlight]
    back: str
    is_all: bool
    locked: int = 0
    is_cut: bool = False


def selection(project: Project, user: User, data: QueryDict, most: int) -> Selection:
    """Queries for what the filter names, for the passages, and for finished articles."""
    back = QueryDict(data.get("filter", ""))
    found, errors = parse(project, back)
    is_all = "all" in data and not errors
    sets = passages(project, user, found) if is_all else [
        Highlight.objects.visible_in(project, user).filter(uid__in=data.getlist("passage")[:most])
    ]
    rows = [row for one in sets for row in one.select_related("article", "version").defer(*HEAVY)[: most + 1]]
    finished = Reading.objects.assigned().filter(coder=user, project=project, state=ReadingState.FINISHED)
    locked = set(finished.values_list("article", flat=True))
    free = [row for row in rows[:most] if row.article_id not in locked]
    asked = urlencode(list(back.lists()), doseq=True)
    return Selection(free, asked, is_all, len(rows[:most]) - len(free), len(rows) > most)
