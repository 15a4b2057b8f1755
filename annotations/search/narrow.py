"""The fields of a question, like source:"Daily Gull": each leaves a part of what the words find. One function each."""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.db.models import Q, QuerySet

from annotations.filters import published_within
from annotations.models import Comment, EntryKind, Highlight, Tagging, scope_of
from annotations.search.lookup import Holds
from annotations.search.query import BadQuery, Field, Phrase
from annotations.search.words import wanted
from annotations.tagtree import TagTree
from corpus_app.importing.fold import fold
from corpus_app.models import Membership, Project, User
from corpus_app.partial_dates import is_partial_date

Narrowing = Callable[[Project, User, str, EntryKind], Q | Holds]


def narrowed(
    rows: QuerySet, project: Project, user: User, fields: Iterable[Field], kind: EntryKind
) -> QuerySet:
    """All fields must hold; of one field, several values are alternatives. Raises BadQuery."""
    by_name = sorted(fields, key=lambda one: (one.name, one.is_not))
    for (name, is_not), same in groupby(by_name, key=lambda one: (one.name, one.is_not)):
        any_of_them = Q()
        for one in same:
            any_of_them |= Q(NARROWINGS[name](project, user, one.value, kind))
        rows = rows.filter(~any_of_them if is_not else any_of_them)
    return rows


def _said_of_article(name: EntryKind) -> Narrowing:
    def narrowing(project: Project, user: User, value: str, kind: EntryKind) -> Holds:
        words, prefix = wanted(fold(value.rstrip("*")), is_prefix=value.endswith("*"))
        if not words:
            raise BadQuery(f"There is no word after “{name}:”. Write one there.")
        return Holds.in_articles(scope_of(project.pk, name), Phrase(words, prefix))

    return narrowing


def _date(project: Project, user: User, value: str, kind: EntryKind) -> Q:
    first, dots, last = value.partition("..")
    last = last if dots else first
    if not (first or last) or not all(is_partial_date(part) for part in (first, last) if part):
        raise BadQuery(f"“{value}” is not a date. Write 2025, 2025-03 or 2025-03-14, or two like 2024..2025.")
    return published_within(first, last)


def _language(project: Project, user: User, value: str, kind: EntryKind) -> Q:
    return Q(article__language=value.lower()) | Q(article__language__startswith=f"{value.lower()}-")


def _tag(project: Project, user: User, value: str, kind: EntryKind) -> Q:
    tree, name = TagTree.of(project), fold(value)
    tags = [pk for pk, node in tree.nodes.items() if fold(node.tag.name) == name]
    if not tags:
        raise BadQuery(f"There is no tag “{value}” in this project. Write its whole name, in quotation marks.")
    taggings = Tagging.objects.visible_in(project, user).filter(tag__in=tree.with_descendants(tags))
    found = _on(taggings.values("highlight"), taggings.values("article"), kind)
    if kind == EntryKind.NOTE:
        found |= Q(kind=EntryKind.REMARK, subject__in=taggings.values("pk"))
    return found


def _coder(project: Project, user: User, value: str, kind: EntryKind) -> Q:
    members = Membership.objects.filter(project=project).values_list("user", "user__display_name")
    people = [pk for pk, name in members if fold(name) == fold(value)]
    if not people:
        raise BadQuery(f"Nobody here is called “{value}”. Write the whole name, in quotation marks.")
    if kind != EntryKind.TEXT:
        return Q(person__in=people)
    return Q(article__in=Highlight.objects.visible_in(project, user).filter(author__in=people).values("article"))


def _on(highlights: QuerySet, articles: QuerySet, kind: EntryKind) -> Q:
    """Texts of articles with such a highlight, such highlights themselves, and notes on them."""
    if kind == EntryKind.TEXT:
        return Q(article__in=articles)
    if kind == EntryKind.MARK:
        return Q(subject__in=highlights)
    return Q(kind=EntryKind.NOTE, subject__in=Comment.objects.filter(highlight__in=highlights).values("pk"))


NARROWINGS: dict[str, Narrowing] = {
    "title": _said_of_article(EntryKind.TITLE),
    "source": _said_of_article(EntryKind.SOURCE),
    "author": _said_of_article(EntryKind.AUTHOR),
    "date": _date,
    "language": _language,
    "tag": _tag,
    "coder": _coder,
}
