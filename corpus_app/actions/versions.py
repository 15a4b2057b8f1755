"""A new text of an article: the next version, which never changes again; the former one stays as it is."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.module_loading import import_string

from corpus_app import diary
from corpus_app.actions.articles import NewParagraph, sha256, words_in, write_version
from corpus_app.actions.drafts import blocks_of, still_open
from corpus_app.actions.drafts import paragraphs as paragraphs_of
from corpus_app.actions.members import Refused
from corpus_app.importing.fold import fold
from corpus_app.models import Article, ArticleDraft, ArticleVersion, Paragraph, User

CARRIER = "annotations.actions.versions.carry"  # by its name, as in diary.py: moves what stands in the old text
REASON = ArticleVersion._meta.get_field("reason").max_length


class StaleVersion(Refused):
    """The article has had another text since it was looked at; `present` is the version that it has now."""

    def __init__(self, present: ArticleVersion) -> None:
        super().__init__(
            f"Somebody has changed this text since you opened it: version {present.number} is the newest now. "
            "What you have changed is still here. Save it again to make it the newest version; no version is lost."
        )
        self.present = present


class NothingChanged(Refused):
    """The new version would be as the present one."""


def add_version(
    *, article: Article, actor: User, paragraphs: Sequence[NewParagraph], seen: int, reason: str = "",
    source_sha256: str = "",
) -> ArticleVersion:
    """The article's next version, and all that stands in its text carried over to it.

    `seen` is the number of the version that was looked at. Raises StaleVersion where that is not the present one, and
    NothingChanged where the paragraphs are the same. Undoing it makes the former version the present one again.
    """
    if not paragraphs:
        raise Refused("An article needs at least one paragraph with words in it. Remove the article instead.")
    with diary.writing(project=article.project, actor=actor, verb="add-version", article=article) as change:
        present = Article.objects.select_related("version").get(pk=article.pk)
        old = present.version
        if old.number != seen:
            raise StaleVersion(old)
        if list(stored_paragraphs(old)) == list(paragraphs):
            raise NothingChanged("Nothing is different from the present version, so no new one was made.")
        number = 1 + present.versions.aggregate(last=Max("number"))["last"]
        before = diary.row(present)
        present.version = new = write_version(
            present, number, paragraphs, added_by=actor, reason=reason, change_number=change.number
        )
        present.words, present.folded_sha256 = words_in(paragraphs), sha256(fold(new.text))
        present.source_sha256 = source_sha256
        present.save(update_fields=["version", "words", "folded_sha256", "source_sha256"])
        change.edits = [diary.changed(present, before)]
        import_string(CARRIER)(change, new)
    for name in ("version", "words", "folded_sha256", "source_sha256"):
        setattr(article, name, getattr(present, name))
    article.change = new.change = change
    return new


def stored_paragraphs(version: ArticleVersion) -> Iterator[NewParagraph]:
    columns = ("text", "kind", "role", "joins")
    for text, kind, role, joins in Paragraph.objects.filter(version=version).values_list(*columns):
        yield NewParagraph(text, kind, role, tuple(joins))


def save_as_version(*, draft: ArticleDraft, article: Article, actor: User) -> ArticleVersion:
    """What somebody brought becomes the newest text of an article that is there; what is said about it stays.

    Raises Refused where the draft is saved or gone, or its text is the present one.
    """
    with transaction.atomic():
        draft = still_open(draft)
        if not draft.blocks:
            raise Refused("This file could not be read, so there is nothing to save. Discard it or bring it again.")
        version = add_version(
            article=article, actor=actor, paragraphs=paragraphs_of([one.block for one in blocks_of(draft)]),
            seen=article.version.number, reason=f"From {draft}"[:REASON], source_sha256=draft.sha256,
        )
        draft.delete()
    return version
