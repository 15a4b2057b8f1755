"""What the diary's changes mean to those who look at articles, tags and people; and the hub that tells them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db.models import Q

from annotations import verbs
from annotations.models import (
    Comment,
    Entity,
    Facet,
    Highlight,
    Memo,
    Notice,
    Placement,
    Reading,
    SavedView,
    Tag,
    Tagging,
)
from corpus_app.live.diary_reader import Entry
from corpus_app.live.events import Event, Touch
from corpus_app.live.hub import Hub
from corpus_app.models import Article, ArticleField, ArticleSet, Membership, Project, SetMember
from corpus_app.written import Written

FACET, TAG, ENTITY, HIGHLIGHT, TAGGING, COMMENT, MEMO, READING, ARTICLE, MEMBERSHIP, PROJECT, PLACEMENT = (
    model._meta.label_lower
    for model in (
        Facet, Tag, Entity, Highlight, Tagging, Comment, Memo, Reading, Article, Membership, Project, Placement
    )
)
EVERYBODYS = {ARTICLE: "articles", MEMBERSHIP: "members", PROJECT: "project"} | {
    model._meta.label_lower: "articles" for model in (ArticleField, ArticleSet, SetMember)
}
CODEBOOK = {FACET, TAG, ENTITY}
VIEW = SavedView._meta.label_lower
Ids = dict[int, tuple]


def describe(entries: Sequence[Entry]) -> list[Event]:
    """At most nine queries for all of them, five where nothing was written."""
    entries = [entry._replace(edits=worth_telling(entry)) for entry in entries]
    found = Found.of([edit for entry in entries for edit in entry.edits])
    return [
        Event(entry.number, entry.verb, entry.by, entry.place, entry.article or "", tuple(found.touches(entry)))
        for entry in entries
    ]


hub = Hub(describe)


@dataclass(frozen=True)
class Found:
    """What the diary's rows refer to, by primary key, also where it has been removed since."""

    highlights: Ids = field(default_factory=dict)  # author, first and last paragraph, uid
    taggings: Ids = field(default_factory=dict)  # highlight, coder, tag
    comments: Ids = field(default_factory=dict)  # highlight, author
    tags: Ids = field(default_factory=dict)  # uid
    readings: Ids = field(default_factory=dict)  # coder
    memos: Ids = field(default_factory=dict)  # author, is_shared, article, the tag's uid
    concerned: dict[int, list[int]] = field(default_factory=dict)  # by note: whom it concerns
    members: Ids = field(default_factory=dict)  # user
    named: dict[int, list[tuple]] = field(default_factory=dict)  # by entity: highlight, coder and tag of what is said
    placements: Ids = field(default_factory=dict)  # highlight
    views: Ids = field(default_factory=dict)  # owner, is_shared

    @classmethod
    def of(cls, edits: Iterable[dict]) -> "Found":
        edits = list(edits)
        changed = {edit["id"] for edit in edits if edit["table"] == TAGGING and len(sides(edit)) == 2}
        taggings = rows(Tagging, changed, "highlight_id", "coder_id", "tag_id")
        comments = rows(Comment, ids_of(COMMENT, edits), "highlight_id", "author_id")
        marked = ids_of(HIGHLIGHT, edits) | {values[0] for values in (*taggings.values(), *comments.values())} - {None}
        named = said_of(edits)
        marked |= said_in(edits, "highlight_id") | {said[0] for some in named.values() for said in some}
        placements = rows(Placement, ids_of(PLACEMENT, edits), "highlight_id")
        marked |= {values[0] for values in placements.values()} | said_in(edits, "highlight_id", PLACEMENT)
        highlights = rows(Highlight, marked, "author_id", "first_paragraph", "last_paragraph", "uid")
        used = ids_of(TAG, edits) | {values[2] for values in taggings.values()} | said_in(edits, "tag_id")
        used |= successors(edits) | {said[2] for some in named.values() for said in some}
        readings = rows(Reading, ids_of(READING, edits), "coder_id")
        memos = rows(Memo, ids_of(MEMO, edits), "author_id", "is_shared", "article_id", "tag__uid")
        tags = rows(Tag, used, "uid")
        members = rows(Membership, ids_of(MEMBERSHIP, edits), "user_id")
        told = concerned(comments)
        views = rows(SavedView, ids_of(VIEW, edits), "owner_id", "is_shared")
        return cls(
            highlights, taggings, comments, tags, readings, memos, told, members,
            named=named, placements=placements, views=views,
        )

    def touches(self, entry: Entry) -> Iterable[Touch]:
        """Nothing of a row that is no more. Of a table unknown here, only who sees everybody's work learns anything."""
        for edit in entry.edits:
            table, pk = edit["table"], edit["id"]
            if table in EVERYBODYS:
                reveals = len(sides(edit)) == 2 and "revealed_at" in edit["after"]
                yield Touch("project" if reveals else EVERYBODYS[table], None)
                if table == ARTICLE and len(sides(edit)) == 2 and "version_id" in edit["after"]:
                    yield Touch("version", None)
                if table == MEMBERSHIP and "role" in (edit["after"] or {}) and edit["before"] is not None:
                    yield Touch("role", None, only=self.members.get(pk, (None,))[0])
            elif table in CODEBOOK:
                yield from self.of_codebook(edit)
            elif table == HIGHLIGHT:
                yield from self.of_highlight(edit)
            elif table == TAGGING:
                yield from self.of_tagging(edit)
            elif table == COMMENT:
                yield from self.of_comment(pk)
            elif table == MEMO:
                yield from self.of_memo(edit)
            elif table == PLACEMENT:
                yield Touch("placing", self.highlights.get(self.placed(edit), (None,))[0])
            elif table == VIEW:
                owner, is_shared = self.views.get(pk, (entry.actor, False))
                yield Touch("views", owner, only=None if is_shared else owner)
            elif table == READING:
                yield Touch("work", self.readings.get(pk, (entry.actor,))[0])
            else:
                yield Touch("other", entry.actor)

    def placed(self, edit: dict) -> int | None:
        """The highlight that a placement is about."""
        said = [side["highlight_id"] for side in sides(edit) if "highlight_id" in side]
        return said[0] if said else self.placements.get(edit["id"], (None,))[0]

    def of_codebook(self, edit: dict) -> Iterable[Touch]:
        """What is new is offered; what changed looks different wherever it is used."""
        tag = self.tag(edit["id"]) if edit["table"] == TAG else ""
        yield Touch("codebook", None, tag=tag)
        if edit["before"] is not None:
            yield Touch("looks", None, tag=tag)
        for other in successors([edit]):
            yield Touch("looks", None, tag=self.tag(other))
        for highlight, coder, used in self.named.get(edit["id"], ()) if edit["table"] == ENTITY else ():
            yield from self.on(highlight, coder, used)

    def of_highlight(self, edit: dict) -> Iterable[Touch]:
        """Where it stands, and where it stood before its edges were moved."""
        for touch in self.on(edit["id"], self.highlights.get(edit["id"], (None,))[0]):
            yield touch
            for side in sides(edit):
                moved = {name: side[f"{name}_paragraph"] for name in ("first", "last") if f"{name}_paragraph" in side}
                if moved:
                    yield touch._replace(**moved)

    def of_tagging(self, edit: dict) -> Iterable[Touch]:
        """On the highlight and with the tag that it has, and those that it had."""
        highlight, coder, tag = self.taggings.get(edit["id"], (None, None, None))
        for side in sides(edit):
            person = side.get("coder_id", coder)
            yield from self.on(side.get("highlight_id", highlight), person, side.get("tag_id", tag))

    def of_comment(self, pk: int) -> Iterable[Touch]:
        """Beside the passage, or in the article's own talk; and those whom it concerns."""
        highlight, author = self.comments.get(pk, (None, None))
        if author is None:
            return
        yield Touch("notes", author)
        yield from self.on(highlight, author) if highlight else [Touch("talk", author)]
        for person in self.concerned.get(pk, ()):
            yield Touch("inbox", author, only=person)

    def of_memo(self, edit: dict) -> Iterable[Touch]:
        """The author's alone, but for the team's: also where it has just been made private."""
        author, is_shared, article, tag = self.memos.get(edit["id"], (None, False, None, None))
        was_shared = any(side.get("is_shared") for side in sides(edit))
        if author is not None:
            only = None if is_shared or was_shared else author
            yield Touch("memos", author, tag=tag or "", only=only)
            if article:
                yield Touch("talk", author, only=only)

    def on(self, highlight: int | None, person: int | None, tag: int | None = None) -> Iterable[Touch]:
        """Something of this person's on a highlight."""
        if highlight in self.highlights and person is not None:
            _, first, last, uid = self.highlights[highlight]
            yield Touch("text", person, first, last, uid, self.tag(tag))

    def tag(self, pk: int | None) -> str:
        return self.tags.get(pk, ("",))[0]


