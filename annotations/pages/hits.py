"""What was found, read where it stands: the text with the words marked, and the address at which it opens."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from annotations import audience, mentions
from annotations.models import Comment, EntryKind, Highlight, Memo, Tag, Tagging
from annotations.pages.library import readable_date
from annotations.pages.memos import place_of
from annotations.search import places
from annotations.search.rank import Candidate
from corpus_app.models import Article, Paragraph, Project, User

ARTICLE = ("title", "uid", "source", "published")
TAG = ("name", "colour", "pattern", "value")


@dataclass
class Hit:
    """`text` is as it is stored; `what` says what it is, `who` whose."""

    kind: EntryKind
    text: str
    url: str
    spans: list[places.Span]
    article: Article | None = None
    place: str = ""
    what: str = ""
    who: str = ""
    tags: list[Tag] = field(default_factory=list)

    @property
    def pieces(self) -> list[places.Piece]:
        return places.snippet(self.text, self.spans)

    @property
    def published(self) -> str:
        return readable_date(self.article.published) if self.article else ""


@dataclass(frozen=True)
class LineOf:
    hit: Hit
    line: places.Line


def load(
    project: Project, user: User, is_of_texts: bool, shown: Sequence[Candidate], pattern: re.Pattern[str]
) -> list[Hit]:
    """In the order given. Of texts queries once; of highlights twice; of notes and memos up to four times."""
    keys = {kind: [one.subject for one in shown if one.kind == kind] for kind in {one.kind for one in shown}}
    found: dict[tuple[str, int], Hit] = {}
    if is_of_texts:
        found |= _texts(project, keys.get(EntryKind.TEXT, []))
    else:
        found |= _marks(project, user, keys.get(EntryKind.MARK, []))
        found |= _notes(project, user, keys)
    hits = [found[key] for one in shown if (key := (one.kind, one.subject)) in found]
    for hit in hits:
        hit.spans = places.spans_of(pattern, hit.text)
    return hits


class _Articles:
    """Each made once from its columns, with its address; whole rows took longer than finding what is on them."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.address = reverse("annotations:article", args=(project.slug, "-")).removesuffix("-/")
        self.known: dict[int, tuple[Article, str]] = {}

    def of(self, pk: int, *said: str) -> tuple[Article, str]:
        if pk not in self.known:
            made = Article(pk=pk, project=self.project, **dict(zip(ARTICLE, said, strict=True)))
            self.known[pk] = made, f"{self.address}{made.uid}/"
        return self.known[pk]


def _texts(project: Project, keys: Iterable[int]) -> dict[tuple[str, int], Hit]:
    columns = ("pk", "text", "position", "version__article", *(f"version__article__{name}" for name in ARTICLE))
    found, articles = {}, _Articles(project)
    rows = Paragraph.objects.filter(pk__in=keys).order_by()
    for pk, text, position, *article in rows.values_list(*columns):
        here, url = articles.of(*article)
        found[EntryKind.TEXT, pk] = Hit(EntryKind.TEXT, text, f"{url}#p{position}", [], here, str(position))
    return found


def _marks(project: Project, user: User, keys: list[int]) -> dict[tuple[str, int], Hit]:
    if not keys:
        return {}
    rows = Highlight.objects.visible_in(project, user).filter(pk__in=keys).order_by()
    columns = ("pk", "uid", "quote", "first_paragraph", "author__display_name", "article")
    found, articles = {}, _Articles(project)
    for pk, uid, quote, place, who, *article in rows.values_list(*columns, *(f"article__{name}" for name in ARTICLE)):
        here, url = articles.of(*article)
        found[EntryKind.MARK, pk] = Hit(EntryKind.MARK, quote, f"{url}#h-{uid}", [], here, str(place), "", who)
    taggings = Tagging.objects.visible_in(project, user).filter(highlight__in=keys).order_by("pk")
    tags: dict[int, Tag] = {}
    for pk, tag, *said in taggings.values_list("highlight", "tag", *(f"tag__{name}" for name in TAG)):
        hit = found.get((EntryKind.MARK, pk))
        if tag not in tags:
            tags[tag] = Tag(pk=tag, **dict(zip(TAG, said, strict=True)))
        if hit and tags[tag] not in hit.tags:
            hit.tags.append(tags[tag])
    return found


def _remarks(project: Project, user: User, keys: list[int]) -> dict[tuple[str, int], Hit]:
    """Memos of taggings, which open at their passage."""
    if not keys:
        return {}
    found = {}
    rows = Tagging.objects.visible_in(project, user).filter(pk__in=keys, highlight__removed_at=None)
    for row in rows.select_related("article", "highlight", "coder", "tag").defer("highlight__folded", "article__meta"):
        url = reverse("annotations:article", args=(project.slug, row.article.uid))
        found[EntryKind.REMARK, row.pk] = Hit(
            EntryKind.REMARK, row.memo, f"{url}#h-{row.highlight.uid}", [], row.article,
            str(row.highlight.first_paragraph), "Memo on a tag", row.coder.display_name, [row.tag],
        )
    return found


def _notes(project: Project, user: User, keys: dict[str, list[int]]) -> dict[tuple[str, int], Hit]:
    """Through the rule of every page, so that what the index finds is shown only to whom it may be."""
    rows: list[Comment | Memo] = []
    if EntryKind.NOTE in keys:
        notes = Comment.objects.visible_to(user).filter(project=project, pk__in=keys[EntryKind.NOTE])
        rows += notes.select_related("article", "author")
    if EntryKind.MEMO in keys:
        memos = Memo.objects.visible_to(user).filter(project=project, pk__in=keys[EntryKind.MEMO])
        rows += memos.select_related("article", "author", "tag")
    names = audience.names_in(project, [row.text for row in rows])
    found = _remarks(project, user, keys.get(EntryKind.REMARK, []))
    for row in rows:
        row.project = project
        is_note = isinstance(row, Comment)
        kind = EntryKind.NOTE if is_note else EntryKind.MEMO
        url = reverse("annotations:note", args=(project.slug, row.uid)) if is_note else place_of(row)
        what = "Reply" if is_note and row.parent_id else "Note" if is_note else "Memo"
        found[kind, row.pk] = Hit(
            kind, mentions.plain(row.text, names), url, [], row.article, "", what, row.author.display_name
        )
    return found
