"""The paragraphs of an article with everybody's visible highlights and notes, whole or without the notes.

A fixed number of queries, whatever the number of paragraphs and highlights. The same builder serves the whole page,
a section's notes, and the few paragraphs that are swapped after a change, so that all always show the same.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from annotations import looks, markup, mentions
from annotations.audience import names_in
from annotations.models import Comment, Highlight, HolderKind, Tagging
from annotations.segments import Span
from corpus_app.models import Article, Paragraph, User, initials_of
from corpus_app.written import Written

HIGHLIGHT = (
    "pk", "uid", "author_id", "author__display_name", "start", "end", "first_paragraph", "last_paragraph",
    "author__uid",
)
TAGGING = (
    "highlight_id", "coder_id", "coder__display_name", "tag__name", "tag__colour", "tag__pattern", "tag__value",
    "target__name", "holder__name", "holder_kind", "tag__uid", "coder__uid",
)
COMMENT = ("highlight_id", "author__display_name", "text")
PARAGRAPH = ("position", "kind", "role", "start", "end")
START, END = PARAGRAPH.index("start"), PARAGRAPH.index("end")
# By offsets, not by paragraphs: the index of an article's live highlights knows them, so that no other row is read.
MARKS = Written(
    lambda user, article, version, begin, finish: Highlight.objects.visible_to(user)
    .filter(article=article, version=version, start__lt=finish, end__gt=begin)
    .order_by("start", "end", "pk").values_list(*HIGHLIGHT)
)
LABELS = Written(
    lambda user, keys: Tagging.objects.visible_to(user)
    .filter(highlight__in=keys).order_by("pk").values_list(*TAGGING)
)
LABELS_OF_ARTICLE = Written(
    lambda user, article: Tagging.objects.visible_to(user)
    .filter(article=article).order_by("pk").values_list(*TAGGING)
)
TEXTS = Written(
    lambda user, keys: Comment.objects.visible_to(user)
    .filter(highlight__in=keys, parent=None, resolved_at=None).order_by("pk").values_list(*COMMENT)
)
TEXTS_OF_ARTICLE = Written(
    lambda user, article: Comment.objects.visible_to(user)
    .filter(article=article, highlight__isnull=False, parent=None, resolved_at=None).order_by("pk")
    .values_list(*COMMENT)
)
PARAGRAPHS = Written(
    lambda user, version, first, last: Paragraph.objects
    .filter(version=version, position__gte=first, position__lte=last)
    .order_by("position").values_list(*PARAGRAPH, "text")
)
PLACES = Written(
    lambda user, version, first, last: Paragraph.objects
    .filter(version=version, position__gte=first, position__lte=last)
    .order_by("position").values_list(*PARAGRAPH)
)
MANY = 200  # highlights of a part of an article; from here on reading all of the article's taggings is quicker
LAST = 2**31 - 1
initials = lru_cache(1_000)(initials_of)


def html_between(article: Article, user: User, first: int, last: int, near: Sequence[tuple] = ()) -> list[markup.Html]:
    """The paragraphs first to last, as the whole page would show them; not asked for where all are among those near."""
    known = [paragraph for paragraph in near if first <= paragraph[0] <= last]
    is_known = len(known) == last - first + 1
    text = Text.covered(article, user, known) if is_known else Text.of(article, user, first, last)
    return [markup.row_html(row) for row in text]


def notes_between(article: Article, user: User, first: int, last: int) -> list[markup.Html]:
    """The notes that the paragraphs first to last have room for, and whose their marks are."""
    return [markup.notes_html(row) for row in Text.of(article, user, first, last, query=PLACES) if row.spans]


def section_of(position: int) -> tuple[int, int]:
    """The first and the last paragraph of the section in which a paragraph stands."""
    first = (position - 1) // markup.SECTION * markup.SECTION + 1
    return first, first + markup.SECTION - 1


@dataclass(frozen=True)
class Text:
    """Neighbouring paragraphs of an article, with what covers them.

    Rows are made one after the other while they are iterated over: ten thousand highlights all at once as objects kept
    the garbage collector busy for as long as the rest of the page took.
    """

    paragraphs: list[tuple]
    marks: list[tuple]  # in the order of the text
    labels: dict[int, list[markup.Label]]
    comments: dict[int, list[tuple[str, str]]]
    user: User

    @classmethod
    def of(cls, article: Article, user: User, first: int = 1, last: int = LAST, query: Written = PARAGRAPHS) -> "Text":
        """Queries four times, once more where a note mentions somebody, or once where there is no such paragraph."""
        paragraphs = query.rows(user, version=article.version_id, first=first, last=last)
        return cls.covered(article, user, paragraphs) if paragraphs else cls([], [], {}, {}, user)

    @classmethod
    def covered(cls, article: Article, user: User, paragraphs: list[tuple]) -> "Text":
        """These paragraphs with what covers them: the same queries but the first."""
        begin, finish = paragraphs[0][START], paragraphs[-1][END]
        marks = MARKS.rows(user, article=article.pk, version=article.version_id, begin=begin, finish=finish)
        few = [mark[0] for mark in marks] if len(marks) < MANY else None
        authors = {mark[0]: mark[2] for mark in marks}
        labels = _labels(_asked(LABELS, LABELS_OF_ARTICLE, user, article, few), authors)
        texts = _texts(_asked(TEXTS, TEXTS_OF_ARTICLE, user, article, few), article)
        return cls(paragraphs, marks, labels, texts, user)

    @property
    def has_title(self) -> bool:
        return any(kind == "title" for _, kind, *_ in self.paragraphs[:6])

    def __iter__(self) -> Iterator[markup.Row]:
        waiting, covering = iter(self.marks), []
        ahead = next(waiting, None)
        for position, kind, role, start, end, *text in self.paragraphs:
            while ahead and ahead[4] < end:
                covering.append(ahead)
                ahead = next(waiting, None)
            yield markup.Row(
                position, kind, role, text[0] if text else "", start, end - start,
                [self._span(mark, position, start, end) for mark in covering],
                [self._note(mark) for mark in covering if mark[6] == position],
            )
            covering = [mark for mark in covering if mark[5] > end]

    def _span(self, mark: tuple, position: int, start: int, end: int) -> Span:
        pk, uid, _, _, begin, finish, first, last, _ = mark
        labels = self.labels.get(pk, ())
        tags = tuple(dict.fromkeys(label.look for label in labels))
        signs = tuple(dict.fromkeys(looks.sign(label.value) for label in labels if label.value))
        ends = max(0, begin - start), min(finish, end) - start
        return Span(uid, *ends, tags, first == position, last == position, signs)

    def _note(self, mark: tuple) -> markup.Note:
        pk, uid, author, name, *_ = mark
        labels, comments = self.labels.get(pk, ()), self.comments.get(pk, ())
        return markup.Note(uid, initials(name), author == self.user.pk, tuple(labels), tuple(comments), mark[-1])


def _asked(some: Written, all_of: Written, user: User, article: Article, highlights: list[int] | None) -> list[tuple]:
    return all_of.rows(user, article=article.pk) if highlights is None else some.rows(user, keys=highlights)


def _labels(taggings: list[tuple], authors: dict[int, int]) -> dict[int, list[markup.Label]]:
    found = defaultdict(list)
    for highlight, coder, coder_name, *tag in taggings:
        if highlight in authors:
            found[highlight].append(label("" if coder == authors[highlight] else initials(coder_name), *tag))
    return found


@lru_cache(10_000)
def label(
    by: str, name: str, colour: str, pattern: str, value: str, target: str | None, holder: str | None, holder_kind: str,
    tag: str, coder: str,
) -> markup.Label:
    """The same few labels stand on thousands of highlights."""
    whose = holder or ("the author" if holder_kind == HolderKind.AUTHOR else "")
    return markup.Label(name, looks.number(colour, pattern), value, target or "", whose, by, tag, coder)


def _texts(comments: Sequence[tuple], article: Article) -> dict[int, list[tuple[str, str]]]:
    names = names_in(article.project_id, [text for *_, text in comments]) if comments else {}
    found = defaultdict(list)
    for highlight, author, text in comments:
        found[highlight].append((initials(author), mentions.plain(text, names)))
    return found
