"""The law for every reader: the letters of the source are the letters of the blocks, or a warning says otherwise."""

from collections import Counter
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_app.importing.any_format import read_file
from corpus_app.importing.controls import FORBIDDEN
from corpus_app.importing.found import Found, Passage, Readout, conserved, letters
from corpus_app.importing.problems import EmptyFile
from tests.unit.importing import files
from tests.unit.importing.articles import FISHERMEN, MAYOR, TITLE, VOTE

ODD = [
    TITLE, VOTE, FISHERMEN, MAYOR, "Related posts", "By Jane Doe", "17 Feb 2025", "- one", "Q: why?", "7", "x" * 50,
    "soft\u00adhyphen", "fl\u200din", "Zoe\u0308", "👩\u200d🚀 flies", "سميرة حداد", "a & <b>", "港町に新しい橋",
]  # fmt: skip
# Single characters that a format cannot hold, or gives a meaning, are no matter of the reader.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), min_size=1, max_size=60)
PARAGRAPHS = st.lists(st.one_of(st.sampled_from(ODD), WORDS), min_size=1, max_size=12).filter(
    lambda many: any(char.isalnum() for text in many for char in text) and not any(map(FORBIDDEN.search, many))
)
FORMATS = {
    "docx": lambda many: files.docx(*map(files.par, many)),
    "odt": lambda many: files.odt(*map(files.odt_par, many)),
    "epub": lambda many: files.epub(*(f"<p>{escape(text)}</p>" for text in many)),
    "html": lambda many: files.html(*many),
    "soup": lambda many: ("<html><body>" + "<br>".join(f"<div><b>{escape(text)}</b>" for text in many)).encode(),
    "rtf": lambda many: files.rtf(*many),
    "md": lambda many: "\n\n".join(many).encode(),
}


def read_letters(drafts) -> Counter[str]:
    return letters(block.text for draft in drafts for block in draft.blocks)


@pytest.mark.parametrize("form", FORMATS)
@given(many=PARAGRAPHS)
@settings(max_examples=40, deadline=None)
def test_every_letter_of_every_format_stands_in_a_block(form, many):
    try:
        drafts = read_file(FORMATS[form](many), f"a.{form}")
    except EmptyFile:
        assert not "".join(many).strip()
        return
    assert read_letters(drafts) == letters(many)
    told = [warning for draft in drafts for warning in draft.warnings]
    assert not any("of the file" in warning or "more often" in warning for warning in told)


def test_a_delivery_of_many_articles_keeps_every_letter():
    lines = [line for number in range(1, 6) for line in files.nexis_article(number)]
    assert read_letters(read_file(files.docx(*map(files.par, lines)))) == letters(lines)


def test_what_is_lost_or_doubled_is_said():
    readout = Readout([Found([Passage("abc"), Passage("c")])], letters(["abcde"]))
    assert [sentence.split(" ", 2)[:2] for sentence in conserved(readout)] == [["2", "letters"], ["1", "letter"]]
    assert not conserved(Readout([Found([Passage("abc")])], letters(["c b a!"])))


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_bytes_give_the_same_drafts(form):
    data = FORMATS[form]([TITLE, VOTE, MAYOR])
    assert read_file(data, f"a.{form}") == read_file(data, f"a.{form}")
