"""Lines made of COPY's lines are, to the byte, those that the Sheet makes of the same values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.copied import Copied, unescaped
from annotations.exchange.cells import LIMIT
from annotations.exchange.columns import Flavour
from annotations.exchange.sheet import NO_ENTITY, NO_TAG, Sheet

LEADS = "=+-@'\t\r\n\uff1d\uff0b\uff0d\uff20"
NASTY = st.sampled_from([*LEADS, *"\"',; \\/|¶`é🚲שnrt.N", "\n\n", "\\n", "\\\n", "\ufeff", "\u2028", "\x85", "\b\f\v"])
ANY = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXTS = st.lists(NASTY | ANY, max_size=8).map("".join) | st.just("A passage.")
ROWS = st.lists(
    st.fixed_dictionaries({
        "texts": st.tuples(TEXTS, TEXTS, TEXTS), "memo": st.just("") | TEXTS, "new": st.booleans(),
        "tag": st.sampled_from([None, 1, 2]), "coder": st.sampled_from([7, 8]), "codebook": st.sampled_from([None, 3]),
    }),
    min_size=1, max_size=4,
)
CREATED, UPDATED = "2025-03-14 09:30:00.999999", "2025-03-14 23:59:59"
ESCAPES = str.maketrans({
    "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v",
})


def copied(*values: object) -> bytes:
    """As COPY writes a row."""
    return "\t".join("" if value is None else str(value).translate(ESCAPES) for value in values).encode() + b"\n"


def texts_of(quote: str, prefix: str, suffix: str) -> str:
    """As stored.COPY asks for them."""
    texts = (quote, prefix, suffix)
    if any(text[:1] in ("", *LEADS) for text in texts) or len(quote.encode()) > 8_000:
        return json.dumps(texts, ensure_ascii=False)
    return ",{},{},{},".format(*('"' + text.replace('"', '""') + '"' for text in texts))


class Both:
    """The same rows both ways, of an article, a tag and a coder with texts that need care themselves."""

    def __init__(self, flavour: Flavour, title: str) -> None:
        self.sheet = sheet = Sheet(flavour)
        self.coders = {7: sheet.coder("7", "coder-7"), 8: sheet.coder("8", title)}
        self.tags = {None: NO_TAG, 1: sheet.tag("f", "theme", "1", "A", "A", "", None)}
        self.tags[2] = sheet.tag("f", "stance", "2", title, title, "for", 1)
        self.article = sheet.article("p", "1", title, "", "By", "2025", 1), "https://corpus.test/1/"
        self.plain, self.lines = [], []

    def statement(self, tag: int | None, target: int | None, holder: int | None, kind: str):
        return self.sheet.statement(self.tags[tag], NO_ENTITY, NO_ENTITY, kind)

    def add(self, uid: int, row: dict, note: str = "") -> None:
        own, kind = ("", "") if row["tag"] is None else ("own", "quoted")
        self.lines.append(copied(
            uid, own, 5, "1,2,3,4", texts_of(*row["texts"]), row["memo"], f"{CREATED}+00", f"{UPDATED}+00",
            row["coder"], row["codebook"], row["tag"], None, None, kind,
        ))
        passage = self.sheet.passage(str(uid), *self.article, 1, 2, 3, 4, *row["texts"])
        self.plain.append(self.sheet.line(
            f"g-{own}" if own else f"h-{uid}", passage, self.statement(row["tag"], None, None, kind),
            self.sheet.text(row["memo"] or note), self.coders[row["coder"]], row["codebook"], CREATED, UPDATED,
        ))

    def made(self, notes: dict | None = None, block: int = 3) -> bytes:
        blocks = [self.lines[first : first + block] for first in range(0, len(self.lines), block)]
        lines = Copied(self.sheet, self.coders, self.statement)
        return b"".join(lines.pieces(blocks, {5: self.article}, notes or {}))


@pytest.mark.parametrize("flavour", Flavour)
@given(rows=ROWS, title=TEXTS)
def test_whatever_the_texts_the_bytes_are_the_same(flavour, rows, title):
    both, uid, last = Both(flavour, title), 0, None
    for row in rows:
        uid, last = (uid + 1, row) if row["new"] or last is None else (uid, last)
        both.add(uid, {**row, "texts": last["texts"]})
    assert both.made() == "".join(both.plain).encode()


@pytest.mark.parametrize("flavour", Flavour)
@pytest.mark.parametrize("text", ["x" * (LIMIT + 1), "=" * LIMIT, "🚲" * LIMIT, "\n" * LIMIT, '"' * (LIMIT // 2)])
def test_so_they_are_where_cells_are_long(flavour, text):
    both = Both(flavour, "Title")
    both.add(1, {"texts": (text, "a", "b"), "memo": text, "tag": 1, "coder": 7, "codebook": 1})
    assert both.made() == "".join(both.plain).encode()


def test_a_note_is_the_memo_of_its_own_passage_and_coder():
    both, row = Both(Flavour.SPREADSHEET, "Title"), {"texts": ("a", "b", "c"), "tag": 1, "codebook": 1}
    notes = {("1", 7): "=Why?\n", ("2", 8): "Mine"}
    both.add(1, {**row, "coder": 7, "memo": ""}, note=notes["1", 7])
    both.add(1, {**row, "coder": 8, "memo": ""})
    both.add(2, {**row, "coder": 8, "memo": "Own"}, note=notes["2", 8])
    assert both.made(notes) == "".join(both.plain).encode()


def test_more_statements_than_are_kept_change_nothing(monkeypatch):
    monkeypatch.setattr("annotations.copied.KEPT", 1)
    both = Both(Flavour.ANALYSIS, "Title")
    for number in range(6):
        row = {"texts": ("a", "b", "c"), "memo": "", "tag": number % 2 + 1, "coder": 7 + number % 2, "codebook": 1}
        both.add(number, row)
    assert both.made() == "".join(both.plain).encode()


@given(TEXTS)
def test_what_copy_escapes_comes_back(text):
    assert unescaped(text.translate(ESCAPES).encode()) == text
