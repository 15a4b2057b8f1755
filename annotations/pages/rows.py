"""The paragraphs of an article with everybody's visible highlights and notes, whole or without the notes.

A fixed number of queries, whatever the number of paragraphs and highlights. The same builder serves the whole page,
a section's notes, and the few paragraphs that are swapped after a change, so that all always show the same.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from annotations import looks, markup
from annotations.models import Comment, Highlight, HolderKind, Tagging
from annotations.segments import Span
from corpus_app.models import Article, Paragraph, User, initials_of
from corpus_app.written import Written

HIGHLIGHT = (
    "pk", "uid", "author_id", "author__display_name", "start", "end", "first_paragraph", "last_paragraph"
)
TAGGING = (
    "highlight_id", "coder_id", "coder__display_name", "tag__name", "tag__colour", "tag__pattern", "tag__value",
    "target__name", "holder__name", "holder_kind",
)
COMMENT = ("highlight_id", "author__display_name", "text")
PARAGRAPH = ("position", "kind", "role", "start", "end")
MARKS = Written(
    lambda user, article, version, first, last: Highlight.objects.visible_to(user)
    .filter(article=article, version=version, first_paragraph__lte=last, last_paragraph__gte=first)
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
    .filter(highlight__in=keys, parent=None).order_by("pk").values_list(*COMMENT)
)
TEXTS_OF_ARTICLE = Written(
    lambda user, article: Comment.objects.visible_to(user)
    .filter(article=article, parent=None).order_by("pk").values_list(*COMMENT)
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


@dataclass(frozen=True)
class _Covering:
    """What stands on some paragraphs, by their positions."""

    marks: dict[int, list[tuple]]
    labels: dict[int, list[markup.Label]]
    notes: dict[int, list[markup.Note]]


def html_between(article: Article, user: User, first: int, last: int) -> list[markup.Html]:
    """The paragraphs first to last, as the whole page would show them."""
    return [markup.row_html(row) for row in rows_of(article, user, first, last)]


def notes_between(article: Article, user: User, first: int, last: int) -> list[markup.Html]:
    """The notes that the paragraphs first to last have room for, and whose their marks are."""
    covering = _covering(article, user, first, last)
    places = PLACES.rows(user, version=article.version_id, first=first, last=last)
    return [markup.notes_html(_row(place, "", covering)) for place in places if place[0] in covering.marks]


def section_of(position: int) -> tuple[int, int]:
    """The first and the last paragraph of the section in which a paragraph stands."""
    first = (position - 1) // markup.SECTION * markup.SECTION + 1
    return first, first + markup.SECTION - 1


def rows_of(article: Article, user: User, first: int = 1, last: int = LAST) -> list[markup.Row]:
    """The paragraphs first to last with what covers them."""
    covering = _covering(article, user, first, last)
    paragraphs = PARAGRAPHS.rows(user, version=article.version_id, first=first, last=last)
    return [_row(place, text, covering) for *place, text in paragraphs]


def _covering(article: Article, user: User, first: int, last: int) -> _Covering:
    marks = MARKS.rows(user, article=article.pk, version=article.version_id, first=first, last=last)
    few = [mark[0] for mark in marks] if len(marks) < MANY else None
    labels = _labels(_of(LABELS, LABELS_OF_ARTICLE, user, article, few), {mark[0]: mark[2] for mark in marks})
    texts = _texts(_of(TEXTS, TEXTS_OF_ARTICLE, user, article, few))
    notes, covering = defaultdict(list), defaultdict(list)
    for mark in marks:
        pk, uid, author, name, _, _, begins, ends = mark
        notes[begins].append(
            markup.Note(uid, initials_of(name), author == user.pk, tuple(labels[pk]), tuple(texts[pk]))
        )
        for position in range(begins, ends + 1):
            covering[position].append(mark)
    return _Covering(covering, labels, notes)


def _of(some: Written, all_of: Written, user: User, article: Article, highlights: list[int] | None) -> list[tuple]:
    return all_of.rows(user, article=article.pk) if highlights is None else some.rows(user, keys=highlights)


def _row(place: Sequence, text: str, covering: _Covering) -> markup.Row:
    position, kind, role, start, end = place
    return markup.Row(
        position=position, kind=kind, role=role, text=text, start=start, length=end - start,
        spans=[_span(mark, covering.labels, start, end, position) for mark in covering.marks.get(position, ())],
        notes=covering.notes.get(position, ()),
    )


def _span(mark: tuple, labels: dict[int, list[markup.Label]], start: int, end: int, position: int) -> Span:
    pk, uid, _, _, begin, finish, first, last = mark
    return Span(
        key=uid,
        start=max(0, begin - start),
        end=min(finish, end) - start,
        looks=tuple(dict.fromkeys(label.look for label in labels[pk])),
        begins=position == first,
        ends=position == last,
    )


def _labels(taggings: list[tuple], authors: dict[int, int]) -> dict[int, list[markup.Label]]:
    found = defaultdict(list)
    for row in taggings:
        highlight, coder, coder_name, name, colour, pattern, value, target, holder, holder_kind = row
        if highlight not in authors:
            continue
        found[highlight].append(
            markup.Label(
                name=name,
                look=looks.number(colour, pattern),
                value=value,
                target=target or "",
                holder=holder or ("the author" if holder_kind == HolderKind.AUTHOR else ""),
                by="" if coder == authors[highlight] else initials_of(coder_name),
            )
        )
    return found


def _texts(comments: list[tuple]) -> dict[int, list[tuple[str, str]]]:
    found = defaultdict(list)
    for highlight, author, text in comments:
        found[highlight].append((initials_of(author), text))
    return found