def worth_telling(entry: Entry) -> list[dict]:
    """A merge moves taggings in all articles; whoever shows one of the tags or names learns from these what to fetch.

    Where the text is another one, all that stands in it is fetched anew.
    """
    moved = {
        "merge-tags": {TAGGING}, "merge-entities": {TAGGING}, "add-version": {HIGHLIGHT, PLACEMENT}
    }.get(verbs.root(entry.verb), set())
    return [edit for edit in entry.edits if edit["table"] not in moved]


def sides(edit: dict) -> list[dict]:
    """The columns that the diary has of a row, before and after; all of them where it came or went."""
    return [side for side in (edit["before"], edit["after"]) if side is not None]


def said_in(edits: Iterable[dict], column: str, table: str = TAGGING) -> set[int]:
    return {side[column] for edit in edits for side in sides(edit) if edit["table"] == table and column in side}


def said_of(edits: Iterable[dict]) -> dict[int, list[tuple]]:
    """Where entities that were changed are targets or holders: their names stand there."""
    changed = {edit["id"] for edit in edits if edit["table"] == ENTITY and len(sides(edit)) == 2}
    found: dict[int, list[tuple]] = {}
    said = Tagging.objects.filter(Q(target__in=changed) | Q(holder__in=changed)).order_by() if changed else ()
    for row in said and said.values_list("target", "holder", "highlight", "coder", "tag"):
        for entity in changed.intersection(row[:2]):
            found.setdefault(entity, []).append(row[2:])
    return found


def successors(edits: Iterable[dict]) -> set[int]:
    """The tags that others were merged into, or were before that was undone."""
    of_tags = [side for edit in edits if edit["table"] == TAG for side in sides(edit)]
    return {side["replaced_by_id"] for side in of_tags if side.get("replaced_by_id")}


def ids_of(table: str, edits: Iterable[dict]) -> set[int]:
    return {edit["id"] for edit in edits if edit["table"] == table}


def concerned(comments: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    notices = Notice.objects.filter(comment__in=list(comments)).order_by().values_list("comment", "user")
    for comment, user in notices if comments else ():
        found.setdefault(comment, []).append(user)
    return found


def rows(model: type, keys: set[int], *columns: str) -> Ids:
    return {pk: tuple(values) for pk, *values in wanted(model, *columns).rows(keys=list(keys))} if keys else {}


@cache
def wanted(model: type, *columns: str) -> Written:
    return Written(lambda keys: model._base_manager.filter(pk__in=keys).order_by().values_list("pk", *columns))
