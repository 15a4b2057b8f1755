"""From what a format's reader found to drafts: the rules of plain text decide what the format leaves open."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from corpus_app.importing.blocks import ROLES, Block, Role
from corpus_app.importing.controls import visible
from corpus_app.importing.decode import MAX_BYTES
from corpus_app.importing.draft import Draft, Suggestion
from corpus_app.importing.found import Found, Passage, Readout, conserved
from corpus_app.importing.glitches import warnings
from corpus_app.importing.kinds import blocks
from corpus_app.importing.lines import LINE_END, Unit
from corpus_app.importing.metadata import suggestions
from corpus_app.importing.page import Mark
from corpus_app.importing.problems import EmptyFile, TooLarge

MAX_PASSAGES = 100_000
MAX_ARTICLES = 500


def drafts(readout: Readout, *, name: str, sha256: str, form: str) -> list[Draft]:
    """Raises EmptyFile or TooLarge."""
    said = conserved(readout)
    articles = [found for found in readout.articles if any(passage.text.strip() for passage in found.passages)]
    if not articles:
        raise EmptyFile
    if len(articles) > MAX_ARTICLES:
        raise TooLarge(f"This file holds more than {MAX_ARTICLES} articles. Split it and bring the parts.")
    several = len(articles) > 1
    return [
        draft(found, said if position == 1 else [], name=name, form=form, position=position if several else 0,
              sha256=hashlib.sha256(f"{sha256}#{position}".encode()).hexdigest() if several else sha256)
        for position, found in enumerate(articles, 1)
    ]  # fmt: skip


def draft(found: Found, said: list[str], *, name: str, form: str, position: int, sha256: str) -> Draft:
    passages, told = shown(found.passages)
    if len(passages) > MAX_PASSAGES or sum(len(one.text) for one in passages) > MAX_BYTES:
        raise TooLarge(
            f"This text is larger than {MAX_BYTES // 1_000_000} MB, the limit for one article. "
            "Split it into single articles and import those."
        )
    units = list(numbered(passages))
    marks = [mark(passage) for passage in passages]
    made = blocks(units, marks, is_rough=found.is_rough)
    suggested = merged(found.suggestions, made)
    return Draft(
        blocks=tuple(made),
        suggestions=tuple(suggested),
        warnings=tuple(dict.fromkeys((*found.warnings, *said, *told, *warnings(made, suggested)))),
        sha256=sha256,
        name=name,
        reader=f"{form}/1",
        position=position,
        source="\n\n".join(map(as_read, passages)),
    )


def shown(passages: list[Passage]) -> tuple[list[Passage], tuple[str, ...]]:
    """Without empty ones and outer white space; what cannot be stored is replaced where a reader sees it."""
    kept, told = [], []
    for passage in passages:
        text, said = visible("\n".join(line.rstrip() for line in LINE_END.split(passage.text)).strip())
        told += said
        if text:
            kept.append(replace(passage, text=text))
    return kept, tuple(told[:1])


def as_read(passage: Passage) -> str:
    """The text with a line end where two parts of it were joined."""
    text = passage.text
    for join in reversed(passage.joins):
        text = f"{text[: join.at]}\n{text[join.at + len(join.joiner) :]}"
    return text


def numbered(passages: list[Passage]) -> Iterator[Unit]:
    """Each with its lines in the text as it was read, in which a blank line stands between two passages."""
    line = 1
    for passage in passages:
        count = passage.text.count("\n") + len(passage.joins) + 1
        yield Unit(passage.text, list(range(line, line + count)), list(passage.joins))
        line += count + 1


def mark(passage: Passage) -> Mark | None:
    if passage.kind is None:
        return None
    role = passage.role or ROLES.get(passage.kind, Role.CONTENT)
    where = f"{passage.reason} ({passage.place})" if passage.place else passage.reason
    return Mark(passage.kind, role, where, passage.detail)


def merged(stated: list[Suggestion], made: list[Block]) -> list[Suggestion]:
    """A title block, then what the file states about itself, then what its text states; one for each field."""
    found: dict[str, Suggestion] = {}
    told = suggestions(made)
    titles = [suggestion for suggestion in told if suggestion.field == "title"]
    for suggestion in (*titles, *stated, *told):
        value = " ".join(suggestion.value.split())
        if value:
            found.setdefault(suggestion.field, Suggestion(suggestion.field, value, suggestion.evidence))
    return list(found.values())
