"""The project's history: who changed what and when, with the values before and after, newest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from annotations import examples, mentions, verbs
from annotations.audience import names_in
from annotations.models import Comment, Entity, Facet, Highlight, Memo, Reading, Tag, Tagging
from corpus_app.models import Article, ArticleField, ArticleSet, Change, Membership, Project, User

PAGE = 50
HIDDEN = {
    "id", "uid", "created_at", "updated_at", "folded", "version_no", "position", "article", "project", "version",
    "words", "folded_sha256", "source_sha256", "meaning_version", "meaning_change",
}
SHOWN = 200  # code points of a value


class About(models.TextChoices):
    PASSAGES = "passages", "Passages"
    TAGS = "tags", "Tags on passages"
    NOTES = "notes", "Notes"
    MEMOS = "memos", "Memos"
    CODEBOOK = "codebook", "Codebook"
    ARTICLES = "articles", "Articles"
    WORK = "work", "Work"
    PEOPLE = "people", "People and settings"


VERBS = {  # what comes after the name of who did it
    About.PASSAGES: {
        "add-highlight": "highlighted", "remove-highlight": "deleted the highlight", "move-edges": "moved the edges of",
        "split-highlight": "split", "merge-highlights": "merged highlights into",
        "place-highlights": "placed in a new text", "leave-highlights": "left in an older text",
    },
    About.TAGS: {"tag-passages": "tagged together", "retag-passages": "gave another tag to",
                 "untag-passages": "took a tag off together",
                 "add-tagging": "tagged", "remove-tagging": "took a tag off", "code-occurrences": "coded all of",
                 "look-again": "looked again at"},
    About.NOTES: {
        "write-note": "wrote a note on", "edit-note": "changed a note on", "remove-note": "deleted a note on",
        "reply-to-note": "answered a note on", "resolve-note": "resolved a note on",
        "reopen-note": "reopened a note on",
    },
    About.MEMOS: {
        "write-memo": "wrote a memo on", "edit-memo": "changed a memo on", "remove-memo": "deleted a memo on",
        "share-memo": "shared with the team a memo on", "unshare-memo": "made private a memo on",
        "write-memo-privately": "wrote a private memo on", "edit-memo-privately": "changed a private memo on",
        "remove-memo-privately": "deleted a private memo on",
    },
    About.CODEBOOK: {
        "add-facet": "made the facet", "edit-facet": "changed the facet",
        "add-tag": "made the tag", "edit-tag": "changed the tag",
        "add-preset": "added a preset to the codebook:", "import-codebook": "imported into the codebook:",
        "archive-tag": "archived the tag", "unarchive-tag": "brought back the tag",
        "merge-tags": "merged into another the tag", "move-tags": "moved the tag", "split-tag": "split the tag",
        "change-meaning": "changed the meaning of the tag", "edit-entity": "changed the name",
        "merge-entities": "merged into another name",
        "add-entity": "named",
    },
    About.ARTICLES: {
        "add-article": "added", "correct-metadata": "corrected the details of", "remove-article": "removed",
        "restore-article": "brought back", "undo-import": "took back the import of", "reveal": "revealed",
        "open-to-all": "opened to everybody",
        "hide": "hid again", "add-version": "changed the text of",
        "add-field": "made the field", "edit-field": "changed the field", "add-set": "made the set",
        "fill-set": "changed what is in the set", "remove-set": "deleted the set",
    },
    About.WORK: {
        "assign": "assigned", "unassign": "took back", "reopen-articles": "opened again",
        "finish-article": "finished", "skip-article": "skipped", "reopen-article": "opened again",
    },
    About.PEOPLE: {
        "join-project": "let in", "invite": "invited people", "revoke-invitation": "withdrew an invitation",
        "change-role": "changed the role of", "remove-member": "removed", "hand-over": "handed the project over",
        "edit-project": "changed the settings", "save-view": "saved the view", "remove-view": "removed the view",
        "save-view-privately": "saved the view", "remove-view-privately": "removed the view",
    },
}
DONE = {verb: words for group in VERBS.values() for verb, words in group.items()}


@dataclass(frozen=True)
class Difference:
    name: str
    before: str
    after: str


@dataclass
class Entry:
    """One change in words; `subject` is what it was done to, `tags` the names of tags it put on or took off."""

    change: Change
    words: str
    subject: str = ""
    highlight: str = ""
    paragraph: int = 0
    tags: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    more: int = 0
    can_restore: bool = False


@dataclass(frozen=True)
class Changes:
    entries: list[Entry]
    older: int | None  # the number to go on from, where there is more


def changes(
    project: Project, user: User, *, may_restore: bool, about: str = "", person: str = "", article: str = "",
    highlight: str = "", before: int | None = None,
) -> Changes:
    """A page of the changes that the person may see, from below the number `before`."""
    found = Change.objects.visible_to(user).filter(project=project)
    if about:
        names = VERBS[About(about)]
        found = found.filter(verb__in=[f"{sign}{verb}" for verb in names for sign in ("", "undo ", "redo ")])
    if person:
        found = found.filter(actor__uid=person)
    if article:
        found = found.filter(article__uid=article)
    if highlight:
        found = found.filter(number__in=_numbers_of(project, user, highlight))
    if before:
        found = found.filter(number__lt=before)
    rows = list(found.select_related("actor", "article", "undone_by").order_by("-number")[: PAGE + 1])
    told = Told.of(project, rows[:PAGE])
    entries = [told.entry(change, may_restore=may_restore) for change in rows[:PAGE]]
    return Changes(entries, rows[PAGE - 1].number if len(rows) > PAGE else None)


def people(project: Project) -> list[tuple[str, str]]:
    members = Membership.objects.filter(project=project).select_related("user").order_by("number")
    return [(member.user.uid, member.user.display_name) for member in members]


def _numbers_of(project: Project, user: User, uid: str) -> list[int]:
    """The changes that touched a highlight, its tags or its notes; those of its article are few enough to look at."""
    mark = Highlight.objects.filter(project=project, uid=uid).first()
    if mark is None:
        return []
    notes = set(Comment.objects.filter(highlight=mark).values_list("pk", flat=True))
    rows = Change.objects.visible_to(user).filter(project=project, article=mark.article_id).order_by()
    found = []
    for number, edits in rows.values_list("number", "edits").iterator(chunk_size=500):
        for edit in edits:
            side = edit["after"] or edit["before"] or {}
            is_mark = edit["table"] == HIGHLIGHT and edit["id"] == mark.pk
            is_note = edit["table"] == COMMENT and edit["id"] in notes
            if is_mark or is_note or side.get("highlight_id") == mark.pk:
                found.append(number)
                break
    return found


HIGHLIGHT, TAGGING, COMMENT, MEMO, TAG, FACET, ENTITY, ARTICLE, READING, MEMBERSHIP = (
    model._meta.label_lower
    for model in (Highlight, Tagging, Comment, Memo, Tag, Facet, Entity, Article, Reading, Membership)
)
SET = ArticleSet._meta.label_lower
NAMED = {  # what each table's rows are called by, and the same in columns of other rows
    HIGHLIGHT: (Highlight, "quote"), TAG: (Tag, "name"), FACET: (Facet, "name"), ENTITY: (Entity, "name"),
    ARTICLE: (Article, "title"), MEMBERSHIP: (Membership, "user__display_name"),
    ArticleField._meta.label_lower: (ArticleField, "name"), SET: (ArticleSet, "name"),
}
COLUMNS = {
    "highlight_id": HIGHLIGHT, "tag_id": TAG, "parent_id": TAG, "replaced_by_id": TAG, "facet_id": FACET,
    "merged_into_id": ENTITY,
    "target_id": ENTITY, "holder_id": ENTITY, "article_id": ARTICLE, "set_id": SET,
}
PERSONS = {"coder_id", "author_id", "user_id"}


@dataclass(frozen=True)
class Told:
    """The names of all that some changes are about, also of what is gone: one query for each kind of thing."""

    names: dict[tuple[str, int], str]
    places: dict[int, tuple[str, int]]  # of a highlight: its uid and first paragraph
    persons: dict[int, str]
    notes: dict[int, int | None]  # the highlight, if it is on one
    memos: dict[int, tuple[str, int] | None]  # the article or tag; None: the project
    mentioned: dict[str, str]  # names by public id

    @classmethod
    def of(cls, project: Project, rows: Iterable[Change]) -> "Told":
        wanted, persons = defaultdict(set), set()
        for edit in (edit for change in rows for edit in change.edits):
            wanted[edit["table"]].add(edit["id"])
            for side in (edit["before"] or {}, edit["after"] or {}):
                for column, value in side.items():
                    if column in COLUMNS and value is not None:
                        wanted[COLUMNS[column]].add(value)
                    elif column in PERSONS:
                        persons.add(value)
        notes = Comment.objects.filter(project=project, pk__in=wanted[COMMENT])
        notes = dict(notes.values_list("pk", "highlight"))
        wanted[HIGHLIGHT] |= {mark for mark in notes.values() if mark}
        memos = Memo.objects.filter(project=project, pk__in=wanted[MEMO]).values_list("pk", "article", "tag")
        memos = {pk: (ARTICLE, article) if article else (TAG, tag) if tag else None for pk, article, tag in memos}
        for place in filter(None, memos.values()):
            wanted[place[0]].add(place[1])
        names = {}
        for table, (model, column) in NAMED.items():
            there = model._base_manager.filter(project=project, pk__in=wanted[table]).order_by()
            names |= {(table, pk): name for pk, name in there.values_list("pk", column)}
        marks = Highlight.objects.filter(project=project, pk__in=wanted[HIGHLIGHT]).order_by()
        places = {pk: (uid, first) for pk, uid, first in marks.values_list("pk", "uid", "first_paragraph")}
        people = dict(User.objects.filter(pk__in=persons).order_by().values_list("pk", "display_name"))
        mentioned = names_in(project, _words_in(rows))
        return cls(names, places, people, notes, memos, mentioned)

    def entry(self, change: Change, *, may_restore: bool) -> Entry:
        root = verbs.root(change.verb)
        entry = Entry(change, _words(change.verb))
        edits = change.edits
        if root in ("merge-tags", "merge-entities"):  # thousands of taggings, perhaps
            edits = [edit for edit in edits if edit["table"] in (TAG, ENTITY)]
        elif root == "add-version":  # as many highlights
            edits = [edit for edit in edits if edit["table"] == ARTICLE]
        if root == "split-tag":
            moved = next((edit["before"] for edit in edits if "tag_id" in (edit["before"] or {})), {})
            entry.subject, edits = self.names.get((TAG, moved.get("tag_id", 0)), ""), []
        for edit in edits:
            self._tell(entry, edit, len(edits))
        if root in VERBS[About.WORK]:
            entry.subject, entry.differences = _tasks(change), []
        is_fresh = change.at > timezone.now() - verbs.RESTORABLE
        undone = getattr(change, "undone_by", None) is not None
        entry.can_restore = may_restore and change.verb in verbs.REMOVALS and is_fresh and not undone
        return entry

    def _tell(self, entry: Entry, edit: dict, edits: int) -> None:
        table, pk = edit["table"], edit["id"]
        side = edit["after"] or edit["before"] or {}
        mark = self.notes[pk] if table == COMMENT and pk in self.notes else side.get("highlight_id")
        mark = pk if table == HIGHLIGHT else mark
        if mark in self.places:
            entry.highlight, entry.paragraph = self.places[mark]
            entry.subject = entry.subject or self.names.get((HIGHLIGHT, mark), "")
        elif table == COMMENT:
            entry.subject = str(entry.change.article)
        elif table == MEMO:
            place = self.memos.get(pk)
            entry.subject = self.names.get(place, "") if place else "the project"
        elif (table, pk) in self.names and table != FACET:
            entry.subject, entry.more = (entry.subject or self.names[table, pk]), entry.more + bool(entry.subject)
        if table == TAGGING and side.get("tag_id"):
            entry.tags.append(self.names.get((TAG, side["tag_id"]), ""))
        if edit["before"] is not None and edit["after"] is not None and edits < 4:
            entry.differences += self._differences(edit["before"], edit["after"])

    def _differences(self, before: dict, after: dict) -> list[Difference]:
        names = [name for name in after if name.removesuffix("_id") not in HIDDEN and not name.endswith("_at")]
        values = [(name, self._value(name, before.get(name)), self._value(name, after[name])) for name in names]
        return [Difference(name.removesuffix("_id").replace("_", " "), was, now) for name, was, now in values]

    def _value(self, column: str, value: object) -> str:
        if value is None or value == "":
            return ""
        if column == "aliases":
            value = ", ".join(value)
        if column == "examples":
            value = " · ".join(examples.texts(value))
        if column in COLUMNS:
            value = self.names.get((COLUMNS[column], value), value)
        elif column in PERSONS:
            value = self.persons.get(value, value)
        text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        text = mentions.plain(text, self.mentioned)
        return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _words_in(rows: Iterable[Change]) -> Iterator[str]:
    for edit in (edit for change in rows for edit in change.edits if edit["table"] == COMMENT):
        for side in (edit["before"] or {}, edit["after"] or {}):
            yield side.get("text", "")


def _tasks(change: Change) -> str:
    if change.article:
        return str(change.article)
    return "1 task" if len(change.edits) == 1 else f"{len(change.edits)} tasks"


def _words(verb: str) -> str:
    words = DONE.get(verbs.root(verb), verbs.root(verb).replace("-", " "))
    if verbs.is_undo(verb):
        return f"took back: {words}"
    return f"did again: {words}" if verb.startswith("redo ") else words
