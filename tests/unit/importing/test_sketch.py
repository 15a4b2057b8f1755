"""Sketches: what is alike is found by equal numbers, and what is not is not."""

import random
from pathlib import Path

import pytest

from corpus_app.importing.sketch import SCHEME, likeness, sketch, unpacked

FOLDER = Path(__file__).parents[3] / "fixtures" / "demo" / "articles"
ARTICLES = [path.read_text("utf-8").split("\n\n") for path in sorted(FOLDER.glob("*.txt"))]


def edited(paragraphs, share):
    chance = random.Random(7)
    return [" ".join(word if chance.random() > share else "other" for word in text.split()) for text in paragraphs]


@pytest.mark.parametrize(("share", "least"), [(0.0, 1.0), (0.01, 0.75), (0.05, 0.45)])
def test_an_edited_article_is_found_and_its_likeness_is_told(share, least):
    for paragraphs in ARTICLES:
        one, other = sketch(paragraphs), sketch(edited(paragraphs, share))
        assert set(one.bands) & set(other.bands) and likeness(one, other)[0] >= least


def test_the_beginning_of_an_article_is_contained_and_another_order_is_the_same():
    for paragraphs in ARTICLES:
        whole = sketch(paragraphs)
        assert sketch(paragraphs[::-1]).bins == whole.bins
        if len(paragraphs) > 9:
            assert likeness(sketch(paragraphs[: len(paragraphs) * 2 // 3]), whole)[1] > 0.8


def test_different_articles_are_not_alike():
    made = [sketch(paragraphs) for paragraphs in ARTICLES]
    for at, one in enumerate(made):
        for other in made[:at]:
            assert likeness(one, other)[0] < 0.1 and not set(one.bands) & set(other.bands)


def test_typography_does_not_matter_and_short_texts_are_left_alone():
    plain, curly = "\u201cIt’s the gulls\u201d \u2014 said she, " * 9, '"It\'s the gulls" - said she, ' * 9
    assert sketch([plain]) == sketch([curly])
    assert sketch(["Nobody has parked here."]).bands == [] and sketch(["Too short a line."]).keys == ((),)
    assert sketch([]).size == 0 and sketch([""]).bands == []
    assert sketch(["\u6e2f\u53e3\u7684\u6d77\u9e25\u56de\u6765\u4e86\u6ca1\u6709\u4eba\u505c\u8f66"]).keys[0]


def test_it_is_kept_with_its_scheme():
    made = sketch(ARTICLES[0])
    assert made.packed()[0] == SCHEME
    assert (unpacked(made.packed()).bins, unpacked(made.packed()).size) == (made.bins, made.size)
    assert unpacked(b"") is None and unpacked(bytes([SCHEME + 1]) + made.packed()[1:]) is None


def test_numbers_never_change_within_a_scheme():
    """Other numbers would silently find nothing any more: then SCHEME has to change, too."""
    made = sketch([f"Nobody has parked on quay {number} since the gulls came back in spring." for number in range(4)])
    assert (made.keys[0][0], made.bands[0]) == (160150053251973973, 7633306228462037548)
