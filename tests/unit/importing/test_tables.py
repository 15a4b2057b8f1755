"""Tables: columns found, rows read one by one, wrong ones told, and hostile ones refused."""

import json
from datetime import date

import pytest

from corpus_app.importing.columns import Unmapped, doubtful, found
from corpus_app.importing.found import letters
from corpus_app.importing.problems import ImportProblem
from corpus_app.importing.reading import Reading
from tests.unit.importing import files

LEAD = "The quay has been empty since the gulls came back, and nobody in the town has parked a car there."
NEXT = "It is quiet now, said the woman who sells tickets for the ferry; she likes it \u201cbetter\u201d than before."
TEXT = f"{LEAD}\n\n{NEXT}"


def csv_of(*rows: tuple[str, ...], delimiter: str = ",") -> bytes:
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows)
    return "\r\n".join(delimiter.join(row) for row in quoted).encode()


def described(data: bytes, name: str = "a.csv") -> dict:
    with Reading() as reading:
        (outcome,) = reading.outcomes(data, name)
    assert isinstance(outcome.found, Unmapped), outcome.found
    return outcome.found.table


def rows_of(data: bytes, name: str = "a.csv", columns=(), **options):
    with Reading() as reading:
        return reading.rows(data, name, columns or {}, **options)


def problem_of(data: bytes, name: str = "a.csv") -> str:
    with Reading() as reading:
        (outcome,) = reading.outcomes(data, name)
        if isinstance(outcome.found, Unmapped):
            with pytest.raises(ImportProblem) as raised:
                reading.rows(data, name, {})
            return str(raised.value)
    return str(outcome.found)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Headline Body Publication_Date Outlet", "title text published source"),
        ("Überschrift Volltext Datum Zeitung Autor", "title text published source author"),
        ("titre texte_integral fecha idioma enlace", "title text published language url"),
        ("stories_id url title publish_date media_name language text", "id url title published source language text"),
    ],
)
def test_columns_are_found_by_their_usual_names_in_several_languages(header, fields):
    assert found(header.split()) == fields.split()


