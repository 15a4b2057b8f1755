"""A table as its reader hands it over: named columns, and rows with their numbers, the wrong ones with a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus_app.importing.problems import TooLarge

MAX_COLUMNS = 500
MAX_ROWS = 30_000
MANY_COLUMNS = f"This table has more than {MAX_COLUMNS} columns. Save the columns of the articles alone and bring that."


@dataclass(frozen=True)
class Row:
    """Its number is the one a person sees: the header is row 1, or, without a header, the first line is."""

    number: int
    cells: list[str]
    problem: str = ""
    warning: str = ""


@dataclass
class Sheet:
    """`how` says in sentences how it was read; only a table in plain text has a delimiter."""

    header: list[str]
    rows: Iterator[Row]
    how: str
    delimiter: str = ""


def named(header: list[str]) -> list[str]:
    """Every column with a name; raises TooLarge."""
    while header and not header[-1].strip():
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise TooLarge(MANY_COLUMNS)
    return [" ".join(name.split())[:200] or f"Column {at}" for at, name in enumerate(header, 1)]
