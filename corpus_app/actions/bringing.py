"""From files to drafts: what was read becomes rows that wait for a person, or a sentence that says what is wrong."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.functional import cached_property

from corpus_app import drafting
from corpus_app.actions.drafts import count, fitting, folded_sha256, still_open
from corpus_app.actions.members import Refused
from corpus_app.importing.blocks import Role
from corpus_app.importing.columns import Unmapped, key
from corpus_app.importing.draft import Draft, Rows, Suggestion
from corpus_app.importing.problems import ImportProblem, Undecodable
from corpus_app.importing.reading import Outcome, Reading
from corpus_app.importing.sketch import sketch
from corpus_app.importing.sniff import Format
from corpus_app.models import ArticleDraft, ArticleField, Project, TableColumns, Upload, User
from corpus_app.own_values import OWN, said_in

MAX_WAITING = 500
PACKED_UNDECODABLE = (
    "The encoding of this file is not stated. Take it out of the archive and bring it alone: then you can choose how "
    "it is read."
)
PACKED_TABLE = "This table lies in an archive. Take it out and bring it alone: then you can say what its columns hold."
NAME_LENGTH = ArticleDraft._meta.get_field("name").max_length
FILLED = ("title", "language", "url")  # the others wait for a person to confirm them


@dataclass
class Taken:
    """What became of the rows of a table; `left` wait in it still, `again` are drafts already."""

    drafts: list[ArticleDraft]
    wrong: int
    without_text: int
    again: int
    left: int


def add_draft(*, project: Project, added_by: User, name: str, content: bytes, source: str = "") -> ArticleDraft:
    """The draft of a file that holds one article, read at once. Raises Busy."""
    with Reading() as reading:
        outcome = next(reading.outcomes(content, name))
    made = prepared(project=project, added_by=added_by, outcome=outcome, content=content, source=source)
    return store(drafts=made)[0]


def prepared(
    *,
    project: Project,
    added_by: User,
    outcome: Outcome,
    content: bytes,
    source: str = "",
    room: int = MAX_WAITING,
    upload: Upload | None = None,
    url: str = "",
) -> list[ArticleDraft]:
    """Unsaved drafts of all articles of a file, or one with its problem: what takes long, before anything is locked.

    `url` is where it was fetched from, and the address of its article unless the page names one itself.
    """
    blank = ArticleDraft(
        project=project, added_by=added_by, name=outcome.name[-NAME_LENGTH:], file_sha256=outcome.sha256, upload=upload
    )
    found = outcome.found
    if url and not isinstance(found, ImportProblem) and len(found) == 1 and not found[0].suggested("url"):
        stated = Suggestion("url", url, "It was fetched from this address.")
        found = [replace(found[0], suggestions=(*found[0].suggestions, stated))]
    return _drafts_of(blank, found, content, source, room)


def store(*, drafts: list[ArticleDraft]) -> list[ArticleDraft]:
    """Keep what was prepared of a file; what waits already is not added twice."""
    one = drafts[0]
    there = ArticleDraft.objects.waiting().filter(
        project=one.project, added_by=one.added_by, name=one.name, file_sha256=one.file_sha256
    )
    if found := list(there):
        there.update(upload=one.upload)
        return found
    return _keep_new(drafts)


class SavedFiles:
    """Files that this person has saved all articles of: what was brought in parts can be brought again.

    Looked up when an archive asks for the first one.
    """

    def __init__(self, project: Project, person: User) -> None:
        self.mine = ArticleDraft.objects.filter(project=project, added_by=person)

    def __contains__(self, sha256: object) -> bool:
        return sha256 in self.found

    @cached_property
    def found(self) -> set[str]:
        saved = self.mine.filter(article__isnull=False, article__removed_at=None)
        waiting = self.mine.waiting()
        return set(saved.values_list("file_sha256", flat=True)) - set(waiting.values_list("file_sha256", flat=True))


def choose_columns(
    *, draft: ArticleDraft, fields: Sequence[str], room: int = MAX_WAITING, own: Sequence[ArticleField] = (),
    bare: bool = False,
) -> Taken:
    """Drafts of the table's rows, as many as there is room for; the table waits until all its rows are taken.

    With `bare` also of rows without text, whose articles wait for it.

    Raises ImportProblem.
    """
    content = bytes(draft.content)
    start = draft.table["start"]
    with Reading() as reading:
        rows = reading.rows(
            content, draft.name, list(fields), encoding=draft.encoding or None, start=start,
            limit=max(1, min(room, MAX_WAITING)), delimiter=draft.table.get("delimiter", ""), bare=bare,
        )  # fmt: skip
    made = of_rows(draft, rows, own)
    with transaction.atomic():
        draft = still_open(draft)
        drafts = keep_rows(draft, made)
        remember(draft, fields)
        if rows.following:
            said = {"found": list(fields), "bare": bare}
            draft.table = {**draft.table, **said, "start": rows.following, "left": rows.left}
            draft.table.pop("match", None)
            draft.problem = (
                f"{rows.left:,} rows of this table, from row {rows.following:,} on, are no drafts yet. "
                "Save or discard drafts, then go on here."
            )
            draft.save(update_fields=["table", "problem"])
        else:
            draft.delete()
    return Taken(drafts, len(rows.wrong), rows.without_text, len(made) - len(drafts), rows.left)


def of_rows(draft: ArticleDraft, rows: Rows, own: Sequence[ArticleField]) -> list[ArticleDraft]:
    """Unsaved drafts of a table's rows, in their order; of the wrong ones such as say what is wrong."""
    blank = ArticleDraft(
        project=draft.project, added_by=draft.added_by, name=draft.name, file_sha256=draft.file_sha256,
        encoding=draft.encoding,
    )
    made = [_of_row(blank, found, draft.metadata.get("source", ""), own) for found in (*rows.drafts, *rows.bare)]
    made += [_wrong_row(blank, number, sentence) for number, sentence in rows.wrong]
    return sorted(made, key=lambda one: one.position)


