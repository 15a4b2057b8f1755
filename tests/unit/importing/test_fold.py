"""Folding lets search and duplicate checks see through typography."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_app.importing.fold import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the \u201cdeal\u201d it\u2019s", 'the "deal" it\'s'),
        ("1900\u20131917 \u2014 yes", "1900-1917 - yes"),
        ("a\u00a0b\u2003c\n d", "a b c d"),
        ("São Tomé", "SAO TOME"),
        ("Straße", "STRASSE"),
        ("ПРИВЕТ", "привет"),
        ("\ufb01nd \u2460", "find 1"),
        ("co\u00adoperate\u200b", "cooperate"),
        ("caf\u00e9", "cafe\u0301"),
        ("wait\u2026", "wait..."),
    ],
)
def test_spellings_that_a_reader_takes_for_the_same_are_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("कि", "क"), ("house", "houses")])
def test_different_words_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
