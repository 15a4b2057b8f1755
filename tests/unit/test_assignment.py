"""Dealing articles to coders: everybody gets the same, the draw can be repeated, and the overlap is everybody's."""

from collections import Counter
from random import Random

import pytest

from annotations.assignment import CannotDeal, deal

CODERS = ("amina", "jiho", "marta")


def test_every_article_has_as_many_coders_as_asked_and_the_overlap_has_all():
    pairs = deal(range(20), CODERS, each=2, overlap=5, seed=7)
    assert len(pairs) == len(set(pairs)) == 5 * 3 + 15 * 2
    assert Counter(Counter(article for article, _ in pairs).values()) == {3: 5, 2: 15}


def test_the_work_is_balanced_whatever_the_numbers():
    chance = Random(3)
    for seed in range(200):
        coders = [f"c{n}" for n in range(chance.randint(1, 9))]
        articles = range(chance.randint(0, 40))
        each, overlap = chance.randint(1, len(coders)), chance.randint(0, len(articles))
        work = Counter(coder for _, coder in deal(articles, coders, each=each, overlap=overlap, seed=seed))
        counts = [work[coder] for coder in coders]
        assert max(counts) - min(counts) <= 1


def test_who_has_less_to_do_already_gets_more():
    pairs = deal(range(7), CODERS, each=1, seed=1, load={"amina": 6, "jiho": 1})
    assert Counter(coder for _, coder in pairs) == {"marta": 4, "jiho": 3}


def test_the_same_seed_deals_the_same_and_another_differently():
    once = deal(range(50), CODERS, each=1, overlap=5, seed=11)
    assert deal(range(50), CODERS, each=1, overlap=5, seed=11) == once
    assert deal(range(50), CODERS, each=1, overlap=5, seed=12) != once


def test_the_overlap_is_drawn_and_not_the_first_articles():
    drawn = set()
    for seed in range(30):
        counts = Counter(article for article, _ in deal(range(10), CODERS, each=1, overlap=1, seed=seed))
        drawn.add(max(counts, key=counts.__getitem__))
    assert len(drawn) > 5


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"coders": (), "each": 1}, "at least one coder"),
        ({"coders": CODERS, "each": 4}, "1 to 3"),
        ({"coders": CODERS, "each": 0}, "1 to 3"),
        ({"coders": CODERS, "each": 1, "overlap": 11}, "at most 10"),
        ({"coders": CODERS, "each": 1, "overlap": -1}, "at most 10"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_told(rule, told):
    with pytest.raises(CannotDeal, match=told):
        deal(range(10), rule.pop("coders"), seed=1, **rule)