def keep_rows(draft: ArticleDraft, made: Sequence[ArticleDraft]) -> list[ArticleDraft]:
    """Of two with one hash, and of what waits already, the first stays."""
    waiting = ArticleDraft.objects.waiting().filter(
        project=draft.project, added_by=draft.added_by, name=draft.name
    )
    there = set(waiting.values_list("sha256", flat=True))
    new = {one.sha256: one for one in reversed(made) if one.sha256 not in there}
    return ArticleDraft.objects.bulk_create(sorted(new.values(), key=lambda one: one.position))


def remember(draft: ArticleDraft, fields: Sequence[str]) -> None:
    """What the columns of this table hold, for the next with the same header."""
    TableColumns.objects.update_or_create(
        project=draft.project, header_sha256=key(draft.table["header"]), defaults={"fields": list(fields)}
    )


def choose_delimiter(*, draft: ArticleDraft, delimiter: str) -> ArticleDraft:
    """Read the table again with the sign that a person says separates its fields. Raises ImportProblem."""
    with Reading() as reading:
        table = reading.table(bytes(draft.content), draft.name, draft.encoding or None, delimiter)
    with transaction.atomic():
        draft = still_open(draft)
        if draft.table["start"]:
            raise Refused("Some of its rows are drafts already, so it goes on as it began. Bring it anew instead.")
        draft.table = table
        draft.save(update_fields=["table"])
    return draft


def choose_encoding(*, draft: ArticleDraft, encoding: str) -> ArticleDraft:
    """Read the file again with the encoding a person chose; corrections so far are given up."""
    with Reading() as reading:
        again = ArticleDraft(
            project=draft.project, added_by=draft.added_by, name=draft.name, file_sha256=draft.file_sha256,
            encoding=encoding,
        )
        content = bytes(draft.content)
        found = next(reading.outcomes(content, draft.name, encoding)).found
    first, *more = _drafts_of(again, found, content, draft.metadata.get("source", ""), MAX_WAITING)
    with transaction.atomic():
        draft = still_open(draft)
        first.pk, first.uid, first.created_at = draft.pk, draft.uid, draft.created_at
        first.save(force_update=True)
        ArticleDraft.objects.bulk_create(more)
    return first


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


def _of_row(blank: ArticleDraft, found: Draft, source: str, own: Sequence[ArticleField]) -> ArticleDraft:
    """With values of the project's own fields, which the reading process does not know."""
    meta, doubts = said_in(found.metadata, own)
    known = {name: value for name, value in found.metadata.items() if not name.startswith(OWN)}
    draft = _filled(blank, replace(found, metadata=known, warnings=(*found.warnings, *doubts)), b"", source)
    draft.metadata["meta"] = meta
    return draft


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
        folded_sha256=folded_sha256(found.blocks) if found.blocks else "",
        sketch=sketch([block.text for block in found.blocks if block.role is Role.CONTENT]).packed(),
    )
    count(draft, drafting.numbered(found.blocks))
    return draft


def _fresh(blank: ArticleDraft, **values: object) -> ArticleDraft:
    return ArticleDraft(
        project=blank.project, added_by=blank.added_by, name=blank.name, file_sha256=blank.file_sha256,
        encoding=blank.encoding, upload=blank.upload, **{"content": b"", **values},
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
