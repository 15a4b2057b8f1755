"""The overview page: a facet's tags by article, source, period or coder; each number opens its passages."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from annotations.filters import PassageFilter, parse
from annotations.kept import KEPT, Counted
from annotations.models import Facet
from annotations.overview import By, cross, is_month
from annotations.own_columns import OwnBy, own_columns
from annotations.pages.browse import NOTHING, Browse, Part
from annotations.pages.crosstable import LIMIT, Asked, Sort, Table, Unit, table
from annotations.pages.passages import Order
from annotations.pictures.drawing import Drawing
from annotations.pictures.heatmap import Cell, Row, heatmap
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

PLURAL = {
    By.ARTICLE: "articles", By.SOURCE: "sources", By.YEAR: "years", By.MONTH: "months", By.CODER: "coders",
    By.TAG: "tags",
}


@dataclass(frozen=True)
class Overview:
    path: str
    found: PassageFilter
    errors: dict[str, str]
    asked: Asked
    facet: Facet | None
    facets: list[Facet]
    tree: TagTree
    table: Table | None  # none where nothing is found
    age: str = ""  # a sentence where it was not counted just now
    own_columns: tuple[OwnBy, ...] = ()

    @property
    def query(self) -> str:
        return urlencode([*self.found.pairs(), *self.asked.pairs()])

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}"

    @property
    def choices(self) -> list[tuple[str, str, list[tuple[str, str]], str]]:
        """Key, label, what can be chosen, what is chosen."""
        facets = [(facet.slug, facet.name) for facet in self.facets]
        asked = self.asked
        columns = [*By.choices, *((column.value, column.label) for column in self.own_columns)]
        return [
            ("facet", "Rows", facets, self.facet.slug if self.facet else ""),
            ("by", "Columns", columns, asked.by.value),
            ("count", "Count", Unit.choices, asked.unit),
            ("sort", "Order", Sort.choices, asked.sort),
        ]

    @property
    def parts(self) -> list[Part]:
        """What is set of the filter; each can be taken off, and the page stays."""
        browse = Browse(self.path, self.found, self.errors, Order.ARTICLE, None, self.tree, NOTHING[1], NOTHING[0])
        kept = urlencode(self.asked.pairs())
        return [replace(part, url=f"{part.url}&{kept}") for part in browse.parts if part.label != "Facet"]

    @property
    def anew_url(self) -> str:
        return f"{self.path}?{urlencode([*self.found.pairs(), *self.asked.pairs(), ('anew', '1')])}"

    @property
    def clear_url(self) -> str:
        pairs = [("facet", self.facet.slug)] if self.facet else []
        return f"{self.path}?{urlencode([*pairs, *self.asked.pairs()])}"

    @property
    def further_without(self) -> list[str]:
        return self.found.unsaid[1:]

    @property
    def caption(self) -> str:
        facet = self.facet.name if self.facet else ""
        by = self.asked.by
        return f"{self.asked.unit.label} by {facet} and {by.told if isinstance(by, OwnBy) else by.label.lower()}"

    def heatmap(self) -> Drawing:
        """The table as a picture to take away: what is clicked on the page leads nowhere from a file."""
        shown = self.table
        columns = [column.name for column in shown.columns]
        rows = [
            Row(row.tag.name, row.tag.colour, row.tag.pattern, row.depth, row.number, [
                Cell(number, f"{row.tag.name}, {name}: {number:,}")
                for name, number in zip(columns, row.numbers, strict=True)
            ])
            for row in shown.rows
        ]
        return heatmap(rows, columns, shown.largest, self.caption)

    @property
    def limits(self) -> list[str]:
        """What the table leaves out, or counts otherwise than one may expect."""
        told = []
        shown = self.table
        by = self.asked.by
        if shown and shown.columns_left:
            plural = by.plural if isinstance(by, OwnBy) else PLURAL[by]
            told.append(f"The {LIMIT} {plural} with most passages are shown, {shown.columns_left:,} "
                        "more are not; totals count all.")
        if shown and shown.rows_left:
            told.append(f"The {LIMIT} tags with most passages are shown, {shown.rows_left:,} more are not.")
        if by == By.TAG:
            told.append("A cell counts the passages of its row that carry the tag of its column also, "
                        "whoever put it there.")
        if is_month(by):
            told.append("An article dated by its year alone counts in each month of that year that is shown, "
                        "as it does in the filter; totals count it once.")
        return told


def overview(project: Project, user: User, data: QueryDict, path: str) -> Overview:
    """Where the filter has errors nothing is counted. The facet whose tags are the rows is the filter's own."""
    facets = list(Facet.objects.visible_to(user).filter(project=project))
    said = data.copy()
    own = tuple(own_columns(project, user))
    asked = Asked.of(data, own)
    for key in ("untagged", *(("also", "also_children") if asked.by == By.TAG else ())):
        said.pop(key, None)  # nothing to count, or what the columns ask for
    if not said.get("facet", "").strip() and facets:
        said["facet"] = facets[0].slug
    tree, counted = TagTree.of(project), Counted[Table | None](None)
    found, errors = parse(project, said, tree)
    if found.facet and not errors:
        counted = KEPT.get(
            project, user, ("overview", path, own_of(found, user), *found.pairs(), *asked.pairs()),
            lambda: _table(project, user, found, asked, tree), is_anew=data.get("anew") == "1",
        )
    return Overview(path, found, errors, asked, found.facet, facets, tree, counted.value, counted.told, own)


def own_of(found: PassageFilter, user: User) -> int | None:
    """Who asks, where the filter is about what each person sees otherwise: notes, and what was coded when."""
    return user.pk if found.is_personal else None


def _table(project: Project, user: User, found: PassageFilter, asked: Asked, tree: TagTree) -> Table | None:
    counted = cross(
        project, user, found, found.facet, asked.by, tree, is_alone=asked.is_alone, limit=LIMIT,
        of_articles=asked.unit == Unit.ARTICLES,
    )
    return table(project, user, found, asked, tree, counted) if counted.total.passages else None
