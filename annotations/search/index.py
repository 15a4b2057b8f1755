"""The index of all words: what a change of the diary means to it, and how it is made anew.

An entry is there for each live text. Every path that changes one writes a change, and the pen (corpus_app/diary.py)
hands it to `follow` inside the same transaction: no verb has to think of the index.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from django.db import connection, transaction
from django.db.models import F, Max, QuerySet

from annotations.models import Comment, Entry, EntryKind, Highlight, Indexed, Memo, Tagging, scope_of
from annotations.models.search import PRIVATE
from annotations.search import vocabulary
from annotations.search.words import stored
from corpus_app.diary import lock
from corpus_app.importing.fold import fold
from corpus_app.models import Article, Change, Paragraph, ParagraphRole, Project
from corpus_app.written import Written

BATCH = 500
ARTICLES = 100  # whose texts are held in memory
LATE = 500  # changes at most, until new highlights are taken in though nobody searches
ARTICLE, HIGHLIGHT, NOTE, MEMO, TAGGING = (
    model._meta.label_lower for model in (Article, Highlight, Comment, Memo, Tagging)
)
NEW = "add-article"
METADATA = {"title": EntryKind.TITLE, "source": EntryKind.SOURCE, "author": EntryKind.AUTHOR}
ONE = "(%s, %s, %s, %s, %s, %s, %s)"
PUT = """
    INSERT INTO annotations_entry (kind, subject, words, project_id, article_id, person_id, scope)
    VALUES {}
    ON CONFLICT (kind, subject) DO UPDATE SET words = excluded.words, scope = excluded.scope,
        article_id = excluded.article_id, person_id = excluded.person_id
