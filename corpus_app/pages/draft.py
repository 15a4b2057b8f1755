"""One draft as a page: its blocks as they will be read, its metadata with evidence, and the source beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.forms import BoundField, Form

from corpus_app.drafting import CHOSEN, Numbered
from corpus_app.importing.blocks import Kind, Role, Why
from corpus_app.importing.decode import decode
from corpus_app.importing.lines import source_lines
from corpus_app.importing.sniff import Format
from corpus_app.models import ArticleDraft, Project, User
from corpus_app.pages.drafts import Row, rows_of, waiting

BLOCKS_ON_A_PAGE = 200
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
    """A stretch of a block; `join` is the index of the mended place before it, None at the beginning."""

    text: str
    join: int | None


@dataclass(frozen=True)
class BlockRow:
    number: int
    position: int
    kind: str
    pieces: list[Piece]
    lines: tuple[int, ...]
    reason: str
    is_last: bool

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


def draft_page(draft: ArticleDraft, user: User, form: Form, *, page: int = 1) -> DraftPage:
    project: Project = draft.project
    blocks = blocks_of(draft, page)
    return DraftPage(
        draft=draft,
        row=rows_of([draft], project, user)[0],
        blocks=blocks,
        hints=hints_of(draft, form),
        source=source_of(draft, blocks),
        others=waiting(project, user).exclude(pk=draft.pk).count(),
    )


def next_draft(draft: ArticleDraft, user: User) -> ArticleDraft | None:
    """The one behind it in the list, else the first."""
    others = waiting(draft.project, user).exclude(pk=draft.pk)
    return others.filter(pk__gt=draft.pk).first() or others.first()


def blocks_of(draft: ArticleDraft, page: int = 1) -> Blocks:
    """Page `page` of the blocks, or the last one if there are not so many."""
    stored = draft.blocks
    pages = max(1, -(-len(stored) // BLOCKS_ON_A_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * BLOCKS_ON_A_PAGE
    shown = [Numbered.from_json(one) for one in stored[first : first + BLOCKS_ON_A_PAGE]]
    rows = [block_row(one, first + nth, len(stored)) for nth, one in enumerate(shown, 1)]
    return Blocks(list(runs_of(rows)), page, pages)


def page_with(draft: ArticleDraft, number: int) -> int:
    """The page on which the block of this number stands."""
    place = next((at for at, one in enumerate(draft.blocks) if one["n"] == number), 0)
    return place // BLOCKS_ON_A_PAGE + 1


def one_block(draft: ArticleDraft, number: int) -> BlockRow:
    position = next(at for at, one in enumerate(draft.blocks, 1) if one["n"] == number)
    return block_row(Numbered.from_json(draft.blocks[position - 1]), position, len(draft.blocks))


def block_row(one: Numbered, position: int, total: int) -> BlockRow:
    block = one.block
    return BlockRow(
        number=one.number, position=position, kind=block.kind.value, pieces=list(pieces(one)), lines=block.lines,
        reason=block.reason, is_last=position == total,
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
