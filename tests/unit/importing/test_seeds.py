"""The five seed articles, line by line; kinds were decided by hand, texts stay outside the repository."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from corpus_app.importing.blocks import Kind, Role
from corpus_app.importing.draft import Draft
from corpus_app.importing.reader import read
from tests.unit.importing.outline import expected, found

KINDS = {
    "000": "1 X, 3 T, 5 H, 7-27 B, 29 H, 31 B, 33 H, 35 Q, 37-39 A, 41 Q, 43-45 A, 47 Q, 49-51 A, 53 "
    "Q, 55-57 A, 59 B,"
    "61 H, 63-66 B, 68 H, 70 B, 73 H, 75 Q, 77-79 A, 81 Q, 83-85 A, 87 Q, 89-93 A, 95 Q, 97-99 A, "
    "101 H, 103 B,"
    "106-110 X",
    "001": "1 T, 2 B, 3 H, 4-6 B, 7 H, 8-10 B, 11 H, 12-14 B, 15 H, 16-18 B, 19 H, 20-22 B, 23 H, "
    "24-26 B, 27 H,"
    "28-30 B, 31 X",
    "002": "1 T, 3-7 X, 8 B, 9 H, 10 B, 11 H, 12 B, 13-15 L, 16 H, 17 B, 18-20 L, 21 H, 22 B, 24-50 X",
    "003": "5-7 M, 9 T, 11 B, 13 H, 15 B, 17+19 B, 21 B, 23 H, 25-27 B, 29 H, 31+33 B, 35-37 B, 39 "
    "H, 41-43 B, 45 H,"
    "47+49 B, 51 B, 53 H, 55-57 B, 59 H, 61-63 B, 65 H, 67-69 B, 71 H, 73 B, 75 H, 77+79 B, 81 B, 83 "
    "H, 85 B, 87 H,"
    "89 B, 91 H, 93+95 B, 97 RH, 99-110 R",
    "004": "1 H, 2-4 B, 5 H, 6-9 B, 10 H, 11-13 B, 14 H, 15-18 B, 19 H, 20-22 B, 23 H, 24-26 B, 27 "
    "H, 28-30 B, 31 H,"
    "32-35 B, 36 H, 37-39 B",
}
WORDS = {  # content, reference, meta, boilerplate
    "000": (2449, 0, 0, 70),
    "001": (1032, 0, 0, 19),
    "002": (579, 0, 0, 399),
    "003": (2264, 186, 5, 0),
    "004": (2563, 0, 0, 0),
}
TOTALS = {
    Kind.BODY: 99,
    Kind.HEADING: 41,  # one of them stands over the references
    Kind.ANSWER: 17,
    Kind.QUESTION: 8,
    Kind.LIST_ITEM: 6,
    Kind.REFERENCE: 12,
    Kind.TITLE: 4,
    Kind.META: 2,
    Kind.BOILERPLATE: 37,
}
FURNITURE = {
    "nav_crumb": 1,
    "title_duplicate": 1,
    "site_text": 6,
    "toc_heading": 1,
    "comment_prompt": 2,
    "comment_form": 2,
    "related_heading": 2,
    "related_title": 10,
    "related_date": 10,
    "separator": 2,
}
GOLDEN_KINDS = {
    "byline": "meta",
    "date": "meta",
    "reference_heading": "heading",
    "lead": "body",
    **dict.fromkeys((*FURNITURE, "toc_item"), "boilerplate"),
}


def path_of(seeds: Path, number: str) -> Path:
    return next(seeds.glob(f"{number}_*.txt"))


def draft_of(seeds: Path, number: str) -> Draft:
    return read(path_of(seeds, number).read_bytes())


@pytest.mark.parametrize("number", KINDS)
def test_every_line_gets_its_kind(seeds, number):
    text = path_of(seeds, number).read_text("utf-8")
    assert found(draft_of(seeds, number)) == expected(KINDS[number], text)


@pytest.mark.parametrize("number", WORDS)
def test_the_words_of_each_role_are_counted(seeds, number):
    draft = draft_of(seeds, number)
    assert (
        tuple(draft.words(role) for role in (Role.CONTENT, Role.REFERENCE, Role.META, Role.BOILERPLATE))
        == WORDS[number]
    )


def test_the_totals_over_all_seeds(seeds):
    blocks = [block for number in KINDS for block in draft_of(seeds, number).blocks]
    assert Counter(block.kind for block in blocks) == TOTALS
    assert Counter(block.detail for block in blocks if block.kind is Kind.BOILERPLATE) == FURNITURE


@pytest.mark.parametrize("number", ["000", "003"])
def test_the_golden_files_agree(seeds, number):
    golden = json.loads((seeds / "golden-000-003.json").read_text("utf-8"))
    document = next(document for document in golden["documents"] if document["file"].startswith(number))
    draft = draft_of(seeds, number)
    assert draft.sha256 == document["sha256"]
    assert len(draft.blocks) == len(document["blocks"])
    for block, gold in zip(draft.blocks, document["blocks"], strict=True):
        accepted = {GOLDEN_KINDS.get(kind, kind) for kind in (gold["kind"], *(gold.get("also_ok") or ()))}
        assert (block.text, list(block.lines), block.role) == (gold["text"], gold["lines"], gold["role"])
        assert hashlib.sha256(block.text.encode()).hexdigest()[:16] == gold["sha256_16"]
        assert block.kind in accepted, block.lines
        assert [join.at for join in block.joins] == gold.get("join_at", [])


@pytest.mark.parametrize(
    ("number", "title"),
    [("000", 3), ("001", 1), ("002", 1), ("003", 9), ("004", 0)],
    ids=lambda value: str(value),
)
def test_the_title_is_the_right_line_or_missing(seeds, number, title):
    lines = ["", *path_of(seeds, number).read_text("utf-8").splitlines()]
    assert draft_of(seeds, number).suggested("title") == lines[title]


def test_dates_of_other_articles_are_no_date_of_this_one(seeds):
    dates = {number: draft_of(seeds, number).suggested("published") for number in KINDS}
    assert dates == {"000": "", "001": "", "002": "", "003": "2025-02-17", "004": ""}


def test_interviewed_experts_are_no_authors(seeds):
    authors = {number: draft_of(seeds, number).suggested("author") for number in KINDS}
    assert [number for number, author in authors.items() if author] == ["003"]
    assert authors["003"] == path_of(seeds, "003").read_text("utf-8").splitlines()[4]


def test_all_seeds_are_told_to_be_english(seeds):
    assert {draft_of(seeds, number).suggested("language") for number in KINDS} == {"en"}


def test_retold_sections_are_all_kept(seeds):
    text = path_of(seeds, "000").read_text("utf-8")
    assert sum(block.words for block in draft_of(seeds, "000").blocks) == len(text.split()) == 2519


def test_five_page_breaks_are_mended_and_marked(seeds):
    draft = draft_of(seeds, "003")
    assert [block.lines for block in draft.blocks if block.guesses] == [
        (17, 19),
        (31, 33),
        (47, 49),
        (77, 79),
        (93, 95),
    ]
    assert any(warning.startswith("In 5 places a paragraph") for warning in draft.warnings)
