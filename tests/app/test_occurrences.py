"""Coding all occurrences of a phrase: what is found, what is saved, in one change with one undo."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import actions
from annotations.models import Highlight, Tagging
from annotations.pages.occurrences import MOST
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import address, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project):
    return an_article(project, "The port 😀 of Oslo. A Port!", "Reports on the pórt.", "A port menu", kinds="bbx")


def found(project, q: str = "port", name: str = "anna", **said: str):
    return client_of(name).get(address("occurrences", project), {"q": q, **said})


def keys(response) -> list[str]:
    return [hit.key for hit in response.context["found"].hits]


def code(project, hits, *tags, name: str = "anna", target: str = "", q: str = "port", **said: str):
    url = f"{address('occurrences', project)}?q={q}" + "".join(f"&{field}={value}" for field, value in said.items())
    return client_of(name).post(url, {"hit": hits, "tag": [tag.uid for tag in tags], "target": target})


def test_every_place_is_shown_with_its_context_but_menus_are_not(project, article):
    hits = found(project).context["found"].hits
    assert [(hit.before, hit.passage.quote, hit.after) for hit in hits] == [
        ("The ", "port", " 😀 of Oslo. A Port!"),
        ("The port 😀 of Oslo. A ", "Port", "!"),
        ("Reports on the ", "pórt", "."),
    ]
    text = article.version.text
    assert [text[hit.passage.start : hit.passage.end] for hit in hits] == ["port", "Port", "pórt"]
    assert [hit.passage.first for hit in hits] == [1, 1, 2]


def test_it_looks_in_one_article_or_in_all_and_inside_words_if_asked(project, article):
    other = an_article(project, "Another port.")
    assert len(keys(found(project))) == 4
    assert len(keys(found(project, article=other.uid))) == 1
    assert len(keys(found(project, article=other.uid, everywhere="1"))) == 4
    assert len(keys(found(project, inside="1"))) == 5


def test_saving_is_one_change_and_undoing_takes_all_back(project, article):
    tag = a_tag(project, "Harbour")
    before = Change.objects.filter(project=project).count()
    response = code(project, keys(found(project))[:2], tag)
    assert response.status_code == 302
    (change,) = Change.objects.filter(project=project)[before:]
    assert (change.verb, change.article) == ("code-occurrences", article)
    made = Highlight.objects.filter(article=article).order_by("start")
    assert [(h.quote, h.folded, h.prefix, h.first_paragraph) for h in made] == [
        ("port", "port", "The ", 1), ("Port", "port", "The port 😀 of Oslo. A ", 1),
    ]
    assert Tagging.objects.filter(tag=tag, coder=a_user("anna")).count() == 2
    client_of("anna").post(address("undo", project, change.number))
    assert not Tagging.objects.filter(tag=tag).exists()
    assert not Highlight.objects.filter(article=article, removed_at=None).exists()


def test_the_answer_says_what_was_done_and_offers_undo(project, article):
    client, tag = client_of("anna"), a_tag(project, "Harbour")
    url = f"{address('occurrences', project)}?q=port"
    page = client.post(url, {"hit": keys(found(project))[:1], "tag": [tag.uid]}, follow=True)
    assert "1 passage tagged “Harbour”." in page.text
    number = Change.objects.get(project=project, verb="code-occurrences").number
    assert f'action="{address("undo", project, number)}"' in page.text
    assert "You have tagged this: Harbour" in page.text


def test_over_several_articles_it_is_still_one_change(project, article):
    an_article(project, "Another port.")
    code(project, keys(found(project)), a_tag(project, "Harbour"))
    change = Change.objects.get(project=project, verb="code-occurrences")
    assert change.article is None and len(change.edits) == 8
    assert actions.undo(change=change, actor=a_user("anna")).verb == "undo code-occurrences"


def test_my_highlight_of_these_words_gets_the_tag_and_others_do_not_matter(project, article):
    old, new = a_tag(project, "Old"), a_tag(project, "New")
    mine = a_highlight(article, "port", tags=(old,))
    a_highlight(article, "Port", by="ben", tags=(new,))
    response = found(project)
    assert [hit.names for hit in response.context["found"].hits] == [["Old"], [], []]
    code(project, keys(response), new)
    assert mine.taggings.filter(tag=new).count() == 1
    assert Highlight.objects.filter(article=article, author=a_user("anna")).count() == 3


def test_what_is_there_already_is_not_written_again(project, article):
    tag = a_tag(project, "Harbour")
    code(project, keys(found(project)), tag)
    number = Change.objects.filter(project=project).last().number
    response = code(project, keys(found(project)), tag)
    assert response.status_code == 409 and "Nothing was changed" in response.text
    assert Change.objects.filter(project=project).last().number == number


def test_a_stance_has_its_target_and_another_value_takes_its_place(project, article):
    oslo = an_entity(project, "Oslo")
    mine = a_highlight(article, "port")
    a_tagging(mine, a_stance(project, "for"), target=oslo)
    response = code(project, keys(found(project)), a_stance(project, "against"), target="oslo")
    assert response.status_code == 302
    assert set(Tagging.objects.values_list("tag__value", "target__name")) == {("against", "Oslo")}
    change = Change.objects.get(project=project, verb="code-occurrences")
    actions.undo(change=change, actor=a_user("anna"))
    assert set(Tagging.objects.values_list("tag__value", "target__name")) == {("for", "Oslo")}


def test_what_is_wrong_is_said_and_what_was_chosen_stays(project, article):
    hits = keys(found(project))
    theme, stances = a_tag(project), [a_stance(project, value) for value in ("for", "against")]
    for response, words in (
        (code(project, [], theme), "at least one passage"),
        (code(project, hits), "Choose the tag"),
        (code(project, hits, stances[0]), "needs a target"),
        (code(project, hits, *stances, target="Oslo"), "Choose only one of these values"),
        (code(project, hits, theme, target="Oslo"), "take no target"),
    ):
        assert response.status_code == 422 and words in response.text
    assert response.text.count(" checked") == len(hits)
    gone = code(project, ["0" * 12 + "-3"], theme)
    assert gone.status_code == 409 and "any more" in gone.text


@pytest.mark.parametrize("q", ["", " ", "\u00ad", "x" * 201])
def test_nothing_to_look_for_is_said(project, q):
    response = found(project, q)
    assert response.status_code == 422 and "Nothing can be found by this" in response.text


def test_the_page_without_a_phrase_and_with_one_that_is_nowhere(project, article):
    assert client_of("anna").get(address("occurrences", project)).status_code == 200
    assert "Not found" in found(project, "zebra").text


def test_finished_articles_stay_as_they_are_also_by_undo(project, article):
    other = an_article(project, "A port.")
    hits, tag = keys(found(project)), a_tag(project)
    code(project, hits, tag)
    change = Change.objects.get(project=project, verb="code-occurrences")
    lock(project, other, "anna")
    page = found(project)
    assert page.context["found"].locked == 1 and len(keys(page)) == 3
    assert "1 article with these words is left out" in page.text
    assert code(project, hits, a_tag(project)).status_code == 302
    assert not Tagging.objects.filter(article=other).exclude(tag=tag).exists()
    assert client_of("anna").post(address("undo", project, change.number)).status_code == 403
    assert Tagging.objects.filter(article=other, tag=tag).exists()


def lock(project, article, name: str) -> None:
    actions.assign(project=project, actor=a_user("olga"), pairs=[(article, a_user(name))])
    actions.finish_reading(article=article, coder=a_user(name))


def test_readers_and_blind_coders(project, article):
    assert found(project, name="rita").status_code == 403
    blind = a_project(blind=True, anna=Role.CODER, ben=Role.CODER)
    text, tag = an_article(blind, "A port."), a_tag(blind, "Secret")
    a_highlight(text, "port", by="ben", tags=(tag,))
    page = found(blind)
    assert "You have tagged this" not in page.text
    code(blind, keys(page), tag)
    assert Highlight.objects.filter(article=text).count() == 2


def test_there_is_a_cap_and_it_is_told(project):
    an_article(project, *["port " * 100] * 6)
    page = found(project)
    assert len(keys(page)) == MOST and "These are the first 500 places; there are more." in page.text


def test_queries_do_not_grow_with_the_hits(project):
    tag = a_tag(project)
    counts = []
    for times in (3, 20):
        text = an_article(project, *["The port."] * times)
        with CaptureQueriesContext(connection) as looking:
            hits = keys(found(project, article=text.uid))
        with CaptureQueriesContext(connection) as saving:
            code(project, hits, tag, article=text.uid)
        counts.append((len(looking), len(saving)))
    assert counts[0] == counts[1]
