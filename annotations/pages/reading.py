"""What the reading page shows: an article's paragraphs with everybody's visible highlights and notes.

A fixed number of queries, whatever the number of paragraphs and highlights. The same builder serves the whole page
and the few paragraphs that are swapped after a change, so that both always show the same.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from annotations import looks, markup
from annotations.models import Comment, Highlight, HolderKind, Reading, ReadingState, Tag, Tagging
from annotations.pages.library import readable_date
from annotations.segments import Span
from corpus_app.models import Article, Paragraph, User, initials_of
from corpus_app.written import Written

WORDS_A_MINUTE = 230

HIGHLIGHT = (
    "pk", "uid", "author_id", "author__display_name", "start", "end", "first_paragraph", "last_paragraph"
)
TAGGING = (
    "highlight_id", "coder_id", "coder__display_name", "tag__name", "tag__colour", "tag__pattern", "tag__value",
    "target__name", "holder__name", "holder_kind",
)
COMMENT = ("highlight_id", "author__display_name", "text")
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
    .order_by("position").values_list("position", "kind", "role", "text", "start", "end")
)
TAG = ("pk", "uid", "name", "colour", "pattern", "value")
LEGEND_COLUMNS = ("tag", *(f"tag__{name}" for name in TAG[1:]))
LEGEND = Written(
    lambda user, article: Tagging.objects.visible_to(user)
    .filter(article=article).order_by().values_list(*LEGEND_COLUMNS).annotate(Count("pk"))
)
LEGEND_OF_TAGS = Written(
    lambda user, keys, article: Tagging.objects.visible_to(user)
    .filter(article=article, tag__in=keys).order_by().values_list(*LEGEND_COLUMNS).annotate(Count("pk"))
)
MANY = 200  # highlights of a part of an article; from here on reading all of the article's taggings is quicker


@dataclass(frozen=True)
class LegendEntry:
    tag: Tag
    taggings: int


@dataclass(frozen=True)
class ReadingPage:
    article: Article
    published: str
    text: markup.Html
    has_title: bool
    legend: list[LegendEntry]
    position: int
    is_finished: bool
    minutes: int
    passages: int
    previous: Article | None
    following: Article | None
    number: int
    total: int


def page_of(article: Article, user: User) -> ReadingPage:
    found = rows_of(article, user)
    siblings = Article.objects.visible_to(user).filter(project=article.project).only("pk", "uid", "title")
    places = siblings.aggregate(number=Count("pk", filter=Q(pk__lte=article.pk)), total=Count("pk"))
    reading = Reading.objects.filter(article=article, coder=user).first()
    return ReadingPage(
        article=article,
        published=readable_date(article.published),
        text=markup.sections(found),
        has_title=any(row.kind == "title" for row in found[:6]),
        legend=legend_of(article, user),
        position=reading.position if reading else 1,
        is_finished=reading is not None and reading.state == ReadingState.FINISHED,
        minutes=max(1, round(article.words / WORDS_A_MINUTE)),
        passages=sum(len(row.notes) for row in found),
        previous=siblings.filter(pk__lt=article.pk).order_by("-pk").first(),
        following=siblings.filter(pk__gt=article.pk).order_by("pk").first(),
        number=places["number"],
        total=places["total"],
    )


def html_between(article: Article, user: User, first: int, last: int) -> list[markup.Html]:
    """The paragraphs first to last, as the whole page would show them."""
    return [markup.row_html(row) for row in rows_of(article, user, first, last)]


def legend_of(article: Article, user: User, tags: Iterable[int] | None = None) -> list[LegendEntry]:
    """How often each tag is used in the article, most used first; of the given tags also where it is not used."""
    if tags is None:
        rows, unused = LEGEND.rows(user, article=article.pk), set()
    else:
        unused = set(tags)
        rows = LEGEND_OF_TAGS.rows(user, article=article.pk, keys=sorted(unused)) if unused else []
        unused -= {row[0] for row in rows}
    entries = [LegendEntry(Tag(**dict(zip(TAG, row, strict=False))), row[-1]) for row in rows]
    entries += [LegendEntry(tag, 0) for tag in Tag.objects.filter(pk__in=unused)] if unused else []
    return sorted(entries, key=lambda entry: (-entry.taggings, entry.tag.name))


def rows_of(article: Article, user: User, first: int = 1, last: int = 2**31 - 1) -> list[markup.Row]:
    """The paragraphs first to last with what covers them."""
    place = {"article": article.pk, "version": article.version_id, "first": first, "last": last}
    marks = MARKS.rows(user, **place)
    few = [mark[0] for mark in marks] if len(marks) < MANY else None
    labels = _labels(_of(LABELS, LABELS_OF_ARTICLE, user, article, few), {mark[0]: mark[2] for mark in marks})
    texts = _texts(_of(TEXTS, TEXTS_OF_ARTICLE, user, article, few))
    notes = defaultdict(list)
    covering = defaultdict(list)
    for mark in marks:
        pk, uid, author, name, _, _, begins, ends = mark
        note = markup.Note(uid, initials_of(name), author == user.pk, tuple(labels[pk]), tuple(texts[pk]))
        notes[begins].append(note)
        for position in range(begins, ends + 1):
            covering[position].append(mark)
    paragraphs = PARAGRAPHS.rows(user, version=article.version_id, first=first, last=last)
    return [
        markup.Row(
            position=position, kind=kind, role=role, text=text, start=start,
            spans=[_span(mark, labels, start, end, position) for mark in covering[position]],
            notes=notes[position],
        )
        for position, kind, role, text, start, end in paragraphs
    ]


def _of(some: Written, all_of: Written, user: User, article: Article, highlights: list[int] | None) -> list[tuple]:
    return all_of.rows(user, article=article.pk) if highlights is None else some.rows(user, keys=highlights)


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
