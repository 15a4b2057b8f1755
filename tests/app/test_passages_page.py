"""The passages page: every row the filter asks for, with its context, in pages that keep their place."""

import random
import re

import pytest
from django.http import QueryDict
from django.test import Client

from annotations import actions
from annotations.filters import parse
from annotations.models import Highlight
from annotations.pages import passages as page_of_passages
from annotations.pages.passages import Order, batch
from annotations.tagtree import TagTree
from corpus_app.actions import remove_article
from corpus_app.models import Project, Role
from tests.app.test_filters import a_random_project, a_random_query
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity, client_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def passages_url(project: Project, query: str = "") -> str:
    return f"/projects/{project.slug}/passages/{query}"


def shown(html: str) -> list[str]:
    return re.findall(r'id="passage-([0-9a-z]{12})"', html)


def test_a_passage_is_shown_with_context_article_tags_people_and_notes():
    project = a_project(anna=Role.CODER)
    article = an_article(project, "They say sanctions work well.", title="Port", source="Gull", published="2025-03-14")
    highlight = a_highlight(article, "sanctions work", tags=(a_tag(project, "Trade"),))
    a_tagging(
        highlight, a_stance(project, "for"), target=an_entity(project, "The ban"),
        holder=an_entity(project, "The mayor"), holder_kind="quoted", memo="Rather loud.",
    )
    actions.write_note(highlight=highlight, author=a_user("anna"), text="Who says so?")
    actions.write_note(highlight=highlight, author=a_user("olga"), text="She does.")
    html = client_of("anna").get(passages_url(project)).text
    for text in (
        "They say ", ">sanctions work</mark>", " well.", "Port", "Gull", "14 Mar 2025", "Trade", "For", "The ban",
        "The mayor (quoted)",
        "Rather loud.", "Anna", "Who says so?", "1 more note",
        "1 passage · 2 taggings in 1 article", "· 1 passage</span>",
    ):
        assert text in html, text
    assert f'href="/projects/{project.slug}/articles/{article.uid}/#h-{highlight.uid}"' in html


def test_the_context_stays_in_its_paragraph_and_begins_with_a_whole_word():
    project = a_project(anna=Role.CODER)
    article = an_article(project, "Before.", "x" * 30 + " " + "y" * 30 + " " + "z" * 30 + " quoted words", "Behind.")
    a_highlight(article, "quoted")
    html = client_of("anna").get(passages_url(project)).text
    assert f'<span class="around">… {"z" * 30} </span>' in html
    assert '<span class="around"> words</span>' in html


def test_a_passage_across_paragraphs_is_shown_as_one_line():
    project = a_project(anna=Role.CODER)
    a_highlight(an_article(project, "First one.", "Second one."), "one.\n\nSecond")
    html = client_of("anna").get(passages_url(project)).text
    assert re.search(r"one\. <span class=\"pilcrow\".*?</span> Second</mark>", html)


def test_a_very_long_passage_is_cut_and_says_so():
    project = a_project(anna=Role.CODER)
    a_highlight(an_article(project, "word " * 400 + "end"), ("word " * 400).strip())
    assert "… 799 more characters" in client_of("anna").get(passages_url(project)).text


def test_markup_in_names_and_texts_stays_text():
    project = a_project(anna=Role.CODER)
    article = an_article(project, "a <script>alert(1)</script> b", title="<b>title</b>", source="<i>source</i>")
    a_highlight(article, "<script>alert(1)</script>", tags=(a_tag(project, "<u>tag</u>"),))
    html = client_of("anna").get(passages_url(project, "?text=<script>")).text
    assert len(shown(html)) == 1
    for markup in ("<script>alert", "<b>title", "<i>source", "<u>tag"):
        assert markup not in html


def test_pages_follow_each_other_without_gap_or_doublet_and_new_work_does_not_shift_them(monkeypatch):
    monkeypatch.setattr(page_of_passages, "PAGE", 4)
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    project = a_random_project(chance, blind=chance.random() < 0.5)
    for person, order in (("olga", Order.ARTICLE), ("olga", Order.NEWEST), ("anna", Order.ARTICLE)):
        at_random = a_random_query(chance, project).urlencode()
        for query in ("", "untagged=1", "facet=theme", f"coder={a_user(person).uid}", at_random):
            found, _ = parse(project, QueryDict(query))
            user = a_user(person)
            wanted = {t.highlight for t in found.taggings(user, project)} | set(found.untagged(user, project))
            place = (lambda h: -h.pk) if order == Order.NEWEST else (lambda h: (h.article_id, h.start, h.end, h.pk))
            seen, after, first = [], "", None
            while True:
                rows, counts = batch(project, user, found, order, after, TagTree.of(project))
                first = first or counts
                seen += [passage.highlight for group in rows.groups for passage in group.passages]
                after = rows.after
                if not after:
                    break
            assert seen == sorted(wanted, key=place), (seed, person, order, query)
            assert first.passages == len(wanted), (seed, person, order, query)
            assert first.taggings == found.taggings(user, project).count(), (seed, person, order, query)
            assert first.articles == len({h.article_id for h in wanted}), (seed, person, order, query)


