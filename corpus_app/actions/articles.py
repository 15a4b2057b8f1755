"""Adding an article with its first version, correcting what is said about it, removing and restoring it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from corpus_app import diary
from corpus_app.actions.seen import refuse_unseen
from corpus_app.actions.sketches import write_sketch
from corpus_app.ids import new_id
from corpus_app.importing.fold import fold
from corpus_app.models import Article, ArticleVersion, Change, Paragraph, ParagraphRole, Project, User
from corpus_app.texts import SEPARATOR
from corpus_app.written import Written, insert

BATCH = 200
METADATA = ("title", "source", "section", "author", "url", "published", "language", "provider_id")
SAID = (*METADATA, "meta")
THERE = Written(lambda project, uid: Article.objects.filter(project=project, uid=uid).select_related("version"))


@dataclass(frozen=True)
class NewParagraph:
    """A block as it will be stored; joins are code-point offsets in its text."""

    text: str
    kind: str
    role: str
    joins: tuple[int, ...] = ()


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def add_article(
    *,
    project: Project,
    added_by: User,
    paragraphs: Sequence[NewParagraph],
    uid: str = "",
    source_sha256: str = "",
    meta: Mapping[str, object] = {},
    is_bare: bool = False,
    **metadata: str,
) -> Article:
    """An article, its first version and its paragraphs. The version's text is the paragraphs joined by blank lines.

    The uid is the idempotency key: with the uid of an article that is there, that article comes back. With `is_bare`
    there may be no paragraphs: then it has version 0, which the first text that is attached comes after.
    """
    if not paragraphs and not is_bare:
        raise ValueError("An article needs at least one paragraph.")
    uid = uid or new_id()
    there = THERE.first(project=project.pk, uid=uid)
    if there is not None:
        return there
    with diary.writing(project=project, actor=added_by, verb="add-article") as change:
        article = Article(
            project=project,
            uid=uid,
            added_by=added_by,
            words=words_in(paragraphs),
            source_sha256=source_sha256,
            folded_sha256=sha256(fold(text_of(paragraphs))) if paragraphs else "",
            meta=dict(meta),
            **{name: metadata.get(name, "") for name in METADATA},
        )
        insert(article)
        article.version = write_version(article, 1 if paragraphs else 0, paragraphs, added_by=added_by)
        article.save(update_fields=["version"])
        change.article = article
        change.edits = [diary.appeared(article, change.at)]
    return article


def text_of(paragraphs: Sequence[NewParagraph]) -> str:
    return SEPARATOR.join(paragraph.text for paragraph in paragraphs)


def words_in(paragraphs: Sequence[NewParagraph]) -> int:
    return sum(len(p.text.split()) for p in paragraphs if p.role != ParagraphRole.BOILERPLATE)


def write_version(
    article: Article, number: int, paragraphs: Sequence[NewParagraph], **columns: object
) -> ArticleVersion:
    """A version with its paragraphs, which nobody changes afterwards."""
    text = text_of(paragraphs)
    version = ArticleVersion(article=article, number=number, text=text, sha256=sha256(text), **columns)
    insert(version)
    start, rows = 0, []
    for position, new in enumerate(paragraphs, 1):
        end = start + len(new.text)
        rows.append(
            Paragraph(
                version=version, position=position, kind=new.kind, role=new.role, text=new.text,
                start=start, end=end, joins=list(new.joins),
            )
        )
        start = end + len(SEPARATOR)
    Paragraph.objects.bulk_create(rows, batch_size=500)
    contents = [(row.position, row.text) for row in rows if row.role == ParagraphRole.CONTENT]
    write_sketch(project=article.project_id, version=version, contents=contents)
    return version


def correct_metadata(
    *, article: Article, actor: User, seen: str = "", meta: Mapping[str, object] = {}, **metadata: str
) -> Article:
    """`meta` has values of the project's own fields by their uid, None where nothing is said of one any more.

    Raises EditedMeanwhile where `seen` is not the mark of SAID now.
    """
    with diary.writing(project=article.project, actor=actor, verb="correct-metadata", article=article) as change:
        refuse_unseen(article, SAID, seen)
        change.edits = [_corrected(article, meta, metadata)]
    article.change = change
    return article


def correct_many(
    *, project: Project, actor: User, articles: Sequence[Article], meta: Mapping[str, object] = {}, **metadata: str
) -> Change:
    """The same of many articles, as one change with an edit for each that was different."""
    with diary.writing(project=project, actor=actor, verb="correct-metadata") as change:
        found = Article.objects.filter(project=project, pk__in=[article.pk for article in articles])
        edits = [_corrected(article, meta, metadata) for article in found.order_by("pk")]
        change.edits = [edit for edit in edits if edit["after"]]
    return change


def correct_each(*, project: Project, actor: User, values: Mapping[int, Mapping[str, object]]) -> Change:
    """Other values for each article, by its key; `meta` among them as in correct_metadata. One change."""
    with diary.writing(project=project, actor=actor, verb="correct-metadata") as change:
        keys, found, before = sorted(values), [], []
        for first in range(0, len(keys), BATCH):
            found += Article.objects.filter(project=project, removed_at=None, pk__in=keys[first : first + BATCH])
        for article in found:
            before.append(diary.row(article))
            said = dict(values[article.pk])
            article.meta = {**article.meta, **said.pop("meta", {})}
            for name, value in said.items():
                setattr(article, name, value)
        if columns := sorted(set().union(*values.values())):
            Article.objects.bulk_update(found, columns, batch_size=BATCH)
        edits = map(diary.changed, found, before)
        change.edits = [edit for edit in edits if edit["after"]]
    return change


def _corrected(article: Article, meta: Mapping[str, object], metadata: Mapping[str, str]) -> diary.Row:
    before = diary.row(article)
    names = [name for name in METADATA if name in metadata]
    for name in names:
        setattr(article, name, metadata[name])
    said = {**article.meta, **meta}
    article.meta = {uid: value for uid, value in said.items() if value is not None}
    article.save(update_fields=[*names, "meta"])
    return diary.changed(article, before)


def remove_article(*, article: Article, actor: User) -> Article:
    """Out of every list and count; text, highlights and taggings stay and come back with restore_article."""
    with diary.writing(project=article.project, actor=actor, verb="remove-article", article=article) as change:
        before = diary.row(article)
        article.removed_at = timezone.now()
        article.save(update_fields=["removed_at"])
        change.edits = [diary.changed(article, before)]
    article.change = change
    return article


def restore_article(*, article: Article, actor: User) -> Article:
    with diary.writing(project=article.project, actor=actor, verb="restore-article", article=article) as change:
        before = diary.row(article)
        article.removed_at = None
        article.save(update_fields=["removed_at"])
        change.edits = [diary.changed(article, before)]
    return article
