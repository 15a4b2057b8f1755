"""A page of passages in groups other than articles, found as the plain list is: count first, then read what fills it.

Inside a group passages stand by article. One that is in several groups, having two tags, stands in each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, Count, Q, QuerySet, Sum, Value, When

from annotations.filters import PassageFilter
from annotations.kept import KEPT
from annotations.models import Highlight
from annotations.pages.grouping import (
    COLUMNS,
    NOTHING,
    UNTAGGED,
    GroupBy,
    Heading,
    Key,
    among,
    headings,
    in_groups,
    tallied,
)
from annotations.pages.passages_shown import Group, by_article, complete
from annotations.tagtree import TagTree
from corpus_app.models import Article, Project, User
from corpus_app.written import fetched

PLACE = ("highlight__article", "highlight__start", "highlight__end", "highlight")
OF_UNTAGGED = ("article", "start", "end", "pk")


@dataclass(frozen=True)
class Section:
    """A group's passages on a page, by article."""

    number: int  # among the sections of the page
    heading: Heading
    groups: list[Group]
    is_continued: bool


@dataclass(frozen=True)
class Found:
    """`rows` are a heading and a highlight's key each."""

    rows: list[tuple[Heading, int]]
    is_more: bool
    begun: Heading | None  # the group that the page goes on with


