"""From a table to articles, one for each row with text, once somebody has said what its columns hold."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from corpus_app.importing import columns, finish
from corpus_app.importing.controls import visible
from corpus_app.importing.dates import date_within
from corpus_app.importing.draft import Draft, Rows, Suggestion
from corpus_app.importing.formats import delimited, jsonl, xlsx
from corpus_app.importing.formats.page_facts import LANGUAGE, date_of
from corpus_app.importing.formats.sheet import MAX_ROWS, Row, Sheet
from corpus_app.importing.found import Found, Passage, Readout, conserved, letters
from corpus_app.importing.layout import units
from corpus_app.importing.lines import numbered
from corpus_app.importing.packed import Packed
from corpus_app.importing.problems import EmptyFile, ImportProblem
from corpus_app.importing.rejoin import rejoined

SHOWN, SHOWN_LETTERS = 3, 160
LINES = (".jsonl", ".ndjson", ".json")
LONG = {"title": 500, "source": 200, "section": 200, "author": 300, "url": 1000, "provider_id": 200}
STORED = {"id": "provider_id"}  # by the name it has with the article
NAMED = {
    "english": "en", "englisch": "en", "anglais": "en", "ingles": "en", "german": "de", "deutsch": "de",
    "allemand": "de", "aleman": "de", "french": "fr", "francais": "fr", "franzosisch": "fr", "spanish": "es",
    "espanol": "es", "spanisch": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "portugues": "pt",
    "dutch": "nl", "nederlands": "nl", "swedish": "sv", "svenska": "sv", "polish": "pl", "polski": "pl",
}  # fmt: skip


def sheet_of(data: bytes, packed: Packed | None, name: str, encoding: str | None, delimiter: str = "") -> Sheet:
    if packed is not None:
        return xlsx.read(packed)
    return jsonl.read(data, encoding) if name.lower().endswith(LINES) else delimited.read(data, encoding, delimiter)


def describe(sheet: Sheet) -> dict:
    """What a person needs to say what the columns hold: their names, the first rows, and what was found."""
    first = [row for row in islice(sheet.rows, SHOWN * 10) if not row.problem][:SHOWN]
    return {
        "header": [visible(name)[0] for name in sheet.header],
        "rows": [[cut(cell) for cell in row.cells] for row in first],
        "how": sheet.how,
        "found": columns.found(sheet.header),
        "start": 0,
        "delimiter": sheet.delimiter,
    }


def cut(cell: str) -> str:
    short = " ".join(visible(cell[: SHOWN_LETTERS * 3])[0].split())
    return short if len(short) <= SHOWN_LETTERS else f"{short[: SHOWN_LETTERS - 1]}…"


def read(
    sheet: Sheet, *, name: str, sha256: str, fields: Sequence[str] | Mapping[str, str], start: int, limit: int,
    bare: bool = False,
) -> Rows:
    """The articles of `limit` rows from row `start` on, with `bare` also of rows without text. The fields are one for
    each column, or names of columns by field, without any the ones that are certain. Raises ImportProblem.
    """
    header = sheet.header
    if isinstance(fields, Mapping):
        fields = columns.chosen(header, fields) if fields else columns.certain(header)
    if len(fields) != len(header):
        raise ImportProblem("This table has other columns than before. Bring it again.")
    found = Rows()
    for row in sheet.rows:
        if row.number < start:
            continue
        if row.number > MAX_ROWS:
            found.wrong.append((row.number, f"Only {MAX_ROWS:,} rows of a table are read. Split it for the others."))
            break
        if len(found.drafts) + len(found.wrong) + len(found.bare) >= limit:
            found.following = row.number
            break
        if row.problem:
            found.wrong.append((row.number, row.problem))
            continue
        try:
            made = article(row, header, fields, name, sha256)
            if not made.blocks and not bare:
                raise EmptyFile
            (found.drafts if made.blocks else found.bare).append(made)
        except EmptyFile:
            found.without_text += 1
        except ImportProblem as problem:
            found.wrong.append((row.number, str(problem)))
    found.left = sum(1 for _ in sheet.rows) + 1 if found.following else 0
    return found


def article(row: Row, header: Sequence[str], fields: Sequence[str], name: str, sha256: str) -> Draft:
    """Without blocks where the row has no text. Raises EmptyFile where nothing else is known either."""
    told = zip(fields, row.cells, strict=True)
    held = {STORED.get(field, field): cell for field, cell in told if field and field != "text"}
    texts = [cell for field, cell in zip(fields, row.cells, strict=True) if field == "text" and cell.strip()]
    warnings = [row.warning] if row.warning else []
    values = {field: value(field, cell, warnings) for field, cell in held.items()}
    known = {field: one for field, one in values.items() if one}
    which = of_row(row, held, header, sha256)
    if not texts:
        if not known:
            raise EmptyFile
        return Draft(
            blocks=(), suggestions=(), warnings=tuple(warnings), sha256=which, name=name, reader="table/1",
            position=row.number, metadata=known,
        )
    passages = [
        Passage(unit.text, joins=tuple(unit.joins)) for text in texts for unit in rejoined(units(numbered(text)))
    ]
    where = {STORED.get(field, field): column for field, column in zip(fields, header, strict=True) if field}
    suggestions = [
        Suggestion(field, one, f"Row {row.number}, column “{where[field]}”.") for field, one in known.items()
    ]
    found = Found(passages, suggestions, warnings, is_rough=True)
    said = conserved(Readout([found], letters(texts)))
    made = finish.draft(found, said, name=name, form="table", position=row.number, sha256=which)
    return replace(made, metadata=known)


def of_row(row: Row, held: Mapping[str, str], header: Sequence[str], sha256: str) -> str:
    """Which row it is: by its id and title under the same header, else by its number in this very file."""
    if (known_by := held.get("provider_id", "")).strip():
        return hashlib.sha256(json.dumps([columns.key(header), known_by, held.get("title", "")]).encode()).hexdigest()
    return hashlib.sha256(f"{sha256}#{row.number}".encode()).hexdigest()


def value(field: str, cell: str, warnings: list[str]) -> str:
    """What can be stored of a cell; what cannot is told, never bent."""
    text = " ".join(visible(cell)[0].split())
    if not text:
        return ""
    good = text
    if field == "published":
        date = date_of(text)
        unsure = len(date) == 4 and text != date and date_within(text) is not None
        good = "" if unsure else date
    elif field == "language":
        code = LANGUAGE.fullmatch(text)
        good = NAMED.get(columns.plain(text), code[1].lower() if code else "")
    elif field == "url":
        good = text if text.startswith(("http://", "https://")) and " " not in text else ""
    if not good or len(good) > LONG.get(field, 500):
        short = text if len(text) <= 60 else f"{text[:59]}…"
        what = "value" if field.startswith("own-") else WORDS.get(field, field)
        warnings.append(f"Its {what} “{short}” is left out; {WHY.get(field, 'it is too long')}.")
        return ""
    return good


WORDS = {"published": "date", "url": "address", "provider_id": "id"}
WHY = {
    "published": "day, month and year cannot be told apart in it",
    "language": "it is no code such as en",
    "url": "it does not begin with https:// or is too long",
}
