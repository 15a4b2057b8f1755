"""What is kept of a big project's counts, as pages ask for it: of all passages, of one tag's, or of a facet's tags.

Parts of the filter that are about articles only narrow what is kept; with any other part everything is counted.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from annotations.filters import OF_ARTICLES, PassageFilter, Subject
from annotations.models import WHOLE, Tally
from annotations.tallies import Tallies, tallies
from corpus_app.models import Project, User

OF_TAG = {"tag", "children"}
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
    is_narrowed = any(key not in OF_TAG for key, _ in found.pairs())
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


def _asks_only(found: PassageFilter, keys: set[str]) -> bool:
    """For nothing but these and what is about articles."""
    known = keys | DATES | {choice.name for choice in found.about(Subject.ARTICLE)} - {"article"}
    own = {pair for part in found.own for pair in part.pairs()}
    return all(
        pair[0] in known or pair in own or (pair[0] == "without" and pair[1] in OF_ARTICLES) for pair in found.pairs()
    )
