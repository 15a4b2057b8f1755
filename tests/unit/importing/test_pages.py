"""Of pages of several builds the article is content, the rest is greyed, and nothing is thrown away."""

import pytest

from corpus_app.importing.any_format import read_file
from corpus_app.importing.blocks import Kind, Role
from tests.benchmarks.importing import measured
from tests.unit.importing.articles import FISHERMEN, MAYOR, TITLE, VOTE
from tests.unit.importing.pages import COMMENTS, COOKIES, RELATED, TEMPLATES

TEXT = [
    ("p", VOTE), ("p", FISHERMEN), ("h2", "What the Court Says"), ("p", MAYOR), ("li", "a first pier of stone"),
    ("p", VOTE.replace("harbour", "river")), ("p", "So be it."), ("p", MAYOR.replace("mayor", "deputy")),
]  # fmt: skip


@pytest.mark.parametrize("build", TEMPLATES)
def test_the_article_is_kept_and_the_page_around_it_is_greyed(build):
    kept = measured(build)
    assert kept.letters >= 0.99 and kept.f1 >= 0.94 and kept.exact >= 0.94


@pytest.mark.parametrize("build", TEMPLATES)
def test_no_other_story_comment_or_notice_is_taken_for_the_article(build):
    (draft,) = read_file(TEMPLATES[build](TITLE, TEXT).encode(), "page.html")
    assert draft.suggested("title") == TITLE
    assert [block.text for block in draft.blocks if block.kind is Kind.TITLE] == [TITLE]
    assert "So be it." in [block.text for block in draft.blocks if block.role is Role.CONTENT]
    around = {*RELATED, *COMMENTS, COOKIES}
    assert not [block.text for block in draft.blocks if block.text in around and block.role is Role.CONTENT]


def test_signs_that_libraries_drop_are_kept():
    tricky = "soft\u00adhyphen zero\u200bwidth e\u0301 \U0001f469\u200d\U0001f680 \u202bright\u202c nb\u00a0sp"
    page = f"<html><body><article><h1>{TITLE}</h1><p>{VOTE}</p><p>{VOTE}</p><p>{tricky}</p><p>{MAYOR}</p></article>"
    (draft,) = read_file(page.encode())
    texts = [block.text for block in draft.blocks if block.role is Role.CONTENT]
    assert tricky in texts and texts.count(VOTE) == 2


def test_a_date_beside_another_story_is_no_date_of_the_article():
    page = TEMPLATES["semantic"](TITLE, TEXT).replace("More stories", "21 May 2025")
    (draft,) = read_file(page.encode())
    assert draft.suggested("published") == ""


def test_what_the_head_of_the_page_states_is_suggested_with_its_place():
    said = (
        '<meta property="article:published_time" content="2025-02-17T08:00:00Z"><meta property="og:site_name" '
        'content="The Gull"><link rel=canonical href="https://gull.example/quay"><script type="application/ld+json">'
        '{"@graph":[{"@type":"NewsArticle","author":[{"name":"Ana Lima"},{"name":"Bo Ek"}]}]}</script></head>'
    )
    (draft,) = read_file(TEMPLATES["semantic"](TITLE, TEXT).replace("</head>", said).encode())
    found = {one.field: (one.value, one.evidence) for one in draft.suggestions}
    assert found["published"][0] == "2025-02-17" and "article:published_time" in found["published"][1]
    assert (found["author"][0], found["source"][0]) == ("Ana Lima, Bo Ek", "The Gull")
    assert (found["url"][0], found["language"][0]) == ("https://gull.example/quay", "en")