def test_pages_end_between_passages_that_begin_or_even_end_together(monkeypatch):
    monkeypatch.setattr(page_of_passages, "PAGE", 1)
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    article = an_article(project, "Sanctions work.")
    wanted = [
        a_highlight(article, quote, by=person).uid
        for quote, person in (("S", "anna"), ("Sa", "ben"), ("Sa", "anna"), ("San", "anna"), ("anctions", "ben"))
    ]
    client, seen, query = client_of("anna"), [], ""
    for _ in wanted:
        seen += shown(client.get(passages_url(project, query)).text)
        query = f"?after={seen[-1]}"
    assert seen == wanted


def test_lines_show_exactly_the_taggings_that_the_filter_finds():
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    trade, law = a_tag(project, "Trade"), a_tag(project, "Law")
    highlight = a_highlight(an_article(project), "Sanctions", tags=(trade, law))
    a_tagging(highlight, trade, by="ben")
    found, _ = parse(project, QueryDict(f"tag={trade.uid}"))
    rows, counts = batch(project, a_user("olga"), found, Order.ARTICLE, "", TagTree.of(project))
    (line,) = rows.groups[0].passages[0].lines
    assert (line.tag, line.coders, counts.taggings) == (trade, ["Anna", "Ben"], 2)


def test_show_more_gives_only_the_next_passages_to_the_pages_own_script(monkeypatch):
    monkeypatch.setattr(page_of_passages, "PAGE", 1)
    project = a_project(anna=Role.CODER)
    article = an_article(project, "Sanctions work.")
    first, second = a_highlight(article, "Sanctions"), a_highlight(article, "work")
    client = client_of("anna")
    html = client.get(passages_url(project)).text
    assert shown(html) == [first.uid]
    assert f'hx-get="{passages_url(project)}?after={first.uid}"' in html
    part = client.get(passages_url(project, f"?after={first.uid}"), headers=HTMX).text
    assert shown(part) == [second.uid]
    assert part.startswith(f'<div class="batch" id="from-{first.uid}"')
    assert "continued" in part
    whole = client.get(passages_url(project, f"?after={first.uid}")).text
    assert shown(whole) == [second.uid]
    assert "Back to the first passages" in whole


