"""The tray of passages whose place in a new text is uncertain: each as it was, and where it may belong."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Substr

from annotations.anchoring import CONTEXT
from annotations.models import Placement, PlacementState, Tagging
from annotations.wording import Change as Wording
from annotations.wording import changes
from corpus_app.models import Article, Project, User

PAGE = 50


@dataclass(frozen=True)
class Side:
    """A passage in one of the texts, with what stands around it and what differs from the other."""

    number: int
    prefix: str
    pieces: list[Wording]
    suffix: str


@dataclass(frozen=True)
class Row:
    placement: Placement
    before: Side
    after: Side | None
    tags: list[Tagging]
    may_decide: bool

    @property
    def is_left(self) -> bool:
        return self.placement.state == PlacementState.LEFT


@dataclass(frozen=True)
class Group:
    """The passages of one article; `found` are those that can be accepted at once."""

    article: Article
    rows: list[Row]

    @property
    def found(self) -> list[Row]:
        return [row for row in self.rows if row.may_decide and row.after and not row.is_left]


@dataclass(frozen=True)
class Tray:
    groups: list[Group]
    open: int
    left: int
    is_left: bool
    article: Article | None
    page: int
    pages: int


def waiting(project: Project, user: User) -> int:
    """How many passages wait that the person sees."""
    return Placement.objects.visible_to(user).open().filter(project=project).count()


def tray(
    project: Project, user: User, *, may_manage: bool, article: Article | None = None, is_left: bool = False,
    page: int = 1,
) -> Tray:
    """A page of them. A fixed number of queries."""
    mine = Placement.objects.visible_to(user).filter(project=project)
    if article:
        mine = mine.filter(article=article)
    left = mine.filter(state=PlacementState.LEFT)
    open_ones = mine.open()
    shown = left if is_left else open_ones
    counts = open_ones.count(), left.count()
    pages = max(1, -(-counts[is_left] // PAGE))
    page = min(max(page, 1), pages)
    rows = list(_rows(shown[(page - 1) * PAGE : page * PAGE], user, may_manage))
    groups = [Group(found, list(some)) for found, some in groupby(rows, key=lambda row: row.placement.article)]
    return Tray(groups, *counts, is_left, article, page, pages)


def row(placement: Placement, user: User, may_manage: bool) -> Row:
    (found,) = _rows(Placement.objects.filter(pk=placement.pk), user, may_manage)
    return found


def _rows(found: QuerySet[Placement], user: User, may_manage: bool) -> Iterable[Row]:
    begin = Greatest(F("start") + 1 - CONTEXT, 1)
    rows = list(
        found.select_related("highlight__version", "highlight__author", "article", "version")
        .defer("highlight__version__text", "version__text")
        .annotate(around=Substr("version__text", begin, F("end") + 1 + CONTEXT - begin))
    )
    tags = defaultdict(list)
    taggings = Tagging.objects.visible_to(user).filter(highlight__in=[row.highlight_id for row in rows])
    for tagging in taggings.select_related("tag", "target", "coder").order_by("pk"):
        tags[tagging.highlight_id].append(tagging)
    for placement in rows:
        mark = placement.highlight
        may_decide = may_manage or mark.author_id == user.pk
        yield Row(placement, *_sides(placement), tags[mark.pk], may_decide)


def _sides(placement: Placement) -> tuple[Side, Side | None]:
    mark = placement.highlight
    was, now = changes(mark.quote, placement.quote) if placement.quote else ([Wording(mark.quote, False)], [])
    before = Side(mark.version.number, mark.prefix, was, mark.suffix)
    if placement.start is None:
        return before, None
    ahead = min(placement.start, CONTEXT)
    around, length = placement.around, placement.end - placement.start
    return before, Side(placement.version.number, around[:ahead], now, around[ahead + length :])
