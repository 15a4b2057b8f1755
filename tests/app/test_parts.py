"""A very long article comes in parts that together are the article, each paragraph in one of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.pages import parts
from corpus_app.models import Role
from tests.factories import a_highlight, a_project, an_article
from tests.reading import address, client_of, marks, paragraphs, parsed, reading_url, rows

WORDS = 100


@pytest.fixture
def article(monkeypatch):
    monkeypatch.setattr(parts, "WHOLE", 3_000)
    monkeypatch.setattr(parts, "PART", 1_000)
    texts = [f"Number {n}. " + "word " * (WORDS - 3) + "end." for n in range(1, 101)]
    return an_article(a_project(anna=Role.CODER), *texts)


def page(article, query: str = ""):
    return parsed(client_of("anna").get(reading_url(article) + query).text)


def links(body) -> dict[str, str]:
    nav = body.find(".//nav[@id='parts']")
    return {} if nav is None else {" ".join(a.text.split()): a.get("href") for a in nav.iter("a")}


@pytest.mark.django_db
def test_parts_follow_each_other_and_are_the_whole_article(article):
    found, query, way = {}, "?at=1", []
    while query:
        body = page(article, query)
        present = paragraphs(body)
        assert present and not present.keys() & found.keys()
        assert sum(len(text.split()) for text in present.values()) <= 1_000
        found |= present
        way.append((min(present), max(present)))
        query = next((href for text, href in links(body).items() if text.endswith("›")), None)
    assert list(found) == list(range(1, 101)) and "\n\n".join(found.values()) == article.version.text
    assert [last + 1 for _, last in way[:-1]] == [first for first, _ in way[1:]]


@pytest.mark.django_db
@pytest.mark.parametrize(("at", "wanted"), [("1", 1), ("57", 57), ("100", 100), ("5000", 100), ("0", 1), ("x", 1)])
def test_a_paragraphs_number_leads_to_its_part(article, at, wanted):
    assert wanted in paragraphs(page(article, f"?at={at}"))


@pytest.mark.django_db
def test_without_a_number_it_is_the_part_where_the_person_was(article):
    client_of("anna").post(address("keep-position", article.project, article.uid), {"position": "61"})
    assert 61 in paragraphs(page(article)) and 1 not in paragraphs(page(article))


@pytest.mark.django_db
def test_a_highlight_across_the_border_is_marked_in_both_parts(article):
    first = int(links(page(article, "?at=1"))["Part 2 ›"].removeprefix("?at="))
    highlight = a_highlight(article, f"end.\n\nNumber {first}.")
    for at, words in ((first - 1, "end."), (first, f"Number {first}.")):
        assert marks(page(article, f"?at={at}&notes=all")) == [(words, highlight.uid)]
    assert f'id="h-{highlight.uid}"' in client_of("anna").get(f"{reading_url(article)}?at={first - 1}&notes=all").text
    around = address("notes-around", article.project, article.uid, highlight.uid)
    assert parsed(client_of("anna").get(around).text).find(f"./ul[@id='n{first - 1}']") is not None


@pytest.mark.django_db
def test_an_article_of_usual_length_is_one_page():
    article = an_article(a_project(anna=Role.CODER), "one", "two")
    assert links(page(article)) == {} and list(rows(page(article, "?at=2"))) == ["p1", "p2"]
    assert parts.of(article, 1) == parts.Part()


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=80), st.integers(1, 12))
def test_parts_begin_in_order_whatever_the_paragraphs_lengths(lengths, count):
    ends = [sum(lengths[: n + 1]) for n in range(len(lengths))]
    firsts = parts._firsts(ends, count)
    assert firsts[0] == 1 and firsts == sorted(set(firsts)) and firsts[-1] <= len(lengths) and len(firsts) <= count
    borders = [0, *(ends[first - 2] for first in firsts[1:]), ends[-1]]
    sizes = [after - before for before, after in pairwise(borders)]
    assert all(0 < size <= ends[-1] / count + max(lengths) for size in sizes)