def test_the_script_gets_only_the_results_and_the_clean_address():
    project = a_project(anna=Role.CODER)
    a_highlight(an_article(project), "Sanctions")
    client = client_of("anna")
    response = client.get(passages_url(project, "?text=sanct&tag=&facet="), headers=HTMX)
    assert response.text.startswith('<section class="results" id="results"')
    assert response["HX-Push-Url"] == passages_url(project, "?text=sanct")
    assert "HX-Request" in response["Vary"]
    back = client.get(passages_url(project), headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert back.text.startswith("<!doctype html>")


def test_without_script_empty_fields_leave_the_address():
    project = a_project(anna=Role.CODER)
    response = client_of("anna").get(passages_url(project, "?text=sanct&tag=&facet=&order=newest"))
    assert response.status_code == 302
    assert response.url == passages_url(project, "?text=sanct&order=newest")


def test_each_active_part_can_be_taken_off():
    project = a_project(anna=Role.CODER)
    tag = a_tag(project, "Trade")
    query = f"?tag={tag.uid}&children=0&text=port&published_from=2025-03"
    html = client_of("anna").get(passages_url(project, query)).text
    parts = dict(re.findall(r'<a href="([^"]*)" class="part">(.*?)</a>', html, re.S))
    assert [url.replace("&amp;", "&") for url in parts] == [
        passages_url(project, "?published_from=2025-03&text=port"),
        passages_url(project, f"?tag={tag.uid}&published_from=2025-03&text=port"),
        passages_url(project, f"?tag={tag.uid}&children=0&text=port"),
        passages_url(project, f"?tag={tag.uid}&children=0&published_from=2025-03"),
    ]
    assert "Mar 2025" in html


def test_the_export_carries_the_same_filter():
    project = a_project(anna=Role.CODER)
    html = client_of("anna").get(passages_url(project, "?text=port&order=newest")).text
    assert f'href="/projects/{project.slug}/annotations.csv?text=port"' in html
    assert f'href="/projects/{project.slug}/annotations.csv?text=port&amp;flavour=analysis"' in html


def test_a_filter_that_means_nothing_shows_a_sentence_and_no_passage():
    project = a_project(anna=Role.CODER)
    a_highlight(an_article(project), "Sanctions")
    for headers in ({}, HTMX):
        response = client_of("anna").get(passages_url(project, "?tag=nonsense&published_from=soon"), headers=headers)
        assert response.status_code == 422
        assert "There is no such tag in this project." in response.text
        assert "“soon” is not a date." in response.text
        assert shown(response.text) == []
        assert "annotations.csv" not in response.text.partition('id="results"')[2]


def test_an_unknown_place_begins_at_the_beginning():
    project = a_project(anna=Role.CODER)
    highlight = a_highlight(an_article(project), "Sanctions")
    assert shown(client_of("anna").get(passages_url(project, "?after=nonsense")).text) == [highlight.uid]


def test_an_empty_page_says_what_to_do_next():
    project = a_project(anna=Role.CODER)
    client = client_of("anna")
    assert "Nothing is highlighted yet" in client.get(passages_url(project)).text
    assert "No passage fits this filter" in client.get(passages_url(project, "?text=port")).text


def test_a_blind_coder_finds_nobody_else_in_rows_counts_and_choices():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, "Sanctions work.")
    mine = a_highlight(article, "Sanctions", by="anna")
    a_tagging(mine, a_stance(project, "for"), by="ben", target=an_entity(project, "Secret target"))
    a_highlight(article, "work", by="ben", tags=(a_tag(project),))
    html = client_of("anna").get(passages_url(project)).text
    assert shown(html) == [mine.uid]
    assert "1 passage · 0 taggings in 1 article" in html
    assert ">Ben<" not in html and ">Ben " not in html  # a token may hold the three letters
    assert "Secret target" not in html
    assert ">Ben<" in client_of("olga").get(passages_url(project)).text


def test_strangers_are_told_nothing_and_readers_may_read():
    project = a_project(rita=Role.READER)
    assert client_of("stranger").get(passages_url(project)).status_code == 404
    assert client_of("rita").get(passages_url(project)).status_code == 200
    assert Client().get(passages_url(project)).status_code == 302


def test_removed_work_is_gone():
    project = a_project(anna=Role.CODER)
    article = an_article(project)
    a_highlight(article, "Sanctions", tags=(a_tag(project),))
    remove_article(article=article, actor=a_user("olga"))
    assert "Nothing is highlighted yet" in client_of("anna").get(passages_url(project)).text


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    project = a_project(anna=Role.CODER)

    def more(count: int) -> None:
        for number in range(count):
            article = an_article(project, "Sanctions work.", source=f"Source {project.articles.count()}")
            tag = a_tag(project, f"Tag {project.tags.count()}")
            highlight = a_highlight(article, "Sanctions", tags=(tag,))
            a_tagging(highlight, a_stance(project, "for"), target=an_entity(project, f"Entity {article.pk}"))
            actions.write_note(highlight=highlight, author=a_user("anna"), text=f"Note {number}")
            a_highlight(article, "work")

    def queries(query: str) -> int:
        with django_assert_max_num_queries(40) as captured:
            assert client.get(passages_url(project, query)).status_code == 200
        return len(captured)

    client = client_of("anna")
    more(2)
    uid = Highlight.objects.first().uid
    pages = ("", "?facet=theme", "?order=newest", f"?after={uid}", "?published_from=2020", "?untagged=1")
    before = [queries(page) for page in pages]
    more(10)
    assert [queries(page) for page in pages] == before


def test_counts_beside_the_choices_are_what_each_would_leave():
    project = a_random_project(random.Random(11), blind=False)
    olga = client_of("olga")
    left_out = f"not_tag={project.tags.filter(value='').first().uid}"
    for query in (f"source=Gull&source=Tide&not_coder={a_user('ben').uid}", "value=for&noted=no", left_out):
        counts = olga.get(passages_url(project, f"counts/?{query}")).json()
        tree = TagTree.of(project)
        for key, by_value in counts.items():
            for value, count in by_value.items():
                asked = QueryDict(query, mutable=True)
                for name in (key, f"not_{key}"):
                    asked.pop(name, None)
                asked[key] = value
                found, errors = parse(project, asked)
                assert not errors
                left = found.taggings(a_user("olga"), project).count() + found.untagged(a_user("olga"), project).count()
                assert left == count, (query, key, value)
        assert set(counts["tag"]) == {node.tag.uid for node in tree.nodes.values()}
