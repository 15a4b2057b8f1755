"""The paragraphs of one text while their kinds are being decided; the first rule that speaks, wins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus_app.importing.blocks import ROLES, Block, Kind, Role
from corpus_app.importing.fold import fold
from corpus_app.importing.lines import Unit
from corpus_app.importing.prose import headline, is_prose, size


@dataclass(frozen=True)
class Mark:
    kind: Kind
    role: Role
    reason: str
    detail: str


class Page:
    """Units and their marks. Folded text and word counts are kept, because every rule asks for them."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.texts = [unit.text for unit in units]
        self.units = units
        self.marks: list[Mark | None] = [None] * len(units)
        self.sizes = [size(text) for text in self.texts]
        self.folded = [fold(text) if len(text) < 1500 else "" for text in self.texts]
        self.headlines = [headline(text) for text in self.texts]
        self.prose = [is_prose(text) for text in self.texts]

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
        mark = self.marks[at]
        return mark.kind if mark else None

    def detail(self, at: int) -> str:
        mark = self.marks[at]
        return mark.detail if mark else ""

    def free(self) -> Iterator[int]:
        """Places without a mark, also when marks are set on the way."""
        return (at for at in range(len(self)) if self.marks[at] is None)

    def opening(self) -> int:
        """Where the running text begins: the first prose that is no furniture."""
        return next((at for at in self.free() if self.prose[at]), len(self))

    def top(self) -> int:
        """End of the zone in which by-line and date may stand: after the title and a short standfirst."""
        first = self.opening()
        if first == len(self) or self.sizes[first] > 45:
            return first
        return next((at for at in self.free() if at > first and self.prose[at]), len(self))

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
