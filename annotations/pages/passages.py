"""Passages of all articles with their taggings: exactly the rows that an export of the same filter gives.

A page is found in two steps, so that its cost does not grow with its depth: taggings are counted per article from an
index, which tells the few articles the page is made of, and only those are read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db import models
from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse

from annotations import looks
from annotations.audience import names_in
from annotations.filters import ORDER, PassageFilter
from annotations.mentions import plain
from annotations.models import Comment, Highlight, HolderKind, Tag, Tagging
from annotations.pages.library import readable_date
from annotations.stages import Stage, Stages
from annotations.tagtree import SEPARATOR, TagTree
from corpus_app.models import Article, Project, Standing, User
from corpus_app.texts import SEPARATOR as BLANK_LINE

PAGE = 50
LONGEST_QUOTE = 1200  # code points shown; the article shows the rest
LANES = 3


class Order(models.TextChoices):
    ARTICLE = "article", "By article"
    NEWEST = "newest", "Newest first"


@dataclass(frozen=True)
class Counts:
    passages: int = 0
    taggings: int = 0
    articles: int = 0

    def __str__(self) -> str:
        found = f"{_many(self.passages, 'passage')} · {_many(self.taggings, 'tagging')}"
        return f"{found} in {_many(self.articles, 'article')}"


@dataclass
class Line:
    """A tag on a passage, with everybody who put it there for the same target and holder."""

    tag: Tag
    above: str
    target: str
    holder: str
    holder_kind: str
    coders: list[str] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)  # none where the project was never blind
    memos: list[str] = field(default_factory=list)
    at: datetime | None = None

    @property
    def who(self) -> str:
        return ", ".join(self.coders)

    @property
    def voice(self) -> str:
        """Whose stance it is, and whether in their own words."""
        if self.holder:
            return f"{self.holder} ({self.holder_kind})" if self.holder_kind else self.holder
        return "in the author's voice" if self.holder_kind == HolderKind.AUTHOR else self.holder_kind


@dataclass
class Passage:
    """A highlight as it is shown: the words around it that stand in its own paragraphs, its lines, its first note."""

    highlight: Highlight
    url: str
    before: str
    paragraphs: list[str]
    cut: int
    after: str
    lines: list[Line] = field(default_factory=list)
    stage: Stage | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)  # (name, text)

    @property
    def place(self) -> str:
        first, last = self.highlight.first_paragraph, self.highlight.last_paragraph
        return str(first) if first == last else f"{first}\u2013{last}"

    @property
    def marked(self) -> str:
        """The classes of its mark: the first tag's fill, and a line for each of the first three looks."""
        numbers = list(dict.fromkeys(line.tag.look for line in self.lines))[:LANES]
        if not numbers:
            return "bare"
        lanes = [f"u{lane}-{look}" for lane, look in enumerate(numbers, start=1)]
        return " ".join([f"f{numbers[0] // len(looks.PATTERNS)}", *lanes])

    @property
    def further_notes(self) -> int:
        return len(self.notes) - 1


@dataclass(frozen=True)
class Group:
    """Passages that follow each other in one article; `total` is how many the filter finds in it, 0 if not counted."""

    article: Article
    url: str
    published: str
    passages: list[Passage]
    total: int
    is_continued: bool

    @property
    def how_many(self) -> str:
        return _many(self.total, "passage")


@dataclass(frozen=True)
class Batch:
    """One page of passages; `after` asks for the next one, empty at the end."""

    groups: list[Group]
    after: str
    begins_at: str

    @property
    def id(self) -> str:
        return f"from-{self.begins_at or 'start'}"


@dataclass(frozen=True)
class Found:
    """What is counted once, when a list begins; an article's number of passages serves its heading."""

    counts: Counts
    per_article: dict[int, int]


def batch(
    project: Project, user: User, found: PassageFilter, order: str, after: str, tree: TagTree
) -> tuple[Batch, Counts]:
    """The passages after the highlight `after` (a uid; from the beginning if empty), and, at the beginning, counts."""
    last = Highlight.objects.filter(project=project, uid=after).first() if after else None
    first_article = last.article_id if last and order == Order.ARTICLE else None
    per_article = {} if last and order == Order.NEWEST else passages_per_article(project, user, found, first_article)
    counts = Counts(
        passages=sum(passages for passages, _ in per_article.values()),
        taggings=sum(taggings for _, taggings in per_article.values()),
        articles=len(per_article),
    )
    articles = None if order == Order.NEWEST else list(_enough(per_article, first_article))
    shown = _first(PAGE + 1, passages(project, user, found, articles), last, order)
    more = len(shown) > PAGE
    shown = shown[:PAGE]
    totals = {} if order == Order.NEWEST else {pk: n for pk, (n, _) in per_article.items()}
    complete = _passages(shown, project, user, found, tree)
    page = Batch(
        groups=list(_groups(complete, project, totals, last)),
        after=shown[-1].uid if more else "",
        begins_at=after if last else "",
    )
    return page, counts


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
    of_somebody = found.coder or found.created_from or found.created_to or found.coded
    if found.is_about_taggings or found.untagged_only or of_somebody:
        return False
    return project.pk in Standing.of(user).everybodys


