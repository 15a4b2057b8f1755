"""Short notation for what a reader made of a text: one code per block, with its line numbers."""

from corpus_app.importing.blocks import Block, Kind, Role
from corpus_app.importing.draft import Draft
from corpus_app.importing.reader import read_text

CODES = {
    Kind.TITLE: "T",
    Kind.HEADING: "H",
    Kind.BODY: "B",
    Kind.LIST_ITEM: "L",
    Kind.QUESTION: "Q",
    Kind.ANSWER: "A",
    Kind.QUOTE: "C",
    Kind.REFERENCE: "R",
    Kind.META: "M",
    Kind.BOILERPLATE: "X",
}


def code(block: Block) -> str:
    """One letter; a heading over references is RH."""
    letter = CODES[block.kind]
    return "RH" if letter == "H" and block.role is Role.REFERENCE else letter


def outline(text: str) -> str:
    """ "T B B H B" for a text, one code per block."""
    return " ".join(code(block) for block in read_text(text).blocks)


def kinds(text: str) -> dict[str, str]:
    """Block text to code; for texts whose blocks all differ."""
    return {block.text: code(block) for block in read_text(text).blocks}


def details(text: str) -> list[str]:
    return [block.detail for block in read_text(text).blocks]


def expected(notation: str, text: str) -> list[tuple[tuple[int, ...], str]]:
    """Read "1 T, 3-7 B, 17+19 B": a range is one block per line that is not blank, a plus joins lines."""
    filled = [number for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    found = []
    for entry in notation.split(","):
        where, kind = entry.split()
        first, _, last = where.partition("-")
        if last:
            found += [((number,), kind) for number in filled if int(first) <= number <= int(last)]
        else:
            found.append((tuple(int(number) for number in where.split("+")), kind))
    return found


def found(draft: Draft) -> list[tuple[tuple[int, ...], str]]:
    return [(block.lines, code(block)) for block in draft.blocks]