"""

Row = tuple  # kind, subject, words, project, article, person, scope


def _live(kind: EntryKind) -> QuerySet:
    if kind == EntryKind.REMARK:
        rows = Tagging.objects.filter(article__removed_at=None, highlight__removed_at=None).exclude(memo="")
        return rows.order_by("pk").values_list("pk", "memo", "project", "article", "coder")
    if kind == EntryKind.MARK:
        rows = Highlight.objects.filter(removed_at=None, article__removed_at=None)
    elif kind == EntryKind.NOTE:
        rows = Comment.objects.filter(removed_at=None, article__removed_at=None, highlight__removed_at=None)
    else:
        rows = Memo.objects.filter(removed_at=None, article__removed_at=None)
    columns = ("pk", "folded", "project", "article", "author")
    return rows.order_by("pk").values_list(*columns, *(["is_shared"] if kind == EntryKind.MEMO else []))


LIVE = {  # written down once, as a save asks for its highlight
    EntryKind.MARK: Written(lambda keys: _live(EntryKind.MARK).filter(pk__in=keys)),
    EntryKind.NOTE: Written(lambda keys: _live(EntryKind.NOTE).filter(pk__in=keys)),
    EntryKind.MEMO: Written(lambda keys: _live(EntryKind.MEMO).filter(pk__in=keys)),
    EntryKind.REMARK: Written(lambda keys: _live(EntryKind.REMARK).filter(pk__in=keys)),
}


def follow(change: Change) -> None:
    """Never queries for what has no words of its own, nor for new highlights but now and then: see `catch_up`."""
    remarks = {edit["id"] for edit in change.edits if edit["table"] == TAGGING and _has_memo(edit)}
    if change.verb == "add-highlight":
        if change.number % LATE == 0:
            catch_up(change.project)
        if remarks:
            _refresh(EntryKind.REMARK, list(remarks))
        return
    touched: dict[str, dict[int, dict]] = {}
    for edit in change.edits:
        if edit["table"] in (ARTICLE, HIGHLIGHT, NOTE, MEMO):
            touched.setdefault(edit["table"], {})[edit["id"]] = edit["after"] or {}
    if not touched and not remarks:
        return
    if change.verb == NEW:
        _put(_said_in(list(touched[ARTICLE])), are_new=True)  # nobody can have marked it yet
    else:
        _articles(touched.get(ARTICLE, {}))
    marks, notes = set(touched.get(HIGHLIGHT, ())), set(touched.get(NOTE, ()))
    if marks:  # notes and memos go and come back with the passage they are on
        notes |= set(Comment.objects.filter(highlight__in=marks).values_list("pk", flat=True))
        remarks |= set(Tagging.objects.filter(highlight__in=marks).exclude(memo="").values_list("pk", flat=True))
    for kind, keys in (
        (EntryKind.MARK, marks), (EntryKind.NOTE, notes), (EntryKind.MEMO, touched.get(MEMO, ())),
        (EntryKind.REMARK, remarks),
    ):
        for some in _batches(keys):
            _refresh(kind, some)


def _has_memo(edit: dict) -> bool:
    return any(side.get("memo") for side in (edit["before"], edit["after"]) if side)


def catch_up(project: Project) -> None:
    """Take in the highlights made since the last time; a save would hold the project's lock longer for it.

    Their keys are given under that lock, in the order in which they appear. One that is removed while it is read here
    would come back as an entry for ever: so they are read under the lock, and only if there are any.
    """
    if not _new_marks(project).order_by("pk")[:1]:  # in order: PostgreSQL would else look through the whole table
        return
    with transaction.atomic():
        lock(project)
        rows = list(_entries(EntryKind.MARK, _new_marks(project).order_by("pk")))
        _put(rows)
        _reached(project)


def rebuild(project: Project) -> int:
    """Forget what the index knows of the project and read all its texts anew; how many entries there are."""
    with transaction.atomic():
        Entry.objects.filter(project=project).delete()
        articles = list(project.articles.filter(removed_at=None).order_by("pk").values_list("pk", flat=True))
        for some in _batches(articles, ARTICLES):
            _put_articles(some)
        _put(_entries(EntryKind.MEMO, _live(EntryKind.MEMO).filter(project=project, article=None)))
        _reached(project)
    return Entry.objects.filter(project=project).count()


def _new_marks(project: Project) -> QuerySet:
    reached = Indexed.objects.filter(project=project).values_list("highlight", flat=True).first() or 0
    return _live(EntryKind.MARK).filter(project=project, pk__gt=reached)


def _reached(project: Project) -> None:
    last = Highlight.objects.filter(project=project).aggregate(last=Max("pk"))["last"] or 0
    Indexed.objects.update_or_create(project=project, defaults={"highlight": last})


def _articles(touched: dict[int, dict]) -> None:
    """Whole articles that came, went or have another text; of others what is said about them."""
    whole = {pk for pk, after in touched.items() if {"removed_at", "version_id"} & after.keys()}
    for some in _batches(touched.keys() - whole):
        Entry.objects.filter(article__in=some, kind__in=METADATA.values()).delete()
        _put(_metadata(some))
    for some in _batches(whole, ARTICLES):
        Entry.objects.filter(article__in=some).delete()
        _put_articles(some)


def _put_articles(articles: list[int]) -> None:
    _put(_said_in(articles))
    for kind in LIVE:
        _put(_entries(kind, _live(kind).filter(article__in=articles)))


def _refresh(kind: EntryKind, keys: list[int]) -> None:
    rows = list(_entries(kind, LIVE[kind].rows(keys=keys)))
    _put(rows)
    gone = set(keys) - {row[1] for row in rows}
    if gone:
        Entry.objects.filter(kind=kind, subject__in=gone).delete()


def _texts(keys: Iterable[int]) -> QuerySet:
    """Menus and teasers around an article are no part of it."""
    rows = Paragraph.objects.filter(version__article__in=keys, version__article__version=F("version"))
    rows = rows.filter(version__article__removed_at=None).exclude(role=ParagraphRole.BOILERPLATE).order_by("pk")
    return rows.values_list("pk", "text", "version__article__project", "version__article")


TEXTS = Written(_texts)
DETAILS = Written(
    lambda keys: Article.objects.filter(pk__in=keys, removed_at=None).order_by("pk").values_list(
        "pk", "project", *METADATA
    )
)


def _said_in(articles: list[int]) -> Iterator[Row]:
    for pk, text, project, article in TEXTS.rows(keys=articles):
        yield EntryKind.TEXT, pk, stored(fold(text)), project, article, None, scope_of(project, EntryKind.TEXT)
    yield from _metadata(articles)


def _metadata(articles: list[int]) -> Iterator[Row]:
    for pk, project, *said in DETAILS.rows(keys=articles):
        for kind, text in zip(METADATA.values(), said, strict=True):
            yield kind, pk, stored(fold(text)), project, pk, None, scope_of(project, kind)


def _entries(kind: EntryKind, rows: Iterable[Sequence]) -> Iterator[Row]:
    for pk, text, project, article, person, *shared in rows:
        folded = fold(text) if kind == EntryKind.REMARK else text
        scope = PRIVATE if shared and not shared[0] else kind
        yield kind, pk, stored(folded), project, article, person, scope_of(project, scope)


def _batches(rows: Iterable, size: int = BATCH) -> Iterator[list]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def _put(rows: Iterable[Row], are_new: bool = False) -> None:
    """A text without words has no entry; of what is new there is none to take away.

    Many in one statement, all read before: FTS5 writes what it holds at the end of each that writes to it, and looks
    through what it wrote so far; one by one the fifth 13,000 took SQLite 40 s in place of one.
    """
    rows = list(rows)
    for some in _batches(rows):
        filled = [row for row in some if row[2].strip()]
        if filled:
            with connection.cursor() as cursor:
                cursor.execute(PUT.format(", ".join([ONE] * len(filled))), list(chain.from_iterable(filled)))
        for kind, subject, *_ in (row for row in some if not (are_new or row[2].strip())):
            Entry.objects.filter(kind=kind, subject=subject).delete()
    vocabulary.take_in((row[3], row[2]) for row in rows)
