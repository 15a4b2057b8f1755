"""What is kept of a big project's counts, as pages ask for it: of all passages, of one tag's, or of a facet's tags.

Parts of the filter that are about articles only narrow what is kept; with any other part everything is counted.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from annotations.article_rows import by_axis
from annotations.counted import Axis, Numbers
from annotations.filters import OF_ARTICLES, PassageFilter, Subject
from annotations.models import WHOLE, ArticleRows, Tallied, Tally
from annotations.tallies import Tallies, tallies
from corpus_app.models import Project, User

OF_TAG = {"tag", "children"}
OF_TAGS = {*OF_TAG, "facet", "value"}  # what comes to a set of tags
AT_ONCE = 500  # articles
DATES = {"published_from", "published_to"}


@dataclass(frozen=True)
class Kept:
    """`rows` have an article, passages and taggings each; `prefix` is of the columns that are asked for."""

    rows: QuerySet[Tally]
    sums: Tallies
    tag: int
    prefix: str
    is_narrowed: bool

    def totals(self) -> tuple[int, int, int]:
        """Passages, taggings, articles. Queries once where only some articles are asked for."""
        names = [f"{self.prefix}{name}" for name in ("passages", "taggings", "articles")]
        if not self.is_narrowed:
            known = self.sums.of(self.tag)
            return tuple(getattr(known, name) for name in names)
        found = self.rows.aggregate(first=Sum(names[0]), second=Sum(names[1]), third=Count("article"))
        return tuple(number or 0 for number in found.values())

    def per_article(self, first: int = 0, most: int | None = None) -> dict[int, tuple[int, int]]:
        """Passages and taggings by article, in order; `most` articles from the `first` on. Queries once."""
        rows = self.rows.filter(article__gte=first).order_by("article")[:most]
        columns = F(f"{self.prefix}passages"), F(f"{self.prefix}taggings")
        return {article: tuple(numbers) for article, *numbers in rows.values_list("article", *columns)}


def kept(project: Project, user: User, found: PassageFilter) -> Kept | None:
    """None where everything is to be counted. Queries once; not at all where the filter asks for more."""
    if not _asks_only(found, OF_TAG) or len(found.tags) > 1:
        return None
    sums = tallies(project, user)
    if sums is None:
        return None
    tag = found.tags[0].pk if found.tags else WHOLE
    prefix = "" if found.tags and not found.children else "all_"
    rows = found.of_articles(Tally.objects.filter(Q(**{f"{prefix}passages__gt": 0}), project=project, tag=tag), project)
    is_narrowed = _is_narrowed(found, OF_TAG)
    return Kept(rows, sums, tag, prefix, is_narrowed)


def kept_of_facet(project: Project, user: User, found: PassageFilter) -> QuerySet[Tally] | None:
    """The rows of the articles asked for, where nothing but a facet and articles is; see `kept`."""
    if not _asks_only(found, {"facet"}) or tallies(project, user) is None:
        return None
    return found.of_articles(Tally.objects.filter(project=project), project)


def kept_of_tags(project: Project, user: User, found: PassageFilter) -> QuerySet[Tally] | None:
    """The rows of each tag alone in the articles asked for, where nothing but articles is; see `kept`."""
    if not _asks_only(found, set()) or tallies(project, user) is None:
        return None
    rows = Tally.objects.filter(project=project, tag__gt=WHOLE, passages__gt=0)
    return found.of_articles(rows, project)


def kept_rows(project: Project, user: User, found: PassageFilter, axes: Collection[Axis]) -> Numbers | None:
    """How many rows there are, as count_rows tells: where nothing but a facet and articles is asked for, or, by tags
    alone, nothing but tags and articles. Queries once for each of tags, articles and the rest, and once more."""
    known = OF_TAGS if set(axes) == {Axis.TAG} else {"facet"}
    sums = tallies(project, user) if _asks_only(found, known) else None
    if sums is None:
        return None
    is_narrowed, facet = _is_narrowed(found, known), found.facet.pk if found.facet else None
    rest = set(axes) - {Axis.TAG, Axis.ARTICLE}
    rows = found.of_articles(ArticleRows.objects.filter(project=project), project)
    numbers: Numbers = {}
    if rest:
        numbers |= by_axis(_all_rows(rows) if is_narrowed else Tallied.objects.get(project=project).rows, rest, facet)
    if Axis.TAG in axes:
        numbers[Axis.TAG] = _of_tags(project, found, None if is_narrowed else sums)
    if Axis.ARTICLE in axes and not facet:
        numbers[Axis.ARTICLE] = Counter(dict(rows.values_list("article", "number")))
    if Axis.ARTICLE in axes and facet:
        of_facet = found.of_articles(Tally.objects.filter(project=project, tag=-facet), project)
        numbers[Axis.ARTICLE] = Counter(dict(of_facet.values_list("article", "all_taggings")))
    return numbers


def _all_rows(rows: QuerySet[ArticleRows]) -> Counter[str]:
    found = Counter[str]()
    for said in rows.values_list("rows", flat=True).iterator(AT_ONCE):
        found.update(said)
    return found


def _of_tags(project: Project, found: PassageFilter, sums: Tallies | None) -> Counter[int]:
    """Taggings of each tag alone; of the articles asked for where there are no sums."""
    if sums:
        counted = {int(tag): sums.of(tag).taggings for tag in sums.sums}
    else:
        rows = found.of_articles(Tally.objects.filter(project=project, tag__gt=WHOLE, taggings__gt=0), project)
        counted = dict(rows.order_by().values_list("tag").annotate(Sum("taggings")))
    is_asked = (lambda tag: tag > WHOLE) if found.tag_pks is None else found.tag_pks.__contains__
    return Counter({tag: number for tag, number in counted.items() if is_asked(tag)})


def _is_narrowed(found: PassageFilter, known: set[str]) -> bool:
    return any(key not in known for key, _ in found.pairs())


def _asks_only(found: PassageFilter, keys: set[str]) -> bool:
    """For nothing but these and what is about articles."""
    known = keys | DATES | {choice.name for choice in found.about(Subject.ARTICLE)} - {"article"}
    own = {pair for part in found.own for pair in part.pairs()}
    return all(
        pair[0] in known or pair in own or (pair[0] == "without" and pair[1] in OF_ARTICLES) for pair in found.pairs()
    )
