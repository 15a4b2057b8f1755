"""JSON Lines, one object for each article, and a JSON file that holds a list of such objects."""

import json
from collections.abc import Iterator

from corpus_app.importing.decode import decode
from corpus_app.importing.formats.sheet import MAX_COLUMNS, MAX_ROWS, Row, Sheet, named
from corpus_app.importing.problems import NotText, TooLarge

WRONG = "It is no JSON object on one line. Correct it in the file and bring that."


def read(data: bytes, encoding: str | None) -> Sheet:
    """The columns are the keys of all objects, in the order in which they first appear. Raises ImportProblem."""
    text = decode(data, encoding, limit=len(data)).text
    whole = text.lstrip().startswith("[")
    objects = list(listed(text) if whole else lines(text))
    names: dict[str, None] = {}
    for _, one in objects:
        names.update(dict.fromkeys(one or ()))
        if len(names) > MAX_COLUMNS:
            named([*names])
    if not names:
        raise NotText("There is no object with named values in this file. Bring one article a line, as JSON objects.")
    header = [*names]
    made = (row(at, one, header) for at, one in objects)
    return Sheet(named([*header]), made, "One JSON object for each row.")


def row(at: int, one: dict | None, header: list[str]) -> Row:
    return Row(at, [cell(one.get(name)) for name in header]) if one else Row(at, [], WRONG)


def lines(text: str) -> Iterator[tuple[int, dict | None]]:
    for number, line in enumerate(text.split("\n"), 1):
        if number > MAX_ROWS + 1:
            raise TooLarge(f"This table has more than {MAX_ROWS:,} rows. Split it and bring the parts.")
        if line.strip():
            yield number, loaded(line)


def listed(text: str) -> Iterator[tuple[int, dict | None]]:
    try:
        objects = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotText("This JSON file is damaged. Save it anew, or bring one object a line (.jsonl).") from error
    if len(objects) > MAX_ROWS:
        raise TooLarge(f"This table has more than {MAX_ROWS:,} rows. Split it and bring the parts.")
    for number, one in enumerate(objects, 1):
        yield number, one if isinstance(one, dict) and one else None


def loaded(line: str) -> dict | None:
    try:
        one = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return one if isinstance(one, dict) and one else None


def cell(value: object) -> str:
    """Text as it is; a list of texts, as of authors, with commas; anything deeper as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)