@dataclass(frozen=True)
class Listing:
    """What is listed and how; `order_by` are columns of articles, none for the order they have."""

    project: Project
    user: User
    found: PassageFilter
    by: GroupBy
    totals: dict[Key, int]
    order_by: tuple[str, ...]
    page: int

    def sections(
        self, last: Highlight | None, begun: str, tree: TagTree, around: str
    ) -> tuple[list[Section], tuple[str, str]]:
        """Those behind the highlight `last` of the group `begun`, and where the next page goes on, if anywhere."""
        found = self._find(last, begun, tree)
        keys = {pk for _, pk in found.rows}
        highlights = Highlight.objects.filter(pk__in=keys).select_related("article", "author")
        read = fetched(highlights.defer("folded", "article__meta"))
        made = {one.highlight.pk: one for one in complete(read, self.project, self.user, self.found, tree, around)}
        shown = []
        for number, (heading, rows) in enumerate(groupby(found.rows, key=lambda row: row[0])):
            is_continued = heading == found.begun
            passages = [made[pk] for _, pk in rows if pk in made]
            groups = by_article(passages, self.project, {}, last if is_continued else None)
            shown.append(Section(number, heading, list(groups), is_continued))
        after = (made[found.rows[-1][1]].highlight.uid, found.rows[-1][0].said) if found.is_more else ("", "")
        return shown, after

    def _find(self, last: Highlight | None, begun: str, tree: TagTree) -> Found:
        every = headings(self.project, self.found, self.by, tree, self.totals, begun if last else "")
        first = next((at for at, one in enumerate(every) if last and one.said == begun), None)
        goes_on = first is not None
        wanted = list(self._enough(every[first or 0 :], goes_on))
        per = self._known_per_article([one.key for one in wanted], last if goes_on else None)
        places = self._in_order({article for _, article in per}, last if goes_on else None)
        chosen = self._filling(wanted, per, places, last if goes_on else None)
        ranks = {one.key: (at, one) for at, one in enumerate(wanted)}
        rows = sorted(
            (ranks[key][0], places[article], start, end, pk)
            for key, article, start, end, pk in self._rows(chosen) if key in ranks
        )
        if goes_on:
            behind = (0, places[last.article_id], last.start, last.end, last.pk)
            rows = [row for row in rows if row > behind]
        shown = [(wanted[row[0]], row[-1]) for row in rows[: self.page]]
        return Found(shown, len(rows) > self.page, wanted[0] if goes_on else None)

    def _enough(self, every: list[Heading], goes_on: bool) -> Iterator[Heading]:
        """Groups that fill a page; of one begun before nobody knows how much is left."""
        total = 0
        for at, heading in enumerate(every):
            yield heading
            total += 0 if goes_on and at == 0 else heading.total
            if total > self.page:
                return

    def _known_per_article(self, keys: list[Key], last: Highlight | None) -> dict[tuple[Key, int], int]:
        """Of a first page as it was counted, while nothing has changed: a person's work lies in all articles."""
        if last or self.order_by:
            return self._per_article(keys, last)
        found = self.found
        asked = ("groups by article", self.by.value, self.user.pk if found.is_personal else None, *keys, *found.pairs())
        return KEPT.get(self.project, self.user, asked, lambda: self._per_article(keys, None), longest=0).value

    def _per_article(self, keys: list[Key], last: Highlight | None) -> dict[tuple[Key, int], int]:
        """Passages by group and article. In the articles' own order only those that can fill a page are asked for."""
        counted: dict[tuple[Key, int], int] = {}
        is_own = not self.order_by
        for rows, passages in self._sets(keys):
            if is_own and last:
                rows = rows.filter(~Q(rank=0) | Q(article__gte=last.article_id))
            rows = rows.values_list("rank", "article").annotate(passages=passages)
            for rank, article, number in rows.order_by("rank", "article")[: 2 * self.page if is_own else None]:
                counted[keys[rank], article] = counted.get((keys[rank], article), 0) + number
        return counted

    def _sets(self, keys: list[Key]) -> Iterator[tuple[QuerySet, Count | Sum]]:
        """The rows of these groups, tagged and untagged, with the rank of theirs."""
        column, is_whole = COLUMNS[self.by], False
        if set(keys) - {UNTAGGED}:
            known = tallied(self.project, self.user, self.found, self.by)
            if known:
                rows, passages, is_whole = known
                yield rows.filter(among(keys, column.is_text)).annotate(rank=_rank(keys, column.is_text)), passages
            elif not self.found.untagged_only:
                rows = in_groups(self.found.taggings(self.user, self.project), column.of)
                rows = rows.filter(among(keys, column.is_text))
                yield rows.annotate(rank=_rank(keys, column.is_text)), Count("highlight", distinct=True)
        if self.found.is_about_taggings or is_whole:
            return
        rows = self.found.untagged(self.user, self.project)
        if column.of_untagged is not None:
            rows = in_groups(rows, column.of_untagged).filter(among(keys, column.is_text))
            yield rows.annotate(rank=_rank(keys, column.is_text)), Count("pk")
        elif UNTAGGED in keys:
            yield rows.order_by().annotate(rank=Value(keys.index(UNTAGGED))), Count("pk")

    def _in_order(self, articles: Iterable[int], last: Highlight | None) -> dict[int, int]:
        keys = {*articles, *([last.article_id] if last else [])}
        if self.order_by:
            ordered = Article.objects.filter(pk__in=keys).order_by(*self.order_by).values_list("pk", flat=True)
        else:
            ordered = sorted(keys)
        return {pk: at for at, pk in enumerate(ordered)}

    def _filling(
        self, wanted: list[Heading], per: dict[tuple[Key, int], int], places: dict[int, int], last: Highlight | None
    ) -> dict[Key, list[int]]:
        """By group the articles whose passages fill a page and more."""
        ranks = {one.key: at for at, one in enumerate(wanted)}
        total, chosen = 0, dict[Key, list[int]]()
        for key, article in sorted(per, key=lambda pair: (ranks[pair[0]], places[pair[1]])):
            is_begun = last is not None and ranks[key] == 0
            if is_begun and places[article] < places[last.article_id]:
                continue
            chosen.setdefault(key, []).append(article)
            total += 0 if is_begun and article == last.article_id else per[key, article]
            if total > self.page:
                break
        return chosen

    def _rows(self, chosen: dict[Key, list[int]]) -> Iterator[tuple[Key, int, int, int, int]]:
        """Group, article, start, end and key of each passage in these articles."""
        column, articles = COLUMNS[self.by], sorted({pk for some in chosen.values() for pk in some})
        here = Q(pk__in=[])
        for key, some in chosen.items():
            if key != UNTAGGED:
                here |= among([key], column.is_text) & Q(article__in=some)
        if not self.found.untagged_only and chosen.keys() - {UNTAGGED}:
            rows = in_groups(self.found.taggings(self.user, self.project, articles), column.of).filter(here)
            for key, *place in rows.values_list("of", *PLACE).distinct():
                yield key or NOTHING, *place
        if self.found.is_about_taggings:
            return
        rows = self.found.untagged(self.user, self.project, articles)
        if column.of_untagged is not None:
            for key, *place in in_groups(rows, column.of_untagged).filter(here).values_list("of", *OF_UNTAGGED):
                yield key or NOTHING, *place
        elif UNTAGGED in chosen:
            for place in rows.filter(article__in=chosen[UNTAGGED]).values_list(*OF_UNTAGGED):
                yield UNTAGGED, *place


def _rank(keys: list[Key], is_text: bool) -> Case:
    whens = [When(among([key], is_text), then=at) for at, key in enumerate(keys) if key != UNTAGGED]
    return Case(*whens, default=0)
