"""Drafts: a person corrects what was found in a file, and saving makes the article.

Drafts are private to the person who brought them, so only saving writes a Change.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from corpus_app import drafting
from corpus_app.actions.articles import METADATA, NewParagraph, add_article, sha256
from corpus_app.actions.members import Refused
from corpus_app.drafting import Correction, Numbered
from corpus_app.ids import new_id
from corpus_app.importing.blocks import Block, Kind, Role
from corpus_app.importing.draft import Draft
from corpus_app.importing.fold import fold
from corpus_app.models import Article, ArticleDraft, Project, User
from corpus_app.texts import SEPARATOR

STEPS_KEPT = 100


def import_article(*, project: Project, added_by: User, found: Draft, **metadata: str) -> Article:
    """An article with nobody asked: of the metadata only what the text itself states, and what is given here."""
    return add_article(
        project=project, added_by=added_by, paragraphs=paragraphs(found.blocks), source_sha256=found.sha256,
        **{**fitting({**drafting.stated(found), **found.metadata}), **metadata},
    )


def paragraphs(blocks: Sequence[Block]) -> list[NewParagraph]:
    """Only mended page breaks are kept as joins: where a line was merely wrapped, nobody guessed."""
    return [
        NewParagraph(block.text, block.kind.value, block.role.value, tuple(join.at for join in block.guesses))
        for block in blocks
    ]


def folded_sha256(blocks: Sequence[Block]) -> str:
    """As add_article reckons it: equal for two files with the same words, whatever their typography."""
    return sha256(fold(SEPARATOR.join(block.text for block in blocks)))


def fitting(metadata: dict[str, str]) -> dict[str, str]:
    """Without what is too long for its column: half a title would be an invented one."""
    limits = {name: Article._meta.get_field(name).max_length for name in METADATA}
    return {name: value if len(value) <= limits[name] else "" for name, value in metadata.items()}


def set_kind(*, draft: ArticleDraft, number: int, kind: Kind) -> ArticleDraft:
    return _correct(draft, lambda blocks: drafting.set_kind(blocks, number, kind))


def join_next(*, draft: ArticleDraft, number: int) -> ArticleDraft:
    return _correct(draft, lambda blocks: drafting.join_next(blocks, number))


def split_paragraph(*, draft: ArticleDraft, number: int, at: int) -> ArticleDraft:
    """`at` is a code point of its text."""
    return _correct(draft, lambda blocks: drafting.split_at(blocks, number, at))


def undo_join(*, draft: ArticleDraft, number: int, index: int) -> ArticleDraft:
    return _correct(draft, lambda blocks: drafting.undo_join(blocks, number, index))


def undo_correction(*, draft: ArticleDraft) -> ArticleDraft:
    """Take the last correction back; nothing happens when there is none."""
    with transaction.atomic():
        draft = still_open(draft)
        if draft.steps:
            blocks = drafting.take_back(blocks_of(draft), draft.steps[-1])
            _keep(draft, blocks, draft.steps[:-1])
    return draft


def keep_metadata(*, draft: ArticleDraft, **metadata: str) -> ArticleDraft:
    with transaction.atomic():
        draft = still_open(draft)
        draft.metadata = {**draft.metadata, **metadata}
        draft.save(update_fields=["metadata"])
    return draft


def set_metadata(*, drafts: Sequence[ArticleDraft], **metadata: str) -> int:
    """The same values for many drafts that can be read; one that was saved or discarded meanwhile is passed over."""
    with transaction.atomic():
        open_ones = ArticleDraft.objects.waiting().filter(pk__in=[draft.pk for draft in drafts], problem="")
        found = list(open_ones.select_for_update().only("metadata"))
        for draft in found:
            draft.metadata = {**draft.metadata, **metadata}
        ArticleDraft.objects.bulk_update(found, ["metadata"], batch_size=100)
    return len(found)


def save_draft(*, draft: ArticleDraft, actor: User, **metadata: str) -> Article:
    """The article of this draft. Saved before, the same article comes back: the draft's uid is the article's."""
    with transaction.atomic():
        draft = _locked(draft)
        if draft.article is not None:
            return draft.article
        if not draft.blocks and not draft.is_bare:
            raise Refused("This file could not be read, so there is nothing to save. Discard it or bring it again.")
        blocks = [one.block for one in blocks_of(draft)]
        draft.metadata = {**draft.metadata, **metadata}
        draft.article = add_article(
            project=draft.project, added_by=actor, uid=draft.uid, source_sha256=draft.sha256,
            paragraphs=paragraphs(blocks), is_bare=draft.is_bare, **draft.metadata,
        )
        draft.steps = []
        draft.save(update_fields=["article", "metadata", "steps"])
    return draft.article


def save_drafts(*, drafts: Sequence[ArticleDraft], actor: User) -> tuple[str, int]:
    """Each draft in a transaction of its own, so that nobody waits for all. Returns what they can be taken back by.

    One that was saved or discarded in the meantime is passed over.
    """
    saved_in, count = new_id(), 0
    for draft in drafts:
        with suppress(Refused), transaction.atomic():
            still_open(draft)
            save_draft(draft=draft, actor=actor)
            count += ArticleDraft.objects.filter(pk=draft.pk).update(saved_in=saved_in)
    return saved_in, count


def reopen_drafts(*, drafts: QuerySet[ArticleDraft]) -> int:
    """Drafts whose articles were taken back wait again, under other ids; not those brought again in the meantime."""
    waiting = ArticleDraft.objects.waiting().filter(
        project=OuterRef("project"), added_by=OuterRef("added_by"), sha256=OuterRef("sha256"), name=OuterRef("name")
    )
    found = list(drafts.filter(~Exists(waiting)).only("uid"))
    for draft in found:
        draft.uid, draft.saved_in, draft.article = new_id(), "", None
    return ArticleDraft.objects.bulk_update(found, ["uid", "saved_in", "article"], batch_size=100)


def discard_draft(*, draft: ArticleDraft) -> ArticleDraft:
    """Nothing of it stays. Raises Refused when it is an article already."""
    with transaction.atomic():
        still_open(draft).delete()
    return draft


def blocks_of(draft: ArticleDraft) -> list[Numbered]:
    return [Numbered.from_json(stored) for stored in draft.blocks]


def _correct(draft: ArticleDraft, correction: Callable[[list[Numbered]], Correction]) -> ArticleDraft:
    with transaction.atomic():
        draft = still_open(draft)
        done = correction(blocks_of(draft))
        _keep(draft, done.blocks, [*draft.steps, done.step][-STEPS_KEPT:])
    return draft


def _keep(draft: ArticleDraft, blocks: list[Numbered], steps: list[dict]) -> None:
    count(draft, blocks)
    draft.steps = steps
    draft.save(update_fields=["blocks", "steps", "words", "furniture_words"])


def count(draft: ArticleDraft, blocks: list[Numbered]) -> None:
    draft.blocks = [one.as_json() for one in blocks]
    sizes = [(one.block.role is Role.BOILERPLATE, one.block.words) for one in blocks]
    draft.words = sum(words for furniture, words in sizes if not furniture)
    draft.furniture_words = sum(words for furniture, words in sizes if furniture)


def _locked(draft: ArticleDraft) -> ArticleDraft:
    """The draft as it is now, for one writer at a time: keys are pressed faster than answers come."""
    fresh = ArticleDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if fresh is None:
        raise Refused("This draft has been discarded in the meantime. Go back to the list of drafts.")
    fresh.project, fresh.added_by = draft.project, draft.added_by
    return fresh


def still_open(draft: ArticleDraft) -> ArticleDraft:
    draft = _locked(draft)
    if draft.article_id is not None:
        raise Refused("This draft has been saved as an article. Open the article to go on.")
    return draft
