"""Finding a phrase whatever its spelling, with offsets of the text as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.phrases import pattern_of
from corpus_app.importing.fold import fold


def found(phrase: str, text: str, **how: bool) -> list[str]:
    return [match.group() for match in pattern_of(phrase, **how).finditer(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "hits"),
    [
        ("order 14", "ORDER 14 and Order\u00a014, order  14.", ["ORDER 14", "Order\u00a014", "order  14"]),
        ("sao tome", "São Tomé, Sa\u0303o Tome\u0301", ["São Tomé", "Sa\u0303o Tome\u0301"]),
        ("São Tomé", "SAO TOME", ["SAO TOME"]),
        ("don't \"go\"", "They don’t “go”; don`t «go»", ["don’t “go”", "don`t «go»"]),
        ("strasse", "Die Straße, STRASSE", ["Straße", "STRASSE"]),
        ("wait...", "wait… and wait...", ["wait…", "wait..."]),
        ("co-op", "co‐op co–op", ["co‐op", "co–op"]),
        ("office", "oﬀice o\u00adffice", ["oﬀice", "o\u00adffice"]),
        ("🚲 path", "😀 🚲 path", ["🚲 path"]),
        ("σοφος", "ΣΟΦΟΣ σοφός", ["ΣΟΦΟΣ", "σοφός"]),
        ("مدينة", "في مدينة", ["مدينة"]),
        ("a.b", "axb a.b", ["a.b"]),
        ("one two", "one\ntwo one\n\ntwo", ["one\ntwo"]),
        ("one two", "one\u00ad \u00ad two", ["one\u00ad \u00ad two"]),
    ],
)
def test_what_is_found(phrase, text, hits):
    assert found(phrase, text) == hits


def test_whole_words_can_be_left():
    assert found("port", "Ports report: port.") == ["port"]
    assert found("port", "Ports report: port.", whole_words=False) == ["Port", "port", "port"]
    assert found("cafe", "cafés café") == ["café"]


@pytest.mark.parametrize("phrase", ["", "  ", "\u00ad", "x" * 201])
def test_nothing_to_look_for(phrase):
    assert pattern_of(phrase) is None


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F), min_size=1, max_size=12))
def test_every_latin_text_finds_itself_and_what_it_folds_to(text):
    pattern = pattern_of(text, whole_words=False)
    if pattern is not None:
        assert pattern.search(text)
        assert pattern.search(fold(text))
