"""Tags by the articles' dates, with what a date does not say kept apart. Pure but for one count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotations.filters import PassageFilter
from annotations.models import Facet
from annotations.overview import WITH_TAGS, YEAR, By, Counting, Number, is_month, key_of
from annotations.own_columns import OwnBy
from corpus_app.models import Project, User

MOST = 120  # periods


@dataclass(frozen=True)
class Periods:
    """`sure` by tag and period; `unsure` by tag and year: dated by the year alone, where months are asked for."""

    names: list[str]  # all from the first to the last, whether anything is there or not
    sure: Mapping[tuple[int, str], int]
    unsure: Mapping[tuple[int, str], int]
    undated: Mapping[int, int]
    left: int  # earlier periods that are not shown

    def tags(self) -> dict[int, int]:
        """Passages of each tag in the periods shown."""
        found: dict[int, int] = {}
        for (tag, _), number in self.sure.items():
            found[tag] = found.get(tag, 0) + number
        for (tag, _), number in self.unsure.items():
            found[tag] = found.get(tag, 0) + number
        return found


def periods(project: Project, user: User, found: PassageFilter, facet: Facet, by: By | OwnBy) -> Periods:
    """Queries once. A passage counts once for a tag, with those below it."""
    taggings = found.taggings(user, project).order_by().filter(facet=facet)
    counting = Counting(facet, taggings.values("tag_id", "highlight_id", "article_id", of=key_of(by)), is_alone=False)
    return arranged(counting.by("top, of", WITH_TAGS), by)


def arranged(cells: Mapping[tuple[int, str], Number], by: By | OwnBy) -> Periods:
    length = 7 if is_month(by) else YEAR
    told = {key for _, key in cells if key}
    names = list(_between(min(told), max(told), length)) if told else []
    left = max(0, len(names) - MOST)
    names = names[left:]
    shown = set(names)
    years = {name[:YEAR] for name in names}
    sure, unsure, undated = {}, {}, {}
    for (tag, key), number in cells.items():
        if not key:
            undated[tag] = number.passages
        elif len(key) < length and key in years:
            unsure[tag, key] = number.passages
        elif key in shown:
            sure[tag, key] = number.passages
    return Periods(names, sure, unsure, undated, left)


def _between(first: str, last: str, length: int) -> Iterator[str]:
    """Every year or month, also those in which nothing was published."""
    for year in range(int(first[:YEAR]), int(last[:YEAR]) + 1):
        if length == YEAR:
            yield f"{year:04}"
            continue
        for month in range(1, 13):
            name = f"{year:04}-{month:02}"
            begins = first if len(first) >= length else f"{first[:YEAR]}-01"
            ends = last if len(last) >= length else f"{last[:YEAR]}-12"
            if begins[:length] <= name <= ends[:length]:
                yield name
