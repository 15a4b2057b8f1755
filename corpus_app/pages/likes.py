"""What a draft seems to be a version of, by the sketches of texts: an article of the project, or an earlier draft."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from corpus_app.importing.sketch import Sketch as Made
from corpus_app.importing.sketch import likeness, unpacked
from corpus_app.models import Article, ArticleDraft, Project, Sketch, SketchKey, User
from corpus_app.pages.twins import MOST

ALIKE, CONTAINED = 0.5, 0.7  # of two texts: beyond either, one looks like a version of the other
CANDIDATES = 5  # of a text, by the numbers they share


@dataclass(frozen=True)
class Like:
    """An article that a draft seems to be a version of."""

    article: Article
    percent: int


@dataclass(frozen=True)
class LikeDraft:
    """An earlier draft of the same person that a draft seems to be a version of."""

    draft: ArticleDraft
    percent: int


def sketches_of(drafts: Iterable[ArticleDraft]) -> dict[int, Made]:
    """By the draft's primary key."""
    return {draft.pk: one for draft in drafts if (one := unpacked(bytes(draft.sketch)))}


def likes(drafts: Iterable[ArticleDraft], project: Project, user: User) -> dict[int, Like]:
    """By the draft's primary key. Three queries for all of them, one where nothing is alike."""
    made = sketches_of(drafts)
    bands = {pk: set(one.bands) for pk, one in made.items()}
    found = versions_with(project, set().union(*bands.values()))
    by_band: defaultdict[int, list[int]] = defaultdict(list)
    for key, version in found:
        by_band[key].append(version)
    candidates = {pk: Counter(version for key in keys for version in by_band[key]) for pk, keys in bands.items()}
    nearest = {pk: [version for version, _ in count.most_common(CANDIDATES)] for pk, count in candidates.items()}
    wanted = {version for versions in nearest.values() for version in versions}
    if not wanted:
        return {}
    stored = Sketch.objects.filter(version__in=wanted).values_list("version", "packed")
    sketches = {version: one for version, packed in stored if (one := unpacked(bytes(packed)))}
    seen = Article.objects.visible_to(user).filter(project=project, version__in=wanted)
    articles = {article.version_id: article for article in seen}
    told = {pk: nearest_of(made[pk], versions, sketches, articles) for pk, versions in nearest.items()}
    return {pk: like for pk, like in told.items() if like}


def versions_with(project: Project, keys: Iterable[int]) -> QuerySet:
    """Whole texts that share one of these numbers, from the index alone."""
    rows = SketchKey.objects.filter(project=project, key__in=list(keys), position=0)
    return rows.order_by().values_list("key", "version")[:MOST]


def nearest_of(
    made: Made, versions: Iterable[int], sketches: dict[int, Made], articles: dict[int, Article]
) -> Like | None:
    there = [version for version in versions if version in sketches and version in articles]
    percent, nearest = most_alike(made, {version: sketches[version] for version in there})
    return Like(articles[nearest], percent) if percent else None


def likes_among(drafts: Sequence[ArticleDraft], wanted: Container[int]) -> dict[int, LikeDraft]:
    """Those of the drafts that are wanted, each with the earlier one that it is most like. Asks nothing.

    A number leads to the first few that have it only: one story brought 500 times is no 125,000 pairs.
    """
    made = sketches_of(drafts)
    by_pk = {draft.pk: draft for draft in drafts}
    first: defaultdict[int, list[int]] = defaultdict(list)
    found: dict[int, LikeDraft] = {}
    for pk, one in made.items():
        places = [first[key] for key in set(one.bands)]
        if pk in wanted:
            near = Counter(other for place in places for other in place).most_common(CANDIDATES)
            percent, nearest = most_alike(one, {other: made[other] for other, _ in near})
            if percent:
                found[pk] = LikeDraft(by_pk[nearest], percent)
        for place in places:
            if len(place) < CANDIDATES:
                place.append(pk)
    return found


def most_alike(made: Made, others: Mapping[int, Made]) -> tuple[int, int]:
    """How many percent the nearest of them has in common with this one, and its key; twice 0 where none is alike."""
    told = {key: likeness(made, other) for key, other in others.items()}
    alike = [(round(100 * max(pair)), -key) for key, pair in told.items() if pair[0] >= ALIKE or pair[1] >= CONTAINED]
    percent, key = max(alike, default=(0, 0))
    return percent, -key
