"""Passages of all articles with their taggings: exactly the rows that an export of the same filter gives.

A page is found in two steps, so that its cost does not grow with its depth: taggings are counted per article from an
index, which tells the few articles the page is made of, and only those are read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Count, Q, QuerySet, Value, When

from annotations.filters import ORDER, PassageFilter
from annotations.models import Highlight
from annotations.pages.grouping import GroupBy, totals
from annotations.pages.passages_grouped import Listing, Section
from annotations.pages.passages_shown import Group, by_article, complete, many
from annotations.tagtree import TagTree
from annotations.tallied import kept
from corpus_app.models import Article, Project, Standing, User
from corpus_app.written import fetched

PAGE = 50


class Order(models.TextChoices):
    ARTICLE = "article", "By article"
    PUBLISHED = "published", "By date of the article"
    SOURCE = "source", "By source"
    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"


BY_TIME = {Order.NEWEST: "-pk", Order.OLDEST: "pk"}
BY_ARTICLE = {Order.PUBLISHED: ("published", "pk"), Order.SOURCE: ("source", "published", "pk")}


@dataclass(frozen=True)
class Counts:
    passages: int = 0
    taggings: int = 0
    articles: int = 0

    def __str__(self) -> str:
        found = f"{many(self.passages, 'passage')} · {many(self.taggings, 'tagging')}"
        return f"{found} in {many(self.articles, 'article')}"


@dataclass(frozen=True)
class Batch:
    """One page of passages; `after` asks for the next one, empty at the end."""

    groups: list[Group]
    after: str
    begins_at: str
    sections: Sequence[Section] = ()  # where they are grouped by more than their article
    goes_on_in: str = ""  # the group of the last one
    age: str = ""  # a sentence where the groups were not counted just now

    @property
    def id(self) -> str:
        group = f"-{self.sections[0].heading.id}" if self.sections and self.begins_at else ""
        return f"from-{self.begins_at or 'start'}{group}"


def batch(
    project: Project, user: User, found: PassageFilter, order: str, after: str, tree: TagTree, around: str = ""
) -> tuple[Batch, Counts]:
    """The passages after the highlight `after` (a uid; from the beginning if empty), and, at the beginning, counts."""
    last = Highlight.objects.filter(project=project, uid=after).first() if after else None
    per_article, counts = _articles(project, user, found, order, last)
    articles = None
    if order not in BY_TIME:
        begun = last.article_id if last else None
        per_article = _in_order(per_article, order, begun)
        articles = list(_enough(per_article, begun))
    shown = _first(PAGE + 1, passages(project, user, found, articles), last, order, articles)
    more = len(shown) > PAGE
    shown = shown[:PAGE]
    numbers = {} if order in BY_TIME else {pk: n for pk, (n, _) in per_article.items()}
    made = complete(shown, project, user, found, tree, around)
    page = Batch(
        groups=list(by_article(made, project, numbers, last)),
        after=shown[-1].uid if more else "",
        begins_at=after if last else "",
    )
    return page, counts


def batch_in_groups(
    project: Project, user: User, found: PassageFilter, by: GroupBy, order: str, after: str, begun: str,
    tree: TagTree, around: str = "", *, is_anew: bool = False,
) -> tuple[Batch, Counts]:
    """The same in groups: after the highlight `after` in the group that `begun` names.

    How many passages each has is kept for a while, and its age told, unless they are to be counted anew.
    """
    last = Highlight.objects.filter(project=project, uid=after).select_related("article").first() if after else None
    counted = totals(project, user, found, by, is_anew=is_anew)
    listing = Listing(project, user, found, by, counted.value, BY_ARTICLE.get(order, ()), PAGE)
    sections, (after_uid, goes_on_in) = listing.sections(last, begun, tree, around)
    counts = Counts() if last else _articles(project, user, found, Order.OLDEST, None)[1]
    return Batch([], after_uid, after if last else "", sections, goes_on_in, counted.told), counts


def _articles(
    project: Project, user: User, found: PassageFilter, order: str, last: Highlight | None
) -> tuple[dict[int, tuple[int, int]], Counts]:
    """The articles that the page may be made of, where it is made of articles, and at the beginning counts."""
    if last and order in BY_TIME:
        return {}, Counts()
    first = last.article_id if last and order == Order.ARTICLE else None
    known = kept(project, user, found)
    if known is None:
        per_article = passages_per_article(project, user, found, first)
        return per_article, _counts(per_article)
    counts = Counts() if last else Counts(*known.totals())
    if order in BY_TIME:
        return {}, counts
    return known.per_article(first or 0, PAGE + 2) if order == Order.ARTICLE else known.per_article(), counts


def _counts(per_article: dict[int, tuple[int, int]]) -> Counts:
    return Counts(
        passages=sum(passages for passages, _ in per_article.values()),
        taggings=sum(taggings for _, taggings in per_article.values()),
        articles=len(per_article),
    )


def _in_order(
    per_article: dict[int, tuple[int, int]], order: str, begun: int | None
) -> dict[int, tuple[int, int]]:
    """By what is said about the articles, with the one begun before. Queries once, or not for the order they have."""
    if order not in BY_ARTICLE:
        return per_article
    keys = {*per_article, *([begun] if begun else [])}
    ordered = Article.objects.filter(pk__in=keys).order_by(*BY_ARTICLE[order]).values_list("pk", flat=True)
    return {pk: per_article.get(pk, (0, 0)) for pk in ordered}


def passages(
    project: Project, user: User, found: PassageFilter, articles: Iterable[int] | None = None
) -> list[QuerySet[Highlight]]:
    """The highlights of the rows asked for, in one or two sets that share none: those tagged so, and the untagged."""
    if _is_all(project, user, found):
        return [found.highlights(user, project, articles)]
    taggings = found.taggings(user, project, articles).order_by().values("highlight")
    of = {"project": project} if articles is None else {"article__in": articles}
    sets = [] if found.untagged_only else [Highlight.objects.filter(pk__in=taggings, **of)]
    return sets if found.is_about_taggings else [*sets, found.untagged(user, project, articles)]


def passages_per_article(
    project: Project, user: User, found: PassageFilter, first: int | None = None
) -> dict[int, tuple[int, int]]:
    """Of the articles with any, in order: how many passages and how many taggings. Queries twice at most.

    From the article `first` on, only as many articles as can fill a page.
    """
    here, some = (Q(), None) if first is None else (Q(article__gte=first), PAGE + 2)  # the first may have nothing left
    is_all = _is_all(project, user, found)
    counted: dict[int, tuple[int, int]] = {}
    if not found.untagged_only:
        taggings = found.taggings(user, project).filter(here).order_by("article").values_list("article")
        marked = Value(0) if is_all else Count("highlight", distinct=True)
        for article, passages, tagged in taggings.annotate(passages=marked, tagged=Count("pk"))[:some]:
            counted[article] = passages, tagged
    if not found.is_about_taggings:
        highlights = (found.highlights if is_all else found.untagged)(user, project)
        highlights = highlights.filter(here).order_by("article").values_list("article")
        for article, passages in highlights.annotate(passages=Count("pk"))[:some]:
            known, tagged = counted.get(article, (0, 0))
            counted[article] = known + passages, tagged
    return dict(sorted(counted.items()))


def _is_all(project: Project, user: User, found: PassageFilter) -> bool:
    """Whether every highlight in sight is a passage, tagged or not: much cheaper to ask for."""
    if found.is_about_taggings or found.untagged_only or found.is_about_people:
        return False
    return project.pk in Standing.of(user).everybodys


def _first(
    count: int, sets: list[QuerySet[Highlight]], last: Highlight | None, order: str, articles: list[int] | None
) -> list[Highlight]:
    """The first rows of all sets together, behind the last one seen."""
    rows: list[Highlight] = []
    if articles is None:
        newest = order == Order.NEWEST
        behind, by = Q(**{"pk__lt" if newest else "pk__gt": last.pk}) if last else Q(), (BY_TIME[Order(order)],)
    else:
        place = Case(*(When(article=pk, then=at) for at, pk in enumerate(articles)), default=0)
        behind = _behind(last) if last else Q()
        by = ORDER if order == Order.ARTICLE else (place, *ORDER[1:])
    for one in sets:
        ordered = one.filter(behind).order_by(*by).select_related("article", "author")
        rows.extend(fetched(ordered.defer("folded", "article__meta")[:count]))
    if articles is None:
        return sorted(rows, key=lambda row: -row.pk if newest else row.pk)[:count]
    places = {pk: at for at, pk in enumerate(articles)}
    return sorted(rows, key=lambda row: (places[row.article_id], row.start, row.end, row.pk))[:count]


def _enough(per_article: dict[int, tuple[int, int]], begun: int | None) -> Iterator[int]:
    """From the article begun before the first that fill a page; of that one nobody knows how much is left."""
    total, waits = 0, begun in per_article
    for article, (marked, _) in per_article.items():
        waits = waits and article != begun
        if waits:
            continue
        yield article
        total += 0 if article == begun else marked
        if total > PAGE:
            return


def _behind(last: Highlight) -> Q:
    """In other articles everything: which are behind is said by which are asked for."""
    return (
        ~Q(article=last.article_id)
        | Q(start__gt=last.start)
        | Q(start=last.start, end__gt=last.end)
        | Q(start=last.start, end=last.end, pk__gt=last.pk)
    )
