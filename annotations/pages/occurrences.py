"""Every place where a phrase stands, or a question holds, with its context and the person's own tags there."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotations.anchoring import CONTEXT, Passage
from annotations.models import Reading, ReadingState, Tagging
from annotations.pages.search import Where, found_in
from annotations.phrases import pattern_of
from annotations.search.places import pattern_of as pattern_of_question
from annotations.search.places import spans_of
from annotations.search.query import parse
from corpus_app.models import Article, Paragraph, ParagraphRole, Project, User
from corpus_app.texts import SEPARATOR

MOST = 500
AROUND = 100  # code points shown before and after
VERSION = ("version__text", "version__number")


@dataclass
class Hit:
    """One place; `tags` are the person's own taggings that reach over all of it, as (tag, name)."""

    article: Article
    passage: Passage
    tags: list[tuple[int, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.article.uid}-{self.passage.start}"

    @property
    def before(self) -> str:
        """What stands before it in its paragraph, cut at a word."""
        start = self.passage.start
        around = self.article.version.text[max(0, start - AROUND) : start].rsplit(SEPARATOR, 1)[-1]
        return around if len(around) < AROUND or start == AROUND else "… " + around.partition(" ")[2]

    @property
    def after(self) -> str:
        end = self.passage.end
        around = self.article.version.text[end : end + AROUND].split(SEPARATOR, 1)[0]
        return around if len(around) < AROUND else around.rpartition(" ")[0] + " …"

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(name for _, name in self.tags))


@dataclass(frozen=True)
class Occurrences:
    hits: list[Hit]
    is_cut: bool = False
    locked: int = 0  # articles that the person has finished, and which stay as they are

    @property
    def groups(self) -> list[tuple[Article, list[Hit]]]:
        """By article."""
        found: dict[int, tuple[Article, list[Hit]]] = {}
        for hit in self.hits:
            found.setdefault(hit.article.pk, (hit.article, []))[1].append(hit)
        return list(found.values())

    def chosen(self, keys: Iterable[str]) -> list[Hit]:
        wanted = set(keys)
        return [hit for hit in self.hits if hit.key in wanted]


def occurrences(
    project: Project, user: User, phrase: str, *, article: Article | None = None, whole_words: bool = True
) -> Occurrences:
    """At most MOST of them, in the order of articles and text; menus and teasers around an article are left out.

    Queries: finished articles, texts, paragraphs, taggings.
    """
    pattern = pattern_of(phrase, whole_words=whole_words)
    if pattern is None:
        return Occurrences([])
    locked = _locked(project, user)
    articles = Article.objects.visible_to(user).filter(project=project).select_related("version")
    if article is not None:
        articles = articles.filter(pk=article.pk)
    found, passed = [], 0
    columns = ("project", "uid", "title", "version__text", "version__number")
    for each in articles.only(*columns).order_by("pk").iterator(chunk_size=50):
        spans = _spans(pattern, each.version.text, MOST + 1)
        if spans and each.pk in locked:
            passed += 1
        elif spans:
            found.append((each, spans))
        if sum(len(spans) for _, spans in found) > MOST:
            break
    hits = list(_hits(found))
    _say_what_is_tagged(hits, user)
    return Occurrences(hits[:MOST], len(hits) > MOST, passed)


def occurrences_of_question(
    project: Project, user: User, question: str, *, article: Article | None = None, whole: bool = False
) -> Occurrences:
    """The places of its words in the paragraphs where the question holds, or these paragraphs as they are.

    Raises BadQuery. Queries: what the question names, the paragraphs, articles, finished ones, taggings.
    """
    query = parse(question)
    rows = found_in(project, user, query, Where.TEXTS)
    keys = list((rows.filter(article=article) if article else rows).values_list("subject", flat=True)[: MOST + 1])
    paragraphs = Paragraph.objects.filter(pk__in=keys).order_by("version__article", "position")
    columns = ("version__article", "position", "start", "text")
    locked, pattern = _locked(project, user), pattern_of_question(query.phrases())
    there = list(paragraphs.values_list(*columns))
    articles = Article.objects.select_related("version").only("project", "uid", "title", *VERSION).in_bulk(
        {place for place, *_ in there} - locked
    )
    hits = []
    for place, position, start, text in there:
        if place in articles:
            spans = [(0, len(text))] if whole else spans_of(pattern, text)
            of = articles[place]
            hits += [Hit(of, _passage(of.version.text, start + a, start + b, position)) for a, b in spans]
    _say_what_is_tagged(hits[:MOST], user)
    passed = len({place for place, *_ in there} & locked)
    return Occurrences(hits[:MOST], len(hits) > MOST or len(keys) > MOST, passed)


def _locked(project: Project, user: User) -> set[int]:
    """Articles that the person has finished."""
    finished = Reading.objects.assigned().filter(coder=user, project=project, state=ReadingState.FINISHED)
    return set(finished.values_list("article", flat=True))


def _spans(pattern: re.Pattern[str], text: str, most: int) -> list[tuple[int, int]]:
    return [match.span() for match, _ in zip(pattern.finditer(text), range(most), strict=False)]


def _hits(found: list[tuple[Article, list[tuple[int, int]]]]) -> Iterator[Hit]:
    versions = [article.version_id for article, _ in found]
    rows = Paragraph.objects.filter(version__in=versions).order_by("version", "start") if versions else []
    paragraphs: dict[int, list[tuple[int, int, int, str]]] = {}
    for version, *row in rows and rows.values_list("version", "start", "end", "position", "role"):
        paragraphs.setdefault(version, []).append(tuple(row))
    for article, spans in found:
        around = paragraphs.get(article.version_id, [])
        starts = [start for start, *_ in around]
        for start, end in spans:
            _, last, position, role = around[bisect_right(starts, start) - 1]
            if role != ParagraphRole.BOILERPLATE and end <= last:
                yield Hit(article, _passage(article.version.text, start, end, position))


def _passage(text: str, start: int, end: int, position: int) -> Passage:
    return Passage(
        start=start, end=end, quote=text[start:end], prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT], first=position, last=position,
    )  # fmt: skip


def _say_what_is_tagged(hits: list[Hit], user: User) -> None:
    articles = {hit.article.pk for hit in hits}
    if not articles:
        return
    mine = Tagging.objects.visible_to(user).filter(coder=user, article__in=articles, highlight__removed_at=None)
    by_article: dict[int, list[tuple]] = {}
    for place, *row in mine.order_by("pk").values_list(
        "article", "highlight__version", "highlight__start", "highlight__end", "tag", "tag__name"
    ):
        by_article.setdefault(place, []).append(tuple(row))
    for hit in hits:
        passage = hit.passage
        hit.tags = [
            (tag, name)
            for version, start, end, tag, name in by_article.get(hit.article.pk, [])
            if version == hit.article.version_id and start <= passage.start and end >= passage.end
        ]
