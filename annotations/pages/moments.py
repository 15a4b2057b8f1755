"""An article as it was right after a change: the present rows, with all that came later taken back in reverse.

All later edits are taken back first, whosever they are; what is left passes the same rule as every page.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from annotations import audience, markup, mentions
from annotations.models import Comment, Entity, Highlight, Tag, Tagging
from annotations.pages.changes import Entry, Told
from annotations.pages.rows import LAST, PARAGRAPHS, Text, initials, label
from corpus_app.models import Article, Change, Standing, User

Row = dict[str, object]
ROWS = {model._meta.label_lower: model for model in (Article, Highlight, Tagging, Comment, Tag, Entity)}
ARTICLE, HIGHLIGHT, TAGGING, COMMENT, TAG, ENTITY = ROWS
OF_ARTICLE = (HIGHLIGHT, TAGGING, COMMENT)


@dataclass(frozen=True)
class Moment:
    """`entry` tells the change in words, where the person may see it; `at` is its time."""

    number: int
    at: datetime | None
    entry: Entry | None
    earlier: int | None  # the changes of the article before and after it that the person may see
    later: int | None
    title: str
    source: str
    has_title: bool
    text: markup.Html
    passages: int


def moment(article: Article, user: User, number: int) -> Moment:
    """A fixed number of queries; the diary is read from there to now."""
    mine = Change.objects.visible_to(user).filter(article=article)
    entry = mine.filter(number=number).select_related("actor", "article", "undone_by").first()
    state = State.now(article)
    state.take_back(number)
    then = state.rows[ARTICLE].get(article.pk, {})
    text = state.text(article, user)
    at = entry or Change.objects.visible_to(user).filter(project=article.project, number=number).first()
    return Moment(
        number=number,
        at=at and at.at,
        entry=Told.of(article.project, [entry]).entry(entry, may_restore=False) if entry else None,
        earlier=mine.filter(number__lt=number).order_by("-number").values_list("number", flat=True).first(),
        later=mine.filter(number__gt=number).order_by("number").values_list("number", flat=True).first(),
        title=str(then.get("title", article.title)),
        source=str(then.get("source", article.source)),
        has_title=text.has_title,
        text=markup.sections(text, bare=False),
        passages=len(text.marks),
    )


def number_at(article: Article, user: User, at: datetime) -> int:
    """The last change of the article up to a time that the person may see; 0 where there was none."""
    mine = Change.objects.visible_to(user).filter(article=article, at__lte=at).order_by("-number")
    return mine.values_list("number", flat=True).first() or 0


class State:
    """The rows that an article is shown from, by table and primary key, as the diary writes them."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.rows: dict[str, dict[int, Row]] = {table: {} for table in ROWS}

    @classmethod
    def now(cls, article: Article) -> "State":
        state = cls(article)
        for table in OF_ARTICLE:
            state._load(table, Q(article=article))
        for table in (TAG, ENTITY):
            state._load(table, Q(project=article.project))
        state._load(ARTICLE, Q(pk=article.pk))
        return state

    def _load(self, table: str, which: Q) -> None:
        columns = [field.attname for field in ROWS[table]._meta.concrete_fields]
        for values in ROWS[table]._base_manager.filter(which).order_by().values(*columns):
            self.rows[table][values["id"]] = values

    def take_back(self, number: int) -> None:
        """What changed after that number; codebook and batches are not of one article."""
        later = Change.objects.filter(project=self.article.project, number__gt=number).order_by("-number")
        later = later.filter(Q(article=self.article) | Q(article=None)).values_list("edits", flat=True)
        for edits in later.iterator(chunk_size=500):
            for edit in reversed(edits):
                if edit["table"] in ROWS:
                    self._take_back(edit)

    def _take_back(self, edit: Row) -> None:
        table, pk, before, after = edit["table"], edit["id"], edit["before"], edit["after"]
        there = self.rows[table].get(pk)
        if before is None:
            self.rows[table].pop(pk, None)
        elif after is None:
            if table not in OF_ARTICLE or before.get("article_id") == self.article.pk:
                self.rows[table][pk] = dict(before)
        elif there is not None:
            there.update(before)

    def seen(self, table: str, person: str, user: User) -> Iterable[Row]:
        """The rows that were there and that the person may see now, in the order in which they were made."""
        standing, project = Standing.of(user), self.article.project_id
        for pk in sorted(self.rows[table]):
            row = self.rows[table][pk]
            is_there = row.get("removed_at") is None
            if is_there and standing.may_see(project, row[person], user.pk, self.article.pk):
                yield row

    def text(self, article: Article, user: User) -> Text:
        """As the reading page has it."""
        version = self.rows[ARTICLE].get(article.pk, {}).get("version_id") or article.version_id
        paragraphs = PARAGRAPHS.rows(user, version=version, first=1, last=LAST)
        marks = [row for row in self.seen(HIGHLIGHT, "author_id", user) if row["version_id"] == version]
        marks.sort(key=lambda row: (row["start"], row["end"], row["id"]))
        taggings = list(self.seen(TAGGING, "coder_id", user))
        notes = [
            row for row in self.seen(COMMENT, "author_id", user)
            if row["highlight_id"] and row["parent_id"] is None and row["resolved_at"] is None
        ]
        persons = {row["author_id"] for row in (*marks, *notes)} | {row["coder_id"] for row in taggings}
        people = User.objects.in_bulk(persons)
        names = audience.names_in(article.project, [row["text"] for row in notes])
        comments = defaultdict(list)
        for row in notes:
            words = mentions.plain(row["text"], names)
            comments[row["highlight_id"]].append((initials(people[row["author_id"]].display_name), words))
        return Text(
            paragraphs, [_mark(row, people) for row in marks], self._labels(taggings, marks, people), comments, user
        )

    def _labels(self, taggings: Iterable[Row], marks: Iterable[Row], people: dict[int, User]) -> dict[int, list]:
        authors, found = {row["id"]: row["author_id"] for row in marks}, defaultdict(list)
        for row in taggings:
            tag = self.rows[TAG].get(row["tag_id"])
            if tag is None or row["highlight_id"] not in authors:
                continue
            coder = people[row["coder_id"]]
            by = "" if coder.pk == authors[row["highlight_id"]] else initials(coder.display_name)
            found[row["highlight_id"]].append(label(
                by, tag["name"], tag["colour"], tag["pattern"], tag["value"], self._name(row["target_id"]),
                self._name(row["holder_id"]), row["holder_kind"], tag["uid"], coder.uid,
            ))
        return found

    def _name(self, entity: int | None) -> str | None:
        return self.rows[ENTITY].get(entity, {}).get("name")


def _mark(row: Row, people: dict[int, User]) -> tuple:
    """As rows.HIGHLIGHT has it."""
    author = people[row["author_id"]]
    return (
        row["id"], row["uid"], author.pk, author.display_name, row["start"], row["end"], row["first_paragraph"],
        row["last_paragraph"], author.uid,
    )