def test_no_field_is_found_twice_and_the_doubt_is_known():
    assert found(["text", "Body", "title", "a"]) == ["text", "", "title", ""]
    assert doubtful(["text", "Body", "title", "a"]) == ["text"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_and_told_and_the_first_rows_are_shown(delimiter):
    table = described(csv_of(("Title", "Text"), *[("Gulls; again, or | not", TEXT)] * 5, delimiter=delimiter))
    assert table["header"] == ["Title", "Text"] and table["found"] == ["title", "text"] and len(table["rows"]) == 3
    assert {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}[delimiter] in table["how"]
    assert table["rows"][0][1].startswith("The quay has been empty") and len(table["rows"][0][1]) <= 160


def test_a_field_with_many_lines_becomes_paragraphs_and_no_letter_is_lost():
    (draft,) = rows_of(csv_of(("Title", "Text", "Date"), ("Gulls", TEXT, "2024-05-06"))).drafts
    assert [block.text for block in draft.blocks] == [LEAD, NEXT]
    assert draft.metadata == {"title": "Gulls", "published": "2024-05-06"}
    assert letters([TEXT]) == letters(block.text for block in draft.blocks)
    assert (draft.position, draft.format) == (2, "table")


def test_a_wrong_row_does_not_stop_the_others_and_is_told_with_its_number():
    data = b"Title,Text\nOne,Here is a text.\nTwo,It has, too many, commas.\nThree,Another text.\n\"Four,never closed."
    rows = rows_of(data)
    assert [draft.position for draft in rows.drafts] == [2, 4]
    assert [number for number, _ in rows.wrong] == [3, 5]
    assert "4 fields, but the header has 2" in rows.wrong[0][1] and "never closed" in rows.wrong[1][1]


def test_rows_without_text_are_counted():
    rows = rows_of(csv_of(("Title", "Text"), ("One", ""), ("Two", " \n "), ("Three", "A text.")))
    assert (rows.without_text, len(rows.drafts)) == (2, 1)


def test_what_a_cell_says_is_stored_only_where_it_is_certain():
    head = ("Text", "Date", "Language", "URL")
    good, bad = rows_of(
        csv_of(head, (TEXT, "6 May 2024", "English", "https://gull.example/1"),
               (TEXT, "05/06/2024", "gullish tongue", "javascript:alert(1)"))
    ).drafts  # fmt: skip
    assert good.metadata == {"published": "2024-05-06", "language": "en", "url": "https://gull.example/1"}
    assert bad.metadata == {} and sum("is left out" in said for said in bad.warnings) == 3


def test_rows_are_read_in_parts_that_lose_none():
    data = csv_of(("Title", "Text"), *((f"T{n}", f"Text number {n}.") for n in range(25)))
    start, got = 0, []
    while True:
        rows = rows_of(data, start=start, limit=10)
        got += [draft.metadata["title"] for draft in rows.drafts]
        start = rows.following
        if not start:
            break
        assert rows.left == 25 - len(got)
    assert got == [f"T{n}" for n in range(25)]


def test_a_row_with_an_id_is_known_again_in_another_table():
    head = ("id", "title", "text")
    (one,) = rows_of(csv_of(head, ("17", "Gulls", TEXT))).drafts
    other = rows_of(csv_of(head, ("16", "Ferry", TEXT), ("17", "Gulls", TEXT)), "b.csv").drafts
    assert other[1].sha256 == one.sha256 != other[0].sha256


def test_json_lines_and_lists_are_tables_too():
    objects = [{"headline": "Gulls", "body": TEXT, "authors": ["Ana Lima", "Jo Wu"]}, {"body": "Late.", "more": 3}]
    lines = "\n".join([json.dumps(objects[0]), "{broken", json.dumps(objects[1])]).encode()
    assert described(lines, "a.jsonl")["header"] == ["headline", "body", "authors", "more"]
    rows = rows_of(lines, "a.jsonl")
    assert rows.drafts[0].metadata == {"title": "Gulls", "author": "Ana Lima, Jo Wu"}
    assert [number for number, _ in rows.wrong] == [2] and rows.drafts[1].position == 3
    assert len(rows_of(json.dumps(objects).encode(), "a.json").drafts) == 2


def test_a_workbook_is_read_with_its_days_and_the_results_of_formulas():
    days = (date(2024, 5, 6) - date(1899, 12, 30)).days
    rows = [
        "<c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='D1' t='inlineStr'><is><t>Date</t></is></c>",
        f"<c r='A2' t='str'><f>1+1</f><v>Gulls</v></c><c r='B2' t='s'><v>2</v></c><c r='D2' s='1'><v>{days}.5</v></c>",
    ]
    data = files.xlsx(rows, ["Headline", "Text", TEXT])
    table = described(data, "a.xlsx")
    assert table["header"] == ["Headline", "Text", "Column 3", "Date"] and "“Press”" in table["how"]
    (draft,) = rows_of(data, "a.xlsx").drafts
    assert [block.text for block in draft.blocks] == [LEAD, NEXT]
    assert draft.metadata == {"title": "Gulls", "published": "2024-05-06"}


def test_without_certainty_the_shell_is_told_which_columns_to_name():
    data = csv_of(("Title", "Body", "Text"), ("a", "b", "c"))
    said = problem_of(data)
    assert "--columns title=Headline,text=Body" in said and "“Body”" in said
    assert [block.text for block in rows_of(data, columns={"text": "Body"}).drafts[0].blocks] == ["b"]
    with Reading() as reading, pytest.raises(ImportProblem, match="no column named “Nope”"):
        reading.rows(data, "a.csv", {"text": "Nope"})


HOSTILE = {
    "columns.csv": ",".join(["x"] * 100_000).encode() + b"\n1,2",
    "field.csv": b"Title,Text\nGulls,\"" + b"x" * 6_000_000 + b"\"\n",
    "quotes.csv": b"Title,Text\n" + b"\"" * 3_000_001,
    "deep.jsonl": b"[" * 200_000,
    "keys.jsonl": json.dumps({f"k{n}": "v" for n in range(5_000)}).encode(),
    "entity.xlsx": ("<!DOCTYPE x [<!ENTITY a 'aaaa'>]><worksheet>&a;</worksheet>",),
    "far.xlsx": ("<worksheet><sheetData><row r='1'><c r='ZZZZ1'><v>1</v></c></row></sheetData></worksheet>",),
    "bomb.xlsx": ("<worksheet>" + " " * 60_000_000 + "</worksheet>",),
    "low.xlsx": ("<worksheet><sheetData><row r='1'><c r='A1'><v>text</v></c></row>"
                 "<row r='9999999'><c r='A9'><v>b</v></c></row></sheetData></worksheet>",),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_tables_are_refused_with_a_sentence(name):
    data = HOSTILE[name]
    data = files.workbook(data[0]) if isinstance(data, tuple) else data
    try:
        rows = rows_of(data, name)
    except ImportProblem as problem:
        assert str(problem).endswith(".") and len(str(problem)) > 30
        assert ("swells" in str(problem)) is (name == "bomb.xlsx")
    else:
        assert rows.wrong and not rows.drafts
