"""The search page: how much is found, the best hits first or in the order of the texts, or lines with their context."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db import models
from django.db.models import QuerySet

from annotations.models import EntryKind
from annotations.pages.hits import Hit, LineOf, load
from annotations.search import places
from annotations.search.index import catch_up
from annotations.search.lookup import Counted, by_key, counted, earliest, entries, how_many
from annotations.search.narrow import narrowed
from annotations.search.query import BadQuery, Query, parse
from annotations.search.rank import Candidate, ranked
from annotations.search.vocabulary import in_whole_words
from corpus_app.models import Project, User

PAGE = 30
LINES = 100  # to a page
MOST = 2_000  # of which the best are found
MOST_LINES = 1_000  # of which the lines are sorted: each is folded
COUNTED = 10_000  # more are “more than”


class Where(models.TextChoices):
    TEXTS = "texts", "Texts"
    MARKS = "highlights", "Highlights"
    NOTES = "notes", "Notes"


KINDS = {
    Where.TEXTS: (EntryKind.TEXT,),
    Where.MARKS: (EntryKind.MARK,),
    Where.NOTES: (EntryKind.NOTE, EntryKind.MEMO, EntryKind.REMARK),
}


class Order(models.TextChoices):
    BEST = "best", "Best first"
    TEXT = "text", "In order"
    LEFT = "left", "Lines by the word before"
    RIGHT = "right", "Lines by the word after"


SORTS: dict[str, Callable[[places.Line], list[str]]] = {Order.LEFT: places.by_left, Order.RIGHT: places.by_right}


@dataclass(frozen=True)
class Search:
    """`error` is a sentence where the question cannot be understood; then nothing else is there."""

    path: str
    q: str
    where: str
    order: str
    page: int = 1
    error: str = ""
    counts: tuple[tuple[Where, str], ...] = ()
    hits: tuple[Hit, ...] = ()
    lines: tuple[LineOf, ...] = ()
    is_cut: bool = False  # only the first ones were looked at
    is_more: bool = False

    @property
    def tabs(self) -> list[tuple[str, str, str, bool]]:
        """Name, how many, address, whether it is the present one."""
        return [(where.label, count, self._url(where=where), where == self.where) for where, count in self.counts]

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        return [(order.label, self._url(order=order), order == self.order) for order in Order]

    @property
    def looked_at(self) -> int:
        return MOST_LINES if self.lines else MOST

    @property
    def before_url(self) -> str:
        return self._url(page=self.page - 1) if self.page > 1 else ""

    @property
    def after_url(self) -> str:
        return self._url(page=self.page + 1) if self.is_more else ""

    def _url(self, *, where: str = "", order: str = "", page: int = 1) -> str:
        where, order = where or self.where, order or self.order
        said = {"q": self.q, "in": where if where != Where.TEXTS else "", "order": order if order != Order.BEST else ""}
        pairs = [(name, str(value)) for name, value in said.items() if value]
        return f"{self.path}?{urlencode(pairs + ([('page', str(page))] if page > 1 else []))}"


def search(
    project: Project, user: User, *, q: str, where: str, order: str, page: int, path: str
) -> Search:
    """A fixed number of queries: a count for each tab, the candidates (of many: see earliest), what the page shows."""
    found = Search(path, q, where, order, page)
    if not q.strip():
        return found
    try:
        query = parse(q)
        catch_up(project)
        asked = replace(query, words=in_whole_words(project, query.words))
        known = {each: _how_many(project, user, asked, each, is_shown=each == where) for each in Where}
    except BadQuery as reason:
        return Search(path, q, where, order, error=str(reason))
    most = MOST_LINES if order in SORTS else MOST
    here = _Here(project, user, asked, Where(where), known[Where(where)], None if order == Order.TEXT else most + 1)
    size = LINES if order in SORTS else PAGE
    first = (page - 1) * size
    if order == Order.TEXT:
        candidates, is_cut = here.candidates(first, size + 1), False
        shown, is_more = candidates[:size], len(candidates) > size
    else:
        candidates = here.candidates(0, most + 1)
        is_cut, candidates = len(candidates) > most, candidates[:most]
        shown = candidates if order in SORTS else ranked(candidates, query.phrases())[first : first + size]
        is_more = len(candidates) > first + size
    pattern = places.pattern_of(query.phrases())
    hits = load(project, user, Where(where) == Where.TEXTS, shown, pattern)
    lines: Sequence[LineOf] = ()
    if order in SORTS:
        lines, is_more = _lines(hits, order, first)
    counts = tuple((each, _told(of.number)) for each, of in known.items())
    return Search(
        path, q, where, order, page, counts=counts, hits=() if lines else tuple(hits), lines=tuple(lines),
        is_cut=is_cut, is_more=is_more,
    )


def found_in(
    project: Project, user: User, query: Query, where: Where, most: int | None = None, *, is_read: bool = False
) -> QuerySet:
    """The entries in which the question holds, in their order; with `most` maybe no more. Raises BadQuery."""
    kinds = KINDS[where]
    rows = entries(project, user, kinds, query.words, None if query.fields else most, is_read=is_read)
    return narrowed(rows, project, user, query.fields, kinds[0])


def _how_many(project: Project, user: User, query: Query, where: Where, *, is_shown: bool) -> Counted:
    """Not beyond one more than are told. Raises BadQuery."""
    first = MOST + 1 if is_shown else 0
    if query.fields:
        return counted(found_in(project, user, query, where), COUNTED + 1, first)
    return how_many(project, user, KINDS[where], query.words, COUNTED + 1, first)


def _told(count: int) -> str:
    return f"{count:,}" if count <= COUNTED else f"more than {COUNTED:,}"


@dataclass(frozen=True)
class _Here:
    """What is found of what the page shows. Of `most` the index may stop there."""

    project: Project
    user: User
    query: Query
    where: Where
    counted: Counted
    most: int | None

    def candidates(self, first: int, count: int) -> list[Candidate]:
        """By their keys where counting them has told these."""
        end, keys = first + count, self.counted.first
        if keys and (end <= len(keys) or self.counted.number == len(keys)):
            return by_key(keys[first:end])
        rows = self._rows()
        if self.counted.number <= COUNTED:
            return list(map(Candidate._make, rows[first:end]))
        kind = KINDS[self.where][0]
        found = earliest(rows, self._rows(is_read=True), self.project, kind, end, self.counted)
        return list(map(Candidate._make, found[first:]))

    def _rows(self, *, is_read: bool = False) -> QuerySet:
        found = found_in(self.project, self.user, self.query, self.where, self.most, is_read=is_read)
        return found.values_list("pk", "subject", "words", "kind")


def _lines(hits: Sequence[Hit], order: str, first: int) -> tuple[list[LineOf], bool]:
    found = [LineOf(hit, line) for hit in hits for line in places.lines(hit.text, hit.spans)]
    sort = SORTS[order]
    found.sort(key=lambda one: sort(one.line))
    return found[first : first + LINES], len(found) > first + LINES
