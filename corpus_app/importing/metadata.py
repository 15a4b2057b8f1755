"""Title, author, date, source and language, suggested only where a line of the text states them."""

import re
from collections.abc import Sequence

from corpus_app.importing.blocks import Block, Kind, Role
from corpus_app.importing.dates import date_within
from corpus_app.importing.draft import Suggestion
from corpus_app.importing.languages import language
from corpus_app.importing.people import is_agency, is_person, names, stated_author
from corpus_app.importing.prose import headline

SEPARATE = re.compile("\\s*[|\u00b7\u2022\u2014]\\s*|\\s+[-\u2013]\\s+")
MARKUP = re.compile(r"^#{1,6}\s+|^[*_]{2,}|[*_]{2,}$")
OWNER = re.compile(
    r"(?:\u00a9|\(c\)|copyright)\s*(?:\u00a9\s*)?(?:\d{4}(?:\s*[-\u2013]\s*\d{4})?)?,?\s*(?:by\s+)?"
    r"(?P<owner>[^\W\d_][^.|\u00b7;\n]{1,60}?)\s*(?:[.|\u00b7;,]|\ball rights\b|$)",
    re.IGNORECASE,
)
LAST_YEAR = re.compile(r"\s+(?:19|20)\d\d$")
# "DULUTH, Minn., June 12, 2024 -", "Berlin (dpa), 3. Mai 2024 -": where and when, before the first sentence.
DATELINE = re.compile(
    r"[^\W\d_a-z](?:[^.;:!?\u2013\u2014]|(?<=\d)\.|\.(?=,)){2,80}?[\w)]\s*[-\u2013\u2014]+\s"
)
SOURCE = re.compile(r"(?:source|quelle|fuente|fonte|bron)\s*:\s*(?P<owner>\S.{1,80})", re.IGNORECASE)
ON = frozenset(("on", "am", "le", "el"))
AFTER_BY = re.compile(r"\b(?:by|von|por|par)\s+([^\d|·,]+)", re.IGNORECASE)


def suggestions(blocks: Sequence[Block]) -> list[Suggestion]:
    """At most one for each field; a field without evidence is left out."""
    found = [_title(blocks), _author(blocks), _published(blocks), _source(blocks), _language(blocks)]
    return [suggestion for suggestion in found if suggestion]


def _line(block: Block) -> str:
    return f"Line {block.lines[0]}"


def _title(blocks: Sequence[Block]) -> Suggestion | None:
    block = next((block for block in blocks if block.kind is Kind.TITLE), None)
    if block is None:
        return None
    return Suggestion("title", MARKUP.sub("", block.text).strip(), f"{_line(block)}: {block.reason}")


def _author(blocks: Sequence[Block]) -> Suggestion | None:
    for block in blocks:
        if block.detail == "byline":
            stated = stated_author(block.text)
            why = "begins like a by-line" if stated else "stands next to the date"
            return Suggestion("author", stated or block.text, f"{_line(block)} {why}: {block.text}")
        if block.detail == "byline_date" and (name := _name_beside(block.text)):
            return Suggestion("author", name, f"{_line(block)} names a person and a date: {block.text}")
    return None


def _name_beside(text: str) -> str:
    for part in (*SEPARATE.split(text), text.split(",")[0].strip()):
        if name := stated_author(part):
            return name
        if (is_person(part) or is_agency(part)) and not date_within(part):
            return part
    found = AFTER_BY.search(text)
    words = found[1].split() if found else []
    while words and (
        words[-1] in ON or date_within(f"{words[-1]} 1 2000")
    ):  # "By Jane Doe February 17, 2025"
        words.pop()
    return " ".join(words) if words and names(" ".join(words)) else ""


def _published(blocks: Sequence[Block]) -> Suggestion | None:
    for block in blocks:
        if block.detail in ("date", "byline_date") and (date := date_within(block.text)) and not date.changed:
            unsure = (
                " Day and month cannot be told apart, so only the year is taken."
                if len(date.value) == 4
                else ""
            )
            return Suggestion(
                "published", date.value, f"{_line(block)}, near the title: {block.text}.{unsure}"
            )
    opening = next((block for block in blocks if block.kind is Kind.BODY and len(block.text) > 80), None)
    return _dateline(opening) if opening else None


def _dateline(block: Block) -> Suggestion | None:
    """Place and date before the first sentence of an agency's report or a press release."""
    found = DATELINE.match(block.text)
    date = found and date_within(found[0])
    if not date or date.changed or len(date.value) < 10 or not 0 < len(date.rest.split()) <= 5:
        return None
    return Suggestion("published", date.value, f"{_line(block)} begins with a place and a date: {found[0]}")


def _source(blocks: Sequence[Block]) -> Suggestion | None:
    for block in blocks:
        found = SOURCE.fullmatch(block.text) if block.words <= 14 and block is not blocks[0] else None
        if found is None and block.role is Role.BOILERPLATE and block.words <= 60:
            found = OWNER.search(block.text)
        if found and found["owner"][0].isupper() and headline(found["owner"].strip()):
            owner = LAST_YEAR.sub("", found["owner"].strip())
            return Suggestion("source", owner, f"{_line(block)}: {block.text}")
    return None


def _language(blocks: Sequence[Block]) -> Suggestion | None:
    text = " ".join(block.text[:5000] for block in blocks[:400] if block.role is Role.CONTENT)
    code, why = language(text)
    return Suggestion("language", code, why) if code else None
