"""CSV and TSV: the delimiter and the quotation mark are tried, and the ones that make even rows are told."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from corpus_app.importing.decode import MAX_BYTES, decode
from corpus_app.importing.formats.sheet import Row, Sheet, named
from corpus_app.importing.problems import Damaged

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
QUOTES = {'"': "quotation marks (\")", "'": "apostrophes (')"}
SAMPLE = 500_000
SAMPLE_ROWS = 200
OPEN = "A quotation mark in it is never closed, so neither it nor what follows it could be read. Close it in the file."
LARGE = f"A field of it is larger than {MAX_BYTES // 1_000_000} MB, so neither it nor what follows it could be read."
QUOTED = "A quoted field of it does not end before the next delimiter. Double the quotation marks inside its fields."
WIDE = "It has {} fields, but the header has {}. Put fields that hold the delimiter in quotation marks."


@dataclass(frozen=True)
class Dialect:
    delimiter: str
    quote: str

    def reader(self, text: str) -> Iterator[list[str]]:
        return csv.reader(
            io.StringIO(text, newline=""), delimiter=self.delimiter, quotechar=self.quote, strict=True,
        )  # fmt: skip


def read(data: bytes, encoding: str | None, delimiter: str = "") -> Sheet:
    """With a delimiter, a person says that it separates the fields. Raises ImportProblem."""
    csv.field_size_limit(MAX_BYTES)
    text = decode(data, encoding, limit=len(data)).text
    first = text.split("\n", 1)[0].strip()
    said = first[4] if len(first) == 5 and first.lower().startswith("sep=") else ""
    skipped = 1 if said else 0
    text = text.split("\n", 1)[1] if said and "\n" in text else text
    dialect = best(text, delimiter or said)
    lines = dialect.reader(text)
    try:
        header = next((line for line in lines if line), [])
    except csv.Error as error:
        raise Damaged(f"The first row of this table cannot be read. {sentence(error)}") from error
    header = named(header)
    how = f"Its fields are separated by {DELIMITERS.get(dialect.delimiter, dialect.delimiter)}"
    quoted = f", quoted with {QUOTES[dialect.quote]}." if dialect.quote in text else ", without quotation marks."
    return Sheet(header, rows(lines, len(header), skipped), how + quoted, dialect.delimiter)


def best(text: str, said: str) -> Dialect:
    """The first that makes most rows as wide as the header, and the header wide."""
    sample = text[:SAMPLE]
    tried = [Dialect(said or delimiter, quote) for quote in QUOTES for delimiter in DELIMITERS]
    return max(tried, key=lambda dialect: evenness(dialect, sample))


def evenness(dialect: Dialect, sample: str) -> tuple[float, int]:
    widths, wrong = [], 0
    lines = dialect.reader(sample)
    while len(widths) + wrong < SAMPLE_ROWS:
        try:
            line = next(lines, None)
        except csv.Error as error:
            if "end of data" in str(error) and widths:
                break  # the sample may end inside a field
            wrong += 1
            continue
        if line is None:
            break
        if line:
            widths.append(len(line))
    if not widths or widths[0] < 2:
        return 0.0, 0
    return round(sum(width == widths[0] for width in widths) / (len(widths) + wrong), 1), widths[0]


def rows(lines: Iterator[list[str]], width: int, skipped: int) -> Iterator[Row]:
    number = 1 + skipped
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, [], sentence(error))
            if sentence(error) in (OPEN, LARGE):
                return
            continue
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) > width:
            yield Row(number, [], WIDE.format(len(cells), width))
        elif cells:
            short = len(cells) < width
            said = f"Its row has {len(cells)} fields, but the header has {width}; check it." if short else ""
            yield Row(number, cells + [""] * (width - len(cells)), "", said)


def sentence(error: csv.Error) -> str:
    said = str(error)
    return OPEN if "end of data" in said else LARGE if "limit" in said else QUOTED
