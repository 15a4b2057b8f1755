"""Drafts and problems as JSON, on their way from the reading process."""

from dataclasses import asdict

from corpus_app.importing.blocks import Block, Join, Kind, Role, Why
from corpus_app.importing.columns import Unmapped
from corpus_app.importing.draft import Archive, Draft, Rows, Suggestion
from corpus_app.importing.problems import Decoding, ImportProblem, Undecodable


def packed(found: list[Draft] | Archive | Rows | ImportProblem) -> dict:
    if isinstance(found, Rows):
        return {**vars(found), "drafts": [*map(packed_draft, found.drafts)], "bare": [*map(packed_draft, found.bare)]}
    if isinstance(found, Unmapped):
        return {"table": found.table}
    if isinstance(found, Archive):
        return asdict(found)
    if isinstance(found, list):
        return {"drafts": [packed_draft(one) for one in found]}
    choices = found.choices if isinstance(found, Undecodable) else []
    return {"problem": str(found), "choices": [asdict(choice) for choice in choices]}


def packed_draft(found: Draft) -> dict:
    """As dataclasses.asdict, which copies every value and took a tenth of the reading."""
    blocks = [{**vars(one), "joins": [vars(join) for join in one.joins]} for one in found.blocks]
    return {**vars(found), "blocks": blocks, "suggestions": [vars(one) for one in found.suggestions]}


def unpacked(answer: dict) -> list[Draft] | Archive | Rows | ImportProblem:
    if "table" in answer:
        return Unmapped(answer["table"])
    if "wrong" in answer:
        wrong = [(number, sentence) for number, sentence in answer["wrong"]]
        made = {name: [draft(**one) for one in answer[name]] for name in ("drafts", "bare")}
        return Rows(**{**answer, **made, "wrong": wrong})
    if "members" in answer:
        return Archive(**answer)
    if "drafts" in answer:
        return [draft(**one) for one in answer["drafts"]]
    if answer["choices"]:
        return Undecodable(answer["problem"], tuple(Decoding(**choice) for choice in answer["choices"]))
    return ImportProblem(answer["problem"])


def draft(
    *, blocks: list[dict], suggestions: list[dict], warnings: list[str], **rest: str | int | dict[str, str]
) -> Draft:
    return Draft(
        blocks=tuple(block(**one) for one in blocks),
        suggestions=tuple(Suggestion(**one) for one in suggestions),
        warnings=tuple(warnings),
        **rest,
    )


def block(*, kind: str, role: str, lines: list[int], joins: list[dict], **rest: str) -> Block:
    made = tuple(Join(join["at"], join["joiner"], Why(join["why"])) for join in joins)
    return Block(kind=Kind(kind), role=Role(role), lines=tuple(lines), joins=made, **rest)
