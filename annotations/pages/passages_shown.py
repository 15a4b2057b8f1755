"""Passages as they are shown: the words around them, every tag with who put it there, notes, and whose stance it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.urls import reverse

from annotations import looks
from annotations.audience import names_in
from annotations.filters import PassageFilter
from annotations.mentions import plain
from annotations.models import Comment, Highlight, HolderKind, Tag
from annotations.pages.library import readable_date
from annotations.stages import Stage, Stages
from annotations.tagtree import SEPARATOR, TagTree
from corpus_app.models import Article, Paragraph, Project, User
from corpus_app.texts import SEPARATOR as BLANK_LINE
from corpus_app.written import Written

LONGEST_QUOTE = 1200  # code points shown; the article shows the rest
LANES = 3


NOTES = Written(
    lambda user, keys: Comment.objects.visible_to(user).filter(highlight__in=keys, parent=None).order_by("pk")
    .values_list("highlight", "author__display_name", "text")
)


class Around(models.TextChoices):
    WORDS = "", "A few words"
    NONE = "none", "The passage alone"
    PARAGRAPH = "paragraph", "Its paragraph"
    NEIGHBOURS = "neighbours", "Paragraphs beside it, too"


class Tagged(NamedTuple):
    """What is shown of a tagging: rows, as instances with all they belong to took a fifth of the page's time."""

    article: int
    highlight: int
    tag: int
    coder: int
    name: str
    target: str | None
    holder: str | None
    holder_kind: str
    memo: str
    at: datetime


TAGGED = (
    "article", "highlight", "tag", "coder", "coder__display_name", "target__name", "holder__name", "holder_kind",
    "memo", "created_at",
)


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
    def day(self) -> str:
        return readable_date(self.at.date().isoformat()) if self.at else ""

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
        return many(self.total, "passage")


def complete(
    highlights: list[Highlight], project: Project, user: User, found: PassageFilter, tree: TagTree, around: str = ""
) -> list[Passage]:
    """Taggings that the filter finds on these highlights, their notes, and when they were coded.

    Queries three times, once more for a wider context, once more where a note mentions somebody, and four times more
    where it is or was blind.
    """
    articles = {highlight.article_id: highlight.article for highlight in highlights}
    urls = {pk: _reading_url(project, article) for pk, article in articles.items()}
    shown = {highlight.pk: _passage(highlight, urls[highlight.article_id]) for highlight in highlights}
    set_context(shown.values(), around)
    taggings = found.taggings(user, project, articles).filter(highlight__in=list(shown))
    stages = Stages.of(project, articles)
    for row in map(Tagged._make, taggings.values_list(*TAGGED)):
        stage = stages.stage(row.article, row.coder, row.at)
        _add_line(shown[row.highlight].lines, row, tree, stage)
    for highlight in highlights:
        shown[highlight.pk].stage = stages.stage(highlight.article_id, highlight.author_id, highlight.created_at)
    rows = NOTES.rows(user, keys=list(shown))
    names = names_in(project, [text for *_, text in rows])
    for highlight, name, text in rows:
        shown[highlight].notes.append((name, plain(text, names)))
    return list(shown.values())


def _passage(highlight: Highlight, url: str) -> Passage:
    quote = highlight.quote
    return Passage(
        highlight=highlight,
        url=f"{url}#h-{highlight.uid}",
        before=before_words(highlight.prefix),
        paragraphs=quote[:LONGEST_QUOTE].split(BLANK_LINE),
        cut=max(0, len(quote) - LONGEST_QUOTE),
        after=after_words(highlight.suffix) if len(quote) <= LONGEST_QUOTE else "",
    )


def set_context(passages: Iterable[Passage], around: str) -> None:
    """What is shown before and after each, where it is not the few words a highlight keeps. Queries once at most."""
    if around == Around.NONE:
        for passage in passages:
            passage.before = passage.after = ""
    if around not in (Around.PARAGRAPH, Around.NEIGHBOURS) or not passages:
        return
    further = 1 if around == Around.NEIGHBOURS else 0
    wanted = Q(pk=None)
    for passage in passages:
        mark = passage.highlight
        first, last = mark.first_paragraph - further, mark.last_paragraph + further
        wanted |= Q(version=mark.version_id, position__gte=first, position__lte=last)
    rows: dict[int, list[tuple]] = {}
    for version, *row in Paragraph.objects.filter(wanted).values_list("version", "position", "start", "text"):
        rows.setdefault(version, []).append(tuple(row))
    for passage in passages:
        mark, texts = passage.highlight, sorted(rows.get(passage.highlight.version_id, []))
        near = {at: (start, text) for at, start, text in texts}
        start, text = near[mark.first_paragraph]
        earlier = near.get(mark.first_paragraph - 1) if further else None
        passage.before = _joined([earlier and earlier[1], text[: mark.start - start]])
        start, text = near[mark.last_paragraph]
        later = near.get(mark.last_paragraph + 1) if further else None
        passage.after = _joined([text[mark.end - start :], later and later[1]]) if not passage.cut else ""


def _joined(texts: list[str | None]) -> str:
    return " ¶ ".join(text for text in texts if text is not None)


def before_words(prefix: str) -> str:
    """The words before a quote in its paragraph, from the first whole word on."""
    words, own = prefix.rpartition(BLANK_LINE)[1:]
    if words or len(prefix) < Highlight._meta.get_field("prefix").max_length:
        return own
    return "… " + own.partition(" ")[2] if " " in own else own


def after_words(suffix: str) -> str:
    own, end, _ = suffix.partition(BLANK_LINE)
    if end or len(suffix) < Highlight._meta.get_field("suffix").max_length:
        return own
    return own.rpartition(" ")[0] + " …" if " " in own else own


def _add_line(lines: list[Line], row: Tagged, tree: TagTree, stage: Stage | None) -> None:
    node, target, holder = tree[row.tag], row.target or "", row.holder or ""
    same = (node.tag, target, holder, row.holder_kind)
    line = next((one for one in lines if (one.tag, one.target, one.holder, one.holder_kind) == same), None)
    if line is None:
        line = Line(node.tag, SEPARATOR.join(node.path[:-1]), target, holder, row.holder_kind)
        lines.append(line)
    line.coders.append(row.name)
    if stage and stage not in line.stages:
        line.stages.append(stage)
    line.at = max(line.at or row.at, row.at)
    if row.memo:
        line.memos.append(row.memo)


def by_article(
    passages: list[Passage], project: Project, totals: dict[int, int], last: Highlight | None
) -> Iterator[Group]:
    begun = last.article_id if last else None
    for pk, together in groupby(passages, key=lambda passage: passage.highlight.article_id):
        members = list(together)
        article = members[0].highlight.article
        yield Group(
            article=article, url=_reading_url(project, article), published=readable_date(article.published),
            passages=members, total=totals.get(pk, 0), is_continued=pk == begun,
        )
        begun = None


def _reading_url(project: Project, article: Article) -> str:
    return reverse("annotations:article", args=(project.slug, article.uid))


def many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
