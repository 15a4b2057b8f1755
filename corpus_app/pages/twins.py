"""Passages of an article that stand nearly the same in others of its project."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import F, Q

from corpus_app.importing.sketch import shingles, words_of
from corpus_app.models import Article, Paragraph, SketchKey, User

PASSAGE = 0.3  # of two passages: the share of the shorter one's shingles that the other has
OTHERS = 10  # passages beside one
MOST = 5_000  # rows of the index looked at; more share a line that stands in every article
PIECE = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Other:
    """A passage elsewhere; its pieces are in both, only here, or only there."""

    article: Article
    position: int
    percent: int
    pieces: list[tuple[str, str]]


@dataclass(frozen=True)
class Passage:
    position: int
    text: str
    others: list[Other]


def passages(article: Article, user: User, position: int = 0) -> list[Passage]:
    """Paragraphs of this article, or only that one, with what stands elsewhere nearly the same. Five queries."""
    mine = SketchKey.objects.filter(version=article.version_id, position__gt=0)
    if position:
        mine = mine.filter(position=position)
    places: defaultdict[int, set[int]] = defaultdict(set)
    for key, place in mine.values_list("key", "position"):
        places[key].add(place)
    elsewhere = SketchKey.objects.filter(project=article.project_id, key__in=list(places), position__gt=0)
    current = elsewhere.filter(version__article__version=F("version"), version__article__removed_at=None)
    rows = current.exclude(version=article.version_id).order_by().values_list("key", "version", "position")[:MOST]
    pairs = {(here, version, there) for key, version, there in rows for here in places[key]}
    texts = texts_of({(article.version_id, here) for here, _, _ in pairs} | {(v, there) for _, v, there in pairs})
    seen = Article.objects.visible_to(user).filter(version__in={version for _, version, _ in pairs})
    articles = {one.version_id: one for one in seen}
    found: defaultdict[int, list[Other]] = defaultdict(list)
    for here, version, there in pairs:
        text, other = texts[article.version_id, here], texts[version, there]
        if version in articles and (share := in_common(text, other)) >= PASSAGE:
            found[here].append(Other(articles[version], there, round(100 * share), list(differences(text, other))))
    return [
        Passage(here, texts[article.version_id, here], sorted(others, key=lambda one: -one.percent)[:OTHERS])
        for here, others in sorted(found.items())
    ]


def texts_of(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    by_version: defaultdict[int, list[int]] = defaultdict(list)
    for version, position in places:
        by_version[version].append(position)
    where = Q(pk__in=[])
    for version, positions in by_version.items():
        where |= Q(version=version, position__in=positions)
    rows = Paragraph.objects.filter(where).values_list("version", "position", "text")
    return {(version, position): text for version, position, text in rows}


def in_common(one: str, other: str) -> float:
    """The share of the shorter one's shingles, exactly."""
    here, there = shingles(words_of(one)), shingles(words_of(other))
    return len(here & there) / max(1, min(len(here), len(there)))


def differences(here: str, there: str) -> Iterator[tuple[str, str]]:
    """What stands there, word by word, with what only stands here between."""
    mine, theirs = PIECE.findall(here), PIECE.findall(there)
    plain = [[word.strip() for word in words] for words in (mine, theirs)]
    for what, a, b, c, d in SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        if what in ("delete", "replace"):
            yield "here", "".join(mine[a:b])
        if what in ("insert", "replace"):
            yield "there", "".join(theirs[c:d])
        if what == "equal":
            yield "both", "".join(theirs[c:d])
