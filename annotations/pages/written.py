"""All notes, replies and memos of a project as one list: narrowed, searched by words, page by page, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from annotations import audience, mentions
from annotations.mentions import Piece
from annotations.models import Comment, Memo
from annotations.pages.memos import place_of
from corpus_app.ids import is_id
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Membership, Project, Standing, User

PAGE = 50
MANY = 300  # a longer list is no longer a choice

OPEN = Q(resolved_at=None, parent__resolved_at=None)  # a reply is what its thread is
RESOLVED = Q(resolved_at__isnull=False) | Q(parent__resolved_at__isnull=False)


class Kind(models.TextChoices):
    NOTE = "note", "Notes"
    REPLY = "reply", "Replies"
    MEMO = "memo", "Memos"


class State(models.TextChoices):
    OPEN = "open", "Open"
    RESOLVED = "resolved", "Resolved"


@dataclass(frozen=True)
class Written:
    """One of them: who wrote it when and where, and the address at which it is opened."""

    kind: Kind
    author: User
    at: datetime
    uid: str
    url: str
    place: str
    is_quote: bool
    pieces: list[Piece]
    is_resolved: bool = False
    is_private: bool = False

    @property
    def what(self) -> str:
        return {Kind.NOTE: "note on", Kind.REPLY: "reply on", Kind.MEMO: "memo on"}[self.kind]


@dataclass(frozen=True)
class Page:
    entries: list[Written]
    older: str  # what to go on from; empty at the end


def written(
    project: Project, user: User, *, kind: str = "", author: str = "", state: str = "", article: str = "",
    text: str = "", before: str = "",
) -> Page:
    """Four queries at most, whatever is asked."""
    notes = Comment.objects.visible_to(user).filter(project=project, highlight__removed_at=None)
    memos = Memo.objects.visible_to(user).filter(project=project)
    if kind == Kind.MEMO:
        notes = notes.none()
    if kind in (Kind.NOTE, Kind.REPLY):
        notes = notes.filter(parent__isnull=kind == Kind.NOTE)
    if state:
        notes = notes.filter(RESOLVED if state == State.RESOLVED else OPEN)
    if kind in (Kind.NOTE, Kind.REPLY) or state:  # only threads are resolved
        memos = memos.none()
    notes, memos = (_narrowed(rows, author, article, text, before) for rows in (notes, memos))
    found = [*notes.select_related("author", "article", "highlight", "parent")[: PAGE + 1]]
    found += memos.select_related("author", "article", "tag")[: PAGE + 1]
    found.sort(key=lambda row: (row.created_at, row.uid), reverse=True)
    shown = found[:PAGE]
    names = audience.names_in(project, [row.text for row in shown])
    older = f"{shown[-1].created_at.isoformat()}~{shown[-1].uid}" if len(found) > PAGE else ""
    return Page([_entry(row, project, names) for row in shown], older)


def authors(project: Project, user: User) -> list[tuple[str, str]]:
    """Who works blind finds herself and those who see everything."""
    members = Membership.objects.filter(project=project).select_related("user").order_by("number")
    standing = Standing.of(user)
    if project.pk not in standing.everybodys and not standing.sights:
        members = members.filter(user=user)
    return [(member.user.uid, member.user.display_name) for member in members]


def articles(project: Project, user: User) -> list[tuple[str, str]]:
    rows = Article.objects.visible_to(user).filter(project=project).values_list("uid", "title")[: MANY + 1]
    found = [(uid, title or "Untitled article") for uid, title in rows]
    return found if len(found) <= MANY else []


def _narrowed(rows: QuerySet, author: str, article: str, text: str, before: str) -> QuerySet:
    if author:
        rows = rows.filter(author__uid=author)
    if article:
        rows = rows.filter(article__uid=article)
    if text:
        rows = rows.filter(folded__contains=fold(text))
    at, _, uid = before.partition("~")
    moment = _moment(at)
    if moment and is_id(uid):
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, uid__lt=uid))
    return rows.order_by("-created_at", "-uid")


def _moment(text: str) -> datetime | None:
    """None where it is not one, or has no time zone."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _entry(row: Comment | Memo, project: Project, names: dict[str, str]) -> Written:
    row.project = project
    said = {"author": row.author, "at": row.created_at, "uid": row.uid, "pieces": mentions.pieces(row.text, names)}
    if isinstance(row, Memo):
        place = str(row.article) if row.article else row.tag.name if row.tag else "the project"
        return Written(
            Kind.MEMO, url=place_of(row), place=place, is_quote=False, is_private=not row.is_shared, **said
        )
    thread = row.parent or row
    return Written(
        Kind.REPLY if row.parent else Kind.NOTE,
        url=reverse("annotations:note", args=[project.slug, row.uid]),
        place=row.highlight.quote if row.highlight else str(row.article),
        is_quote=row.highlight is not None, is_resolved=thread.resolved_at is not None, **said,
    )
