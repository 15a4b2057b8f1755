"""Markdown: plain text whose headings, lists and quotes are marked, and which may open with facts about itself."""

import re

from corpus_app.importing.blocks import Kind
from corpus_app.importing.decode import decode
from corpus_app.importing.draft import Suggestion
from corpus_app.importing.formats.page_facts import date_of
from corpus_app.importing.found import Found, Passage, Readout, letters
from corpus_app.importing.layout import units
from corpus_app.importing.lines import Unit, numbered

FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
FACT = re.compile(r"^(\w+)\s*:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*", re.DOTALL)
QUOTE = re.compile(r"^>[ \t]?", re.MULTILINE)
ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+\S")
NAMES = {"title": "title", "author": "author", "date": "published", "published": "published", "source": "source",
         "url": "url", "lang": "language", "language": "language"}  # fmt: skip


def read(data: bytes, encoding: str | None) -> Readout:
    """One article. Raises ImportProblem."""
    text = decode(data, encoding).text.replace("\r\n", "\n")
    front = FRONT.match(text)
    found = Found([])
    if front:
        found.passages.append(Passage(front[1], Kind.META, "The file says this about itself.", "front"))
        found.suggestions = facts(front[1])
    rest = numbered(text[front.end() :] if front else text)
    for line in split(rest):
        found.passages.append(passage(line.text, is_first=not any(one.kind is Kind.TITLE for one in found.passages)))
    return Readout([found], letters([text]))


def split(lines: list) -> list[Unit]:
    """A heading ends with its line, also where no blank line follows."""
    made: list[Unit] = []
    waiting: list = []
    for line in lines:
        if HEADING.fullmatch(line.text):
            made += [*(units(waiting) if waiting else []), Unit(line.text, [line.number])]
            waiting = []
        else:
            waiting.append(line)
    return made + (units(waiting) if waiting else [])


def passage(text: str, *, is_first: bool) -> Passage:
    if heading := HEADING.fullmatch(text):
        if len(heading[1]) == 1 and is_first:
            return Passage(heading[2], Kind.TITLE, "The first heading marked with #.")
        return Passage(heading[2], Kind.HEADING, f"It is marked with {heading[1]}.")
    if text.startswith(">"):
        return Passage(QUOTE.sub("", text), Kind.QUOTE, "It is marked with >.")
    if ITEM.match(text):
        return Passage(text, Kind.LIST_ITEM, "It is marked as a list item.")
    return Passage(text)


def facts(front: str) -> list[Suggestion]:
    made = []
    for name, value in FACT.findall(front):
        field = NAMES.get(name.lower())
        value = date_of(value) if field == "published" else value
        if field and value and len(value) <= 500:
            made.append(Suggestion(field, value[:2].lower() if field == "language" else value,
                                   f"The head of the file states it ({name})."))  # fmt: skip
    return made
