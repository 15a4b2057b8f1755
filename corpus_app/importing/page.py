"""The paragraphs of one text while their kinds are being decided; the first rule that speaks, wins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from corpus_app.importing.blocks import ROLES, Block, Kind, Role
from corpus_app.importing.fold import fold
from corpus_app.importing.lines import Unit
from corpus_app.importing.prose import headline, is_prose, size

HEAD = 60  # lines within which the article must begin
STANDFIRST = 45  # words
SIGNED = 5  # lines that a signature may have


@dataclass(frozen=True)
class Mark:
    kind: Kind
    role: Role
    reason: str
    detail: str


class Page:
    """Units and their marks. Folded text and word counts are kept, because every rule asks for them."""

    def __init__(self, units: Sequence[Unit], marks: Sequence[Mark | None] = ()) -> None:
        self.texts = [unit.text for unit in units]
        self.units = units
        self.marks: list[Mark | None] = list(marks) or [None] * len(units)
        self.sizes = [size(text) for text in self.texts]
        self.folded = [fold(text) if len(text) < 1500 else "" for text in self.texts]
        self.headlines = [headline(text) for text in self.texts]
        self.prose = [is_prose(text) for text in self.texts]
        self.before = [0, *accumulate(self.sizes)]  # words before each place, and in all

    def __len__(self) -> int:
        return len(self.texts)

    def mark(self, at: int, kind: Kind, reason: str, detail: str = "", role: Role | None = None) -> None:
        if self.marks[at] is None:
            self.marks[at] = Mark(kind, role or ROLES.get(kind, Role.CONTENT), reason, detail)

    def furniture(self, at: int, detail: str, reason: str) -> None:
        self.mark(at, Kind.BOILERPLATE, reason, detail)

    def is_free(self, at: int) -> bool:
        return self.marks[at] is None

    def is_furniture(self, at: int) -> bool:
        mark = self.marks[at]
        return mark is not None and mark.role is Role.BOILERPLATE

    def kind(self, at: int) -> Kind | None:
        """None also beyond the last place."""
        mark = self.marks[at] if at < len(self) else None
        return mark.kind if mark else None

    def detail(self, at: int) -> str:
        mark = self.marks[at] if at < len(self) else None
        return mark.detail if mark else ""

    def free(self) -> Iterator[int]:
        """Places without a mark, also when marks are set on the way."""
        return (at for at in range(len(self)) if self.marks[at] is None)

    def hangs(self, at: int) -> bool:
        """It stands right below running text and apart from what follows, as a signature does and no heading."""
        above, below = at, at + 1
        while self._gap(above) == 0 and not self.prose[above] and at - above < SIGNED:
            above -= 1
        while self._gap(below) == 0 and not self.prose[below] and below - at < SIGNED:
            below += 1
        return above < at and self.prose[above] and self._gap(below) > 0

    def _gap(self, at: int) -> int:
        """Blank lines before it; 1 at the beginning and beyond the end."""
        return self.units[at].lines[0] - self.units[at - 1].lines[-1] - 1 if 0 < at < len(self) else 1

    def opening(self) -> int:
        """Where the running text begins: the first prose that is no furniture, within the first lines."""
        head = min(len(self), HEAD)
        return next((at for at in range(head) if self.is_free(at) and self.prose[at]), head)

    def top(self) -> int:
        """End of the zone in which by-line and date may stand: after the title and a short standfirst."""
        head, first = min(len(self), HEAD), self.opening()
        if first == head or self.sizes[first] > STANDFIRST:
            return first
        return next((at for at in range(first + 1, head) if self.is_free(at) and self.prose[at]), head)

    def blocks(self) -> Iterator[Block]:
        for unit, mark in zip(self.units, self.marks, strict=True):
            mark = mark or Mark(Kind.BODY, Role.CONTENT, "Running text.", "")
            yield Block(
                kind=mark.kind,
                role=mark.role,
                text=unit.text,
                lines=tuple(unit.lines),
                joins=tuple(unit.joins),
                reason=mark.reason,
                detail=mark.detail,
            )
