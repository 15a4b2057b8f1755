"""What a draft holds as JSON: numbered blocks, corrections to them that can be undone, and what the text states.

Pure. A block's number stays while others are split or joined, so a correction never meets the wrong block.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus_app.importing.blocks import ROLES, Block, Join, Kind, Role, Why, cut, split_join
from corpus_app.importing.draft import Draft

# What the reader suggests only where the source says it: a headline, a by-line, a date, a page's own address.
STATED = ("title", "author", "published", "language", "url")
CHOSEN = "Chosen by you."  # the reason of a kind that a person has set


class Gone(ValueError):
    """The block is not there any more; the message says what to do."""


@dataclass(frozen=True)
class Numbered:
    number: int
    block: Block

    def as_json(self) -> dict:
        block = self.block
        return {
            "n": self.number,
            "kind": block.kind.value,
            "role": block.role.value,
            "text": block.text,
            "lines": list(block.lines),
            "joins": [[join.at, join.joiner, join.why.value] for join in block.joins],
            "reason": block.reason,
            "detail": block.detail,
        }

    @classmethod
    def from_json(cls, stored: dict) -> "Numbered":
        block = Block(
            kind=Kind(stored["kind"]),
            role=Role(stored["role"]),
            text=stored["text"],
            lines=tuple(stored["lines"]),
            joins=tuple(Join(at, joiner, Why(why)) for at, joiner, why in stored["joins"]),
            reason=stored["reason"],
            detail=stored["detail"],
        )
        return cls(stored["n"], block)


@dataclass(frozen=True)
class Correction:
    """The blocks after it, and the step that takes it back: `was` goes where the `count` blocks from `at` stand."""

    blocks: list[Numbered]
    step: dict


def numbered(blocks: Sequence[Block]) -> list[Numbered]:
    return [Numbered(number, block) for number, block in enumerate(blocks, 1)]


def stated(found: Draft) -> dict[str, str]:
    """The metadata the text itself states; what it does not state is empty, never guessed."""
    return {name: found.suggested(name) for name in STATED}


def set_kind(blocks: list[Numbered], number: int, kind: Kind) -> Correction:
    """Raises Gone."""
    at = _place(blocks, number)
    role = ROLES.get(kind, Role.CONTENT)
    chosen = replace(blocks[at].block, kind=kind, role=role, reason=CHOSEN, detail="")
    return _replace(blocks, at, 1, [chosen])


def join_next(blocks: list[Numbered], number: int) -> Correction:
    """Make one block of this one and the next, with a space between them. Raises Gone."""
    at = _place(blocks, number)
    if at + 1 == len(blocks):
        raise Gone("This is the last paragraph; there is none to join it with.")
    first, second = blocks[at].block, blocks[at + 1].block
    seam = len(first.text)
    later = (replace(join, at=join.at + seam + 1) for join in second.joins)
    joined = replace(
        first,
        text=f"{first.text} {second.text}",
        lines=first.lines + second.lines,
        joins=(*first.joins, Join(seam, " ", Why.PAGE_BREAK), *later),
    )
    return _replace(blocks, at, 2, [joined])


def undo_join(blocks: list[Numbered], number: int, index: int) -> Correction:
    """Split a block where the join of this index mended it. Raises Gone."""
    at = _place(blocks, number)
    try:
        return _replace(blocks, at, 1, list(split_join(blocks[at].block, index)))
    except IndexError as error:
        raise Gone("This place has been split already. Reload the page to see it.") from error


def split_at(blocks: list[Numbered], number: int, at: int) -> Correction:
    """Make two blocks of one, at this code point of its text. Raises Gone."""
    place = _place(blocks, number)
    try:
        return _replace(blocks, place, 1, list(cut(blocks[place].block, at)))
    except IndexError as error:
        raise Gone("There are no words on one side of this place. Choose one inside the paragraph.") from error


def take_back(blocks: list[Numbered], step: dict) -> list[Numbered]:
    was = [Numbered.from_json(stored) for stored in step["was"]]
    return blocks[: step["at"]] + was + blocks[step["at"] + step["count"] :]


def _place(blocks: list[Numbered], number: int) -> int:
    for at, one in enumerate(blocks):
        if one.number == number:
            return at
    raise Gone("This paragraph has been joined with another one since. Reload the page and try again.")


def _replace(blocks: list[Numbered], at: int, count: int, new: list[Block]) -> Correction:
    """The first of the new blocks keeps the number of the first of the old ones; more get fresh numbers."""
    fresh = max(one.number for one in blocks) + 1
    numbers = [blocks[at].number, *range(fresh, fresh + len(new) - 1)]
    there = [Numbered(number, block) for number, block in zip(numbers, new, strict=True)]
    step = {"at": at, "count": len(new), "was": [one.as_json() for one in blocks[at : at + count]]}
    return Correction(blocks[:at] + there + blocks[at + count :], step)
