"""A block is one paragraph of a draft, with its kind, its role and the reason for both."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Kind(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    LIST_ITEM = "list_item"
    QUESTION = "question"
    ANSWER = "answer"
    QUOTE = "quote"
    REFERENCE = "reference"
    META = "meta"
    BOILERPLATE = "boilerplate"


class Role(StrEnum):
    CONTENT = "content"
    REFERENCE = "reference"
    META = "meta"
    BOILERPLATE = "boilerplate"


class Why(StrEnum):
    """Undoing a hard wrap is layout; the other two are guesses that a person should see.

    UNSURE_WRAP: a sentence ends where the line does, in a wrapped text that has no blank lines to ask.
    """

    WRAP = "wrap"
    UNSURE_WRAP = "unsure_wrap"
    PAGE_BREAK = "page_break"


ROLES = {Kind.REFERENCE: Role.REFERENCE, Kind.META: Role.META, Kind.BOILERPLATE: Role.BOILERPLATE}


@dataclass(frozen=True)
class Join:
    """Two lines became one text: joiner stands at this code-point offset and is not in the source."""

    at: int
    joiner: str
    why: Why


@dataclass(frozen=True)
class Block:
    """lines are 1-based source lines; text is theirs, verbatim but for the joins and outer white space."""

    kind: Kind
    role: Role
    text: str
    lines: tuple[int, ...]
    joins: tuple[Join, ...] = field(default=())
    reason: str = ""
    detail: str = ""

    @property
    def guesses(self) -> tuple[Join, ...]:
        return tuple(join for join in self.joins if join.why is not Why.WRAP)

    @property
    def words(self) -> int:
        return len(self.text.split())


def split_join(block: Block, index: int) -> tuple[Block, Block]:
    """Undo the join at this index of block.joins. Raises IndexError if there is none."""
    if not 0 <= index < len(block.joins):
        raise IndexError("This paragraph has no such join.")
    join = block.joins[index]
    first, rest = block.text[: join.at], block.text[join.at + len(join.joiner) :]
    cut = 1 + index + first.count("\n")
    shift = join.at + len(join.joiner)
    later = tuple(replace(other, at=other.at - shift) for other in block.joins[index + 1 :])
    return (
        replace(block, text=first, lines=block.lines[:cut], joins=block.joins[:index]),
        replace(block, text=rest, lines=block.lines[cut:], joins=later),
    )


def cut(block: Block, at: int) -> tuple[Block, Block]:
    """Two of one, at a code point of its text; white space there goes. Raises IndexError where one would be empty."""
    first, rest = block.text[:at].rstrip(), block.text[at:].lstrip()
    if not first or not rest:
        raise IndexError("There is nothing on one side of this place.")
    begin = len(block.text) - len(rest)
    before = tuple(join for join in block.joins if join.at < len(first))
    after = tuple(replace(join, at=join.at - begin) for join in block.joins if join.at > begin)
    lines = 1 + len(before) + first.count("\n")
    within_a_line = len(before) + len(after) == len(block.joins) and "\n" not in block.text[len(first) : begin]
    return (
        replace(block, text=first, lines=block.lines[:lines], joins=before),
        replace(block, text=rest, lines=block.lines[lines - within_a_line :] or block.lines[-1:], joins=after),
    )