def _first(
    count: int, sets: list[QuerySet[Highlight]], last: Highlight | None, order: str
) -> list[Highlight]:
    """The first rows of all sets together, behind the last one seen."""
    if order == Order.NEWEST:
        behind, by = Q(pk__lt=last.pk) if last else Q(), ("-pk",)
    else:
        behind, by = _behind(last) if last else Q(), ORDER
    rows = []
    for one in sets:
        ordered = one.filter(behind).order_by(*by).select_related("article", "author")
        rows.extend(ordered.defer("folded", "article__meta")[:count])
    if order == Order.NEWEST:
        return sorted(rows, key=lambda row: -row.pk)[:count]
    return sorted(rows, key=lambda row: (row.article_id, row.start, row.end, row.pk))[:count]


def _enough(per_article: dict[int, tuple[int, int]], begun: int | None) -> Iterator[int]:
    """The first articles that fill a page; of the one begun before, nobody knows how much is left."""
    total = 0
    for article, (marked, _) in per_article.items():
        yield article
        total += 0 if article == begun else marked
        if total > PAGE:
            return


def _behind(last: Highlight) -> Q:
    return (
        Q(article__gt=last.article_id)
        | Q(article=last.article_id, start__gt=last.start)
        | Q(article=last.article_id, start=last.start, end__gt=last.end)
        | Q(article=last.article_id, start=last.start, end=last.end, pk__gt=last.pk)
    )


def _passages(
    highlights: list[Highlight], project: Project, user: User, found: PassageFilter, tree: TagTree
) -> list[Passage]:
    """Taggings that the filter finds on these highlights, their notes, and when they were coded.

    Queries three times, once more where a note mentions somebody, and four times more where it is or was blind.
    """
    complete = {highlight.pk: _passage(highlight, project) for highlight in highlights}
    articles = {highlight.article_id for highlight in highlights}
    taggings = found.taggings(user, project, articles).filter(highlight__in=list(complete))
    stages = Stages.of(project, articles)
    for tagging in taggings.select_related("tag", "coder", "target", "holder"):
        stage = stages.stage(tagging.article_id, tagging.coder_id, tagging.created_at)
        _add_line(complete[tagging.highlight_id].lines, tagging, tree, stage)
    for highlight in highlights:
        complete[highlight.pk].stage = stages.stage(highlight.article_id, highlight.author_id, highlight.created_at)
    notes = Comment.objects.visible_to(user).filter(highlight__in=list(complete), parent=None).order_by("pk")
    rows = list(notes.values_list("highlight", "author__display_name", "text"))
    names = names_in(project, [text for *_, text in rows])
    for highlight, name, text in rows:
        complete[highlight].notes.append((name, plain(text, names)))
    return list(complete.values())


def _passage(highlight: Highlight, project: Project) -> Passage:
    quote = highlight.quote
    return Passage(
        highlight=highlight,
        url=f"{_reading_url(project, highlight.article)}#h-{highlight.uid}",
        before=_before(highlight.prefix),
        paragraphs=quote[:LONGEST_QUOTE].split(BLANK_LINE),
        cut=max(0, len(quote) - LONGEST_QUOTE),
        after=_after(highlight.suffix) if len(quote) <= LONGEST_QUOTE else "",
    )


def _before(prefix: str) -> str:
    """The words before a quote in its paragraph, from the first whole word on."""
    words, own = prefix.rpartition(BLANK_LINE)[1:]
    if words or len(prefix) < Highlight._meta.get_field("prefix").max_length:
        return own
    return "… " + own.partition(" ")[2] if " " in own else own


def _after(suffix: str) -> str:
    own, end, _ = suffix.partition(BLANK_LINE)
    if end or len(suffix) < Highlight._meta.get_field("suffix").max_length:
        return own
    return own.rpartition(" ")[0] + " …" if " " in own else own


def _add_line(lines: list[Line], tagging: Tagging, tree: TagTree, stage: Stage | None) -> None:
    target = tagging.target.name if tagging.target else ""
    holder = tagging.holder.name if tagging.holder else ""
    same = (tagging.tag, target, holder, tagging.holder_kind)
    line = next((one for one in lines if (one.tag, one.target, one.holder, one.holder_kind) == same), None)
    if line is None:
        line = Line(tagging.tag, SEPARATOR.join(tree[tagging.tag_id].path[:-1]), target, holder, tagging.holder_kind)
        lines.append(line)
    line.coders.append(tagging.coder.display_name)
    if stage and stage not in line.stages:
        line.stages.append(stage)
    line.at = max(line.at or tagging.created_at, tagging.created_at)
    if tagging.memo:
        line.memos.append(tagging.memo)


def _groups(
    complete: list[Passage], project: Project, totals: dict[int, int], last: Highlight | None
) -> Iterator[Group]:
    begun = last.article_id if last else None
    for pk, together in groupby(complete, key=lambda passage: passage.highlight.article_id):
        members = list(together)
        article = members[0].highlight.article
        yield Group(
            article=article, url=_reading_url(project, article), published=readable_date(article.published),
            passages=members, total=totals.get(pk, 0), is_continued=pk == begun,
        )
        begun = None


def _reading_url(project: Project, article: Article) -> str:
    return reverse("annotations:article", args=(project.slug, article.uid))


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
