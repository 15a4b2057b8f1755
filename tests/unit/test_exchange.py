"""The formatter of annotations.csv: analysis gives every text back, and no spreadsheet program runs one."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.exchange.cells import BOM, EMPTY, LIMIT, PARAGRAPH, all_safe, all_verbatim, joined, safe, verbatim
from annotations.exchange.columns import ANNOTATIONS, Flavour, Type, columns_of
from annotations.exchange.sheet import NO_ENTITY, NO_TAG, Sheet

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "export.md"
FULL_WIDTH = "\uff1d\uff0b\uff0d\uff20"
LIVE = tuple("=+-@\t\r\n" + FULL_WIDTH)
NASTY = st.sampled_from([*LIVE, *"\"',; \\/|¶`é🚲ש", "\ufeff", "\u2028", "\x85", "\u202e"])
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXTS = st.text(st.one_of(NASTY, ANY), max_size=60)
TIMES = ("2025-03-14 09:30:00.999999", "2025-03-14 23:59:59")


def parsed(line: str) -> list[str]:
    [row] = csv.reader(io.StringIO(line, newline=""), strict=True)
    return row


def a_line(flavour: Flavour, texts: dict[str, str]) -> str:
    """A row with a tagging of everything; texts are by column."""
    sheet, said = Sheet(flavour), {column.name: "" for column in ANNOTATIONS} | texts
    tag = sheet.tag("stance", "stance", "1", said["tag"], said["tag_path"], "against", -1)
    return sheet.line(
        "g-1",
        sheet.passage(
            "1",
            sheet.article("p", "1", said["article_title"], said["article_source"], said["article_author"], "2025", 1),
            "https://corpus.test/1/", 1, 2, 3, 4, said["quote"], said["prefix"], said["suffix"],
        ),
        sheet.statement(tag, sheet.entity("1", said["target"]), sheet.entity("2", said["holder"]), "quoted"),
        sheet.text(said["memo"]), sheet.coder("1", said["coder"]), 7, *TIMES,
    )


FREE = [
    "article_title", "article_source", "article_author", "quote", "prefix", "suffix", "tag", "tag_path", "target",
    "holder", "memo", "coder",
]
FREE_TEXTS = st.fixed_dictionaries(dict.fromkeys(FREE, TEXTS))


@given(FREE_TEXTS)
def test_analysis_gives_every_text_back(texts):
    line = a_line(Flavour.ANALYSIS, texts)
    names = [column.name for column in columns_of(Flavour.ANALYSIS)]
    row = dict(zip(names, parsed(line), strict=True))
    assert {name: row[name] for name in FREE} == texts
    assert line.endswith("\r\n") and (row["value_num"], row["created_at"]) == ("-1", "2025-03-14T09:30:00Z")


@given(FREE_TEXTS)
def test_no_cell_of_a_spreadsheet_is_a_formula_or_has_a_second_line(texts):
    line = a_line(Flavour.SPREADSHEET, texts)
    names = [column.name for column in columns_of(Flavour.SPREADSHEET)]
    row = dict(zip(names, parsed(line), strict=True))
    assert line.count("\n") == line.count("\r") == 1
    assert not [name for name in FREE if row[name].startswith(LIVE)]
    assert int(row["guarded"]) == sum(texts[name].lstrip("'").startswith(LIVE) for name in FREE)


@given(st.lists(st.one_of(TEXTS, st.text(alphabet="a\0\n=", max_size=3)), min_size=3, max_size=3))
def test_cells_made_at_once_are_those_made_one_by_one(texts):
    assert all_safe(*texts) == joined(*map(safe, texts))
    assert all_verbatim(*texts) == joined(*map(verbatim, texts))


@given(TEXTS)
def test_the_guard_can_be_taken_off_again(text):
    """Apostrophes and then a formula: one of them is the guard. A text with new lines has become one line."""
    one_line = text.replace("\r", "\n")
    while "\n\n" in one_line:
        one_line = one_line.replace("\n\n", "\n")
    one_line = one_line.replace("\n", PARAGRAPH)
    cell = safe(text)
    [shown] = parsed(cell.csv + "\r\n") or [""]
    assert (shown[1:] if cell.guarded else shown) == one_line
    assert cell.guarded == (text.lstrip("'").startswith(LIVE))


@pytest.mark.parametrize("lead", LIVE)
def test_each_way_to_begin_a_formula_is_guarded(lead):
    assert safe(f"{lead}cmd|'/c calc'!A1").csv.startswith("\"'") and safe(f"x{lead}").guarded == 0


def test_apostrophes_alone_are_no_formula():
    assert [safe(text).csv for text in ("'", "''", "'tis")] == ["\"'\"", "\"''\"", "\"'tis\""]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("x" * LIMIT, "x" * LIMIT), ("x" * (LIMIT + 1), "x" * LIMIT), ("=" * (LIMIT + 1), "'" + "=" * (LIMIT - 1)),
     ("🚲" * (LIMIT // 2), "🚲" * (LIMIT // 2)), ("x" + "🚲" * LIMIT, "x" + "🚲" * (LIMIT // 2 - 1))],
    ids=["just fits", "too long", "too long and guarded", "just fits in UTF-16", "no half character"],
)
def test_a_cell_is_cut_where_excel_would_cut_it(text, shown):
    cell = safe(text)
    assert cell.csv == f'"{shown}"' and cell.cut == (shown.lstrip("'") != text)
    assert verbatim(text).csv == f'"{text}"'


def test_a_cut_in_any_cell_is_told():
    assert a_line(Flavour.SPREADSHEET, {"memo": "x" * 40_000}).endswith(",0,true\r\n")


def test_the_header_begins_with_the_mark_that_excel_needs():
    header = Sheet(Flavour.SPREADSHEET).header()
    assert header.startswith(f"{BOM}annotation_id,") and header.encode()[:3] == b"\xef\xbb\xbf"
    assert not Sheet(Flavour.ANALYSIS).header().startswith(BOM)


def test_the_columns_are_those_of_the_design_in_their_order():
    assert " ".join(column.name for column in ANNOTATIONS) == (
        "annotation_id highlight_id project article_id article_title article_source article_author article_date "
        "article_version paragraph_first paragraph_last start end quote prefix suffix facet facet_kind tag_id tag "
        "tag_path value value_num target_id target holder_id holder holder_kind memo coder_id coder codebook_version "
        "created_at updated_at url guarded quote_truncated"
    )


@pytest.mark.parametrize("flavour", Flavour)
def test_a_line_has_a_cell_for_each_column_and_only_texts_have_quotes(flavour):
    line = a_line(flavour, dict.fromkeys(FREE, "x"))
    cells = line.rstrip("\r\n").split(",")
    quoted = [column.type is Type.TEXT for column in columns_of(flavour)]
    assert [cell.startswith('"') for cell in cells] == quoted


def test_what_does_not_apply_is_nothing_at_all():
    assert (EMPTY.csv, NO_ENTITY.csv, NO_TAG.csv) == ("", ",", ",,,,,,")


def test_machine_values_are_lower_case_and_safe_even_if_somebody_made_them_odd():
    sheet = Sheet(Flavour.SPREADSHEET)
    assert [sheet.slug(value).csv for value in ("Against", "", "-1+2", "a,b")] == ["against", "", "\"'-1+2\"", '"a,b"']


def test_the_guide_has_the_column_list():
    lines = GUIDE.read_text().splitlines()
    table = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")]
    assert table[1:] == [
        [column.name, column.type, column.meaning + " *(spreadsheet only)*" * bool(column.only_in)]
        for column in ANNOTATIONS
    ]
