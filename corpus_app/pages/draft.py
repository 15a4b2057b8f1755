"""One draft as a page: its blocks as they will be read, its metadata with evidence, and the source beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.forms import BoundField, Form

from corpus_app.drafting import CHOSEN, Numbered
from corpus_app.importing.blocks import Kind, Role, Why
from corpus_app.importing.decode import decode
from corpus_app.importing.lines import source_lines
from corpus_app.importing.sniff import Format
from corpus_app.matching import LABELS
from corpus_app.models import ArticleDraft, Project, User
from corpus_app.pages.article_table import own_fields
from corpus_app.pages.drafts import Row, earlier, rows_of, waiting

BLOCKS_ON_A_PAGE = 200
MOST_PLACES = 300
# Where a paragraph may be split, also where the space behind a sentence is missing.
SENTENCE_END = re.compile(
    r"(?:[.!?\u2026][)\]\"'\u00bb\u201d\u2019]*(?:\s+|(?=[A-Z]))|[\u3002\uff01\uff1f\u061f\u0964]\s*|\n)(?=\S)"
)
CLAUSE_END = re.compile(r"(?:[,;:\u2013\u2014]\s+|[\uff0c\u3001\uff1b\uff1a\u060c])(?=\S)")
WORD_END = re.compile(r"\s+(?=\S)")
KINDS = (  # in the order of the menu, each with the key that chooses it
    (Kind.TITLE, "Title", "t"),
    (Kind.HEADING, "Heading", "h"),
    (Kind.BODY, "Paragraph", "p"),
    (Kind.LIST_ITEM, "List item", "l"),
    (Kind.QUESTION, "Question", "q"),
    (Kind.ANSWER, "Answer", "a"),
    (Kind.QUOTE, "Quote", "c"),
    (Kind.REFERENCE, "Reference", "r"),
    (Kind.META, "By-line or date", "m"),
    (Kind.BOILERPLATE, "Not article", "b"),
)


@dataclass(frozen=True)
class Piece:
    """A stretch of a block; before it a mended place, by its index, or a place `at` which it can be split."""

    text: str
    join: int | None = None
    at: int = 0


@dataclass(frozen=True)
class BlockRow:
    number: int
    position: int
    kind: str
    pieces: list[Piece]
    lines: tuple[int, ...]
    reason: str
    is_last: bool
    is_cut: bool = False

    @property
    def place(self) -> str:
        first, last = self.lines[0], self.lines[-1]
        return f"line {first}" if first == last else f"lines {first} to {last}"


@dataclass(frozen=True)
class Run:
    """Neighbouring blocks that are all article or all page furniture; long furniture is folded."""

    is_furniture: bool
    rows: list[BlockRow]
    words: int

    @property
    def is_folded(self) -> bool:
        return self.is_furniture and len(self.rows) > 1


@dataclass(frozen=True)
class Blocks:
    runs: list[Run]
    page: int
    pages: int


@dataclass(frozen=True)
class Hint:
    """A field of the metadata with what the text suggests for it."""

    field: BoundField
    value: str = ""
    evidence: str = ""
    is_used: bool = False


@dataclass(frozen=True)
class DraftPage:
    draft: ArticleDraft
    row: Row
    blocks: Blocks
    hints: list[Hint]
    source: list[tuple[int, str]] = field(default_factory=list)
    others: int = 0
    more: list[tuple[str, object]] = field(default_factory=list)


def draft_page(draft: ArticleDraft, user: User, form: Form, *, page: int = 1, split: int = 0) -> DraftPage:
    project: Project = draft.project
    blocks = blocks_of(draft, page, split)
    return DraftPage(
        draft=draft,
        row=rows_of([draft], project, user, [*earlier(draft, user), draft])[0],
        blocks=blocks,
        hints=hints_of(draft, form),
        source=source_of(draft, blocks),
        others=waiting(project, user).exclude(pk=draft.pk).count(),
        more=list(said_too(draft, user)),
    )


def said_too(draft: ArticleDraft, user: User) -> Iterable[tuple[str, object]]:
    """What a table or an archive says that the form does not ask for, by its label. A query where it has own fields."""
    for name in ("section", "provider_id"):
        if value := draft.metadata.get(name):
            yield LABELS[name], value
    values = draft.metadata.get("meta")
    for one in own_fields(draft.project, user) if values else ():
        if one.uid in values:
            yield one.name, values[one.uid]


def next_draft(draft: ArticleDraft, user: User) -> ArticleDraft | None:
    """The one behind it in the list, else the first."""
    others = waiting(draft.project, user).exclude(pk=draft.pk)
    return others.filter(pk__gt=draft.pk).first() or others.first()


def blocks_of(draft: ArticleDraft, page: int = 1, split: int = 0) -> Blocks:
    """Page `page` of the blocks, or the last one if there are not so many. Block `split` shows where it can be."""
    stored = draft.blocks
    pages = max(1, -(-len(stored) // BLOCKS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * BLOCKS_ON_A_PAGE
    shown = [Numbered.from_json(one) for one in stored[first : first + BLOCKS_ON_A_PAGE]]
    rows = [block_row(one, first + nth, len(stored), one.number == split) for nth, one in enumerate(shown, 1)]
    return Blocks(list(runs_of(rows)), page, pages)


def page_with(draft: ArticleDraft, number: int) -> int:
    """The page on which the block of this number stands."""
    place = next((at for at, one in enumerate(draft.blocks) if one["n"] == number), 0)
    return place // BLOCKS_ON_A_PAGE + 1


def one_block(draft: ArticleDraft, number: int) -> BlockRow:
    position = next(at for at, one in enumerate(draft.blocks, 1) if one["n"] == number)
    return block_row(Numbered.from_json(draft.blocks[position - 1]), position, len(draft.blocks))


def block_row(one: Numbered, position: int, total: int, is_cut: bool = False) -> BlockRow:
    block = one.block
    return BlockRow(
        number=one.number, position=position, kind=block.kind.value, lines=block.lines, reason=block.reason,
        pieces=list(cut_pieces(one) if is_cut else pieces(one)), is_last=position == total, is_cut=is_cut,
    )


def pieces(one: Numbered) -> Iterable[Piece]:
    """The text cut where a page break was mended; the space that mends it ends the piece before."""
    start, before = 0, None
    for index, join in enumerate(one.block.joins):
        if join.why is Why.PAGE_BREAK:
            end = join.at + len(join.joiner)
            yield Piece(one.block.text[start:end], before)
            start, before = end, index
    yield Piece(one.block.text[start:], before)


def cut_pieces(one: Numbered) -> Iterable[Piece]:
    """The text cut wherever it might be split: behind sentences and lines, else behind clauses, else behind words."""
    text = one.block.text
    found = (list(pattern.finditer(text)) for pattern in (SENTENCE_END, CLAUSE_END, WORD_END))
    places = next((places for places in found if places), [])[:MOST_PLACES]
    starts = [0, *(place.end() for place in places)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield Piece(text[start:end], at=start)


def runs_of(rows: list[BlockRow]) -> Iterable[Run]:
    for is_furniture, group in groupby(rows, key=lambda row: row.kind == Role.BOILERPLATE):
        members = list(group)
        words = sum(len(piece.text.split()) for row in members for piece in row.pieces)
        yield Run(is_furniture, members, words)


def hints_of(draft: ArticleDraft, form: Form) -> list[Hint]:
    found = {suggestion["field"]: suggestion for suggestion in draft.suggestions}
    found["title"] = title_hint(draft, found.get("title"))
    return [hint(bound, found.get(bound.name)) for bound in form]


def hint(bound: BoundField, suggestion: dict | None) -> Hint:
    if not suggestion:
        return Hint(bound)
    is_used = (bound.value() or "").strip() == suggestion["value"]
    return Hint(bound, suggestion["value"], suggestion["evidence"], is_used)


def title_hint(draft: ArticleDraft, suggestion: dict | None) -> dict | None:
    """What the reader took for the title, unless a person has marked another paragraph as it."""
    title = next((one for one in draft.blocks if one["kind"] == Kind.TITLE), None)
    if title is None:
        return None
    if title["reason"] != CHOSEN and suggestion:
        return suggestion
    text = " ".join(title["text"].split())[:500]
    return {"value": text, "evidence": "The paragraph that you marked as the title."}


def examples_of(draft: ArticleDraft, columns: Iterable[BoundField]) -> list[tuple[BoundField, list[str]]]:
    """Each column of a table with what the first rows hold in it."""
    return [(column, [row[at] for row in draft.table["rows"]]) for at, column in enumerate(columns)]


def source_of(draft: ArticleDraft, blocks: Blocks) -> list[tuple[int, str]]:
    """The file's own lines, numbered, from the first to the last that the page's blocks were made of."""
    used = [line for run in blocks.runs for row in run.rows for line in row.lines]
    if not used:
        return []
    content = bytes(draft.content)
    is_plain = draft.format == Format.TEXT
    lines = source_lines(decode(content, draft.encoding or None).text if is_plain else content.decode())
    first, last = min(used), max(used)
    return list(enumerate(lines[first - 1 : last], first))
