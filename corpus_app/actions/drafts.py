"""Bringing articles in: a file becomes a draft, a person corrects it, and saving makes the article.

Drafts are private to the person who brought them, so only saving writes a Change.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from django.db import IntegrityError, transaction

from corpus_app import drafting
from corpus_app.actions.articles import METADATA, NewParagraph, add_article, sha256
from corpus_app.actions.members import Refused
from corpus_app.drafting import Correction, Numbered
from corpus_app.importing.blocks import Block, Kind, Role
from corpus_app.importing.columns import Unmapped, key
from corpus_app.importing.draft import Draft
from corpus_app.importing.fold import fold
from corpus_app.importing.problems import ImportProblem, Undecodable
from corpus_app.importing.reading import Reading
from corpus_app.importing.sniff import Format
from corpus_app.models import Article, ArticleDraft, Project, TableColumns, User
from corpus_app.texts import SEPARATOR

STEPS_KEPT = 100
ROOM = 500
PACKED_UNDECODABLE = (
    "The encoding of this file is not stated. Take it out of the archive and bring it alone: then you can choose how "
    "it is read."
)
PACKED_TABLE = "This table lies in an archive. Take it out and bring it alone: then you can say what its columns hold."
NAME_LENGTH = ArticleDraft._meta.get_field("name").max_length
FILLED = ("title", "language", "url")  # the others wait for a person to confirm them


@dataclass
class Added:
    """What became of files: their drafts, how many found no room, and how many of an archive are saved already."""

    drafts: list[ArticleDraft] = field(default_factory=list)
    left_out: int = 0
    saved_before: int = 0


@dataclass
class Taken:
    """What became of the rows of a table; `left` wait in it still, `again` are drafts already."""

    drafts: list[ArticleDraft]
    wrong: int
    without_text: int
    again: int
    left: int


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


def add_draft(*, project: Project, added_by: User, name: str, content: bytes, source: str = "") -> ArticleDraft:
    """The draft of a file that holds one article."""
    return add_drafts(project=project, added_by=added_by, files=[(name, content)], source=source).drafts[0]


def add_drafts(
    *, project: Project, added_by: User, files: Sequence[tuple[str, bytes]], source: str = "", room: int = ROOM
) -> Added:
    """Drafts of all articles in these files, a file that cannot be read with its problem. One that waits already is
    not added twice, nor is a file of an archive that was saved; of one that holds more articles than there is room
    for, none is taken. Raises Busy before all.
    """
    added = Added()
    known = saved_files(project, added_by)
    with Reading() as reading:
        reading.prepare(files)
        for at, (name, content) in enumerate(files, 1):
            for outcome in reading.outcomes(content, name, known=known):
                same = {
                    "project": project, "added_by": added_by, "name": outcome.name[-NAME_LENGTH:],
                    "file_sha256": outcome.sha256,
                }  # fmt: skip
                if outcome.member and outcome.sha256 in known:
                    added.saved_before += 1
                    continue
                if len(added.drafts) >= room:
                    added.left_out = 1 + outcome.behind + len(files) - at
                    return added
                there = list(ArticleDraft.objects.waiting().filter(**same))
                blank, left = ArticleDraft(**same), room - len(added.drafts)
                added.drafts += there or _keep_new(_drafts_of(blank, outcome.found, content, source, left))
    return added


def saved_files(project: Project, person: User) -> set[str]:
    """Files that this person has saved all articles of: what was brought in parts can be brought again."""
    mine = ArticleDraft.objects.filter(project=project, added_by=person)
    saved = mine.filter(article__isnull=False, article__removed_at=None).values_list("file_sha256", flat=True)
    return set(saved) - set(mine.waiting().values_list("file_sha256", flat=True))


def choose_columns(*, draft: ArticleDraft, fields: Sequence[str], room: int = ROOM) -> Taken:
    """Drafts of the table's rows, as many as there is room for; the table waits until all its rows are taken.

    Raises ImportProblem.
    """
    content = bytes(draft.content)
    start = draft.table["start"]
    with Reading() as reading:
        rows = reading.rows(
            content, draft.name, list(fields), encoding=draft.encoding or None, start=start,
            limit=max(1, min(room, ROOM)),
        )  # fmt: skip
    blank = ArticleDraft(
        project=draft.project, added_by=draft.added_by, name=draft.name, file_sha256=draft.file_sha256,
        encoding=draft.encoding,
    )
    made = [_filled(blank, found, b"", draft.metadata.get("source", "")) for found in rows.drafts]
    made += [_wrong_row(blank, number, sentence) for number, sentence in rows.wrong]
    with transaction.atomic():
        draft = _open(draft)
        there = set(
            ArticleDraft.objects.waiting().filter(project=draft.project, added_by=draft.added_by, name=draft.name)
            .values_list("sha256", flat=True)
        )  # fmt: skip
        new = {one.sha256: one for one in reversed(made) if one.sha256 not in there}
        drafts = ArticleDraft.objects.bulk_create(sorted(new.values(), key=lambda one: one.position))
        TableColumns.objects.update_or_create(
            project=draft.project, header_sha256=key(draft.table["header"]), defaults={"fields": list(fields)}
        )
        if rows.following:
            draft.table = {**draft.table, "start": rows.following, "left": rows.left, "found": list(fields)}
            draft.problem = (
                f"{rows.left:,} rows of this table, from row {rows.following:,} on, are no drafts yet. "
                "Save or discard drafts, then go on here."
            )
            draft.save(update_fields=["table", "problem"])
        else:
            draft.delete()
    return Taken(drafts, len(rows.wrong), rows.without_text, len(made) - len(drafts), rows.left)


def choose_encoding(*, draft: ArticleDraft, encoding: str) -> ArticleDraft:
    """Read the file again with the encoding a person chose; corrections so far are given up."""
    with Reading() as reading:
        again = ArticleDraft(
            project=draft.project, added_by=draft.added_by, name=draft.name, file_sha256=draft.file_sha256,
            encoding=encoding,
        )
        content = bytes(draft.content)
        found = next(reading.outcomes(content, draft.name, encoding)).found
    first, *more = _drafts_of(again, found, content, draft.metadata.get("source", ""), ROOM)
    with transaction.atomic():
        draft = _open(draft)
        first.pk, first.uid, first.created_at = draft.pk, draft.uid, draft.created_at
        first.save(force_update=True)
        ArticleDraft.objects.bulk_create(more)
    return first


def set_kind(*, draft: ArticleDraft, number: int, kind: Kind) -> ArticleDraft:
    return _correct(draft, lambda blocks: drafting.set_kind(blocks, number, kind))


def join_next(*, draft: ArticleDraft, number: int) -> ArticleDraft:
    return _correct(draft, lambda blocks: drafting.join_next(blocks, number))


def undo_join(*, draft: ArticleDraft, number: int, index: int) -> ArticleDraft:
    return _correct(draft, lambda blocks: drafting.undo_join(blocks, number, index))


def undo_correction(*, draft: ArticleDraft) -> ArticleDraft:
    """Take the last correction back; nothing happens when there is none."""
    with transaction.atomic():
        draft = _open(draft)
        if draft.steps:
            blocks = drafting.take_back(blocks_of(draft), draft.steps[-1])
            _keep(draft, blocks, draft.steps[:-1])
    return draft


def keep_metadata(*, draft: ArticleDraft, **metadata: str) -> ArticleDraft:
    with transaction.atomic():
        draft = _open(draft)
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
        if not draft.blocks:
            raise Refused("This file could not be read, so there is nothing to save. Discard it or bring it again.")
        blocks = [one.block for one in blocks_of(draft)]
        draft.metadata = {**draft.metadata, **metadata}
        draft.article = add_article(
            project=draft.project, added_by=actor, uid=draft.uid, source_sha256=draft.sha256,
            paragraphs=paragraphs(blocks), **draft.metadata,
        )
        draft.steps = []
        draft.save(update_fields=["article", "metadata", "steps"])
    return draft.article


def discard_draft(*, draft: ArticleDraft) -> ArticleDraft:
    """Nothing of it stays. Raises Refused when it is an article already."""
    with transaction.atomic():
        _open(draft).delete()
    return draft


def blocks_of(draft: ArticleDraft) -> list[Numbered]:
    return [Numbered.from_json(stored) for stored in draft.blocks]


def _drafts_of(
    blank: ArticleDraft, found: list[Draft] | ImportProblem, content: bytes, source: str, room: int
) -> list[ArticleDraft]:
    """Unsaved drafts of what a file holds; with a problem, one that says so."""
    if not isinstance(found, ImportProblem) and len(found) > room:
        found = ImportProblem(
            f"This file holds {len(found)} articles, and only {room} more drafts can wait. Save or discard some, "
            "then bring it again."
        )
    if not isinstance(found, ImportProblem):
        return [_filled(blank, one, content, source) for one in found]
    draft = _fresh(blank, sha256=blank.file_sha256, problem=str(found), metadata={"source": source})
    if isinstance(found, Undecodable) and _sha256(content) != blank.file_sha256:
        draft.problem = PACKED_UNDECODABLE
    elif isinstance(found, Undecodable):
        draft.choices, draft.content = [asdict(choice) for choice in found.choices], content
    elif isinstance(found, Unmapped) and _sha256(content) != blank.file_sha256:
        draft.problem = PACKED_TABLE
    elif isinstance(found, Unmapped):
        draft.table, draft.content, draft.format = found.table, content, Format.TABLE.value
    return [draft]


def _wrong_row(blank: ArticleDraft, number: int, sentence: str) -> ArticleDraft:
    return _fresh(
        blank, sha256=_sha256(f"{blank.file_sha256}#{number}#wrong".encode()), position=number,
        format=Format.TABLE.value, problem=f"Row {number:,} cannot be read. {sentence}", metadata={"source": ""},
    )


def _filled(blank: ArticleDraft, found: Draft, content: bytes, source: str) -> ArticleDraft:
    sure = fitting(drafting.stated(found))
    draft = _fresh(
        blank, sha256=found.sha256, position=found.position, format=found.format,
        content=found.source.encode() if found.source else content,
        suggestions=[asdict(suggestion) for suggestion in found.suggestions], warnings=list(found.warnings),
        metadata={"source": source, **{name: sure[name] for name in FILLED}, **fitting(found.metadata)},
        folded_sha256=folded_sha256(found.blocks),
    )
    _count(draft, drafting.numbered(found.blocks))
    return draft


def _fresh(blank: ArticleDraft, **values: object) -> ArticleDraft:
    return ArticleDraft(
        project=blank.project, added_by=blank.added_by, name=blank.name, file_sha256=blank.file_sha256,
        encoding=blank.encoding, **{"content": b"", **values},
    )


def _keep_new(drafts: list[ArticleDraft]) -> list[ArticleDraft]:
    """All of a file's or none. Brought by another request at the same moment, those are taken."""
    try:
        with transaction.atomic():
            return ArticleDraft.objects.bulk_create(drafts)
    except IntegrityError:
        one = drafts[0]
        return list(
            ArticleDraft.objects.waiting().filter(
                project=one.project, added_by=one.added_by, name=one.name, file_sha256=one.file_sha256
            )
        )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _correct(draft: ArticleDraft, correction: Callable[[list[Numbered]], Correction]) -> ArticleDraft:
    with transaction.atomic():
        draft = _open(draft)
        done = correction(blocks_of(draft))
        _keep(draft, done.blocks, [*draft.steps, done.step][-STEPS_KEPT:])
    return draft


def _keep(draft: ArticleDraft, blocks: list[Numbered], steps: list[dict]) -> None:
    _count(draft, blocks)
    draft.steps = steps
    draft.save(update_fields=["blocks", "steps", "words", "furniture_words"])


def _count(draft: ArticleDraft, blocks: list[Numbered]) -> None:
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


def _open(draft: ArticleDraft) -> ArticleDraft:
    draft = _locked(draft)
    if draft.article_id is not None:
        raise Refused("This draft has been saved as an article. Open the article to go on.")
    return draft
