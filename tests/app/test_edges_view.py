"""Moving edges, splitting and merging through HTTP: the parts that come back, conflicts, rights, without script."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections
from django.http import HttpResponse

from annotations.models import Highlight
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_tag, a_tagging, an_article
from tests.reading import SCRIPT, address, by_id, client_of, legend, marks, page_of, parsed, reading_url, rows, text_of

pytestmark = pytest.mark.django_db
TEXTS = ("The quay stays open.", "It was always so.", "Order 14 changes this.")


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def article(project):
    return an_article(project, *TEXTS)


@pytest.fixture
def anna(project):
    return client_of("anna")


def place(article, quote: str, **said: object) -> dict[str, object]:
    start = article.version.text.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote, "version_no": 1, **said}


def move(client, highlight: Highlight, fields: dict, **options: object):
    return client.post(address("move-edges", highlight.project, highlight.uid), fields, **(options or SCRIPT))


def split(client, highlight: Highlight, **fields: object):
    return client.post(address("split-highlight", highlight.project, highlight.uid), fields, **SCRIPT)


def merge(client, highlight: Highlight, other: Highlight, **fields: object):
    said = {"version_no": highlight.version_no, "other": other.uid, "other_version_no": other.version_no, **fields}
    return client.post(address("merge-highlights", highlight.project, highlight.uid), said, **SCRIPT)


def shows_what_the_page_shows(answer, article) -> bool:
    """The rows of the answer are the page's, and so is everything it left alone."""
    page = page_of("anna", article)
    same_rows = all(rows(page)[name] == row for name, row in rows(answer).items())
    return same_rows and legend(answer).items() <= legend(page).items()


def test_moved_edges_give_the_paragraphs_before_and_after_the_panel_and_undo(project, article, anna):
    highlight = a_highlight(article, "quay", tags=(a_tag(project),))
    response = move(anna, highlight, place(article, "so.\n\nOrder 14"))
    answer = parsed(response.text)
    assert response.status_code == 200 and set(rows(answer)) == {"p1", "p2", "p3"}
    assert shows_what_the_page_shows(answer, article)
    assert by_id(answer, "panel") is not None
    assert answer.find(".//*[@id='undo-step']").get("title") == "Undo: moving the edges of “so. Order 14”"
    url = next(answer.iterfind(".//corpus-toast/form")).get("action")
    undone = parsed(anna.post(url, **SCRIPT).text)
    assert text_of(undone.find(".//corpus-toast/p")) == "Undone: moving the edges of “quay”."
    assert set(rows(undone)) == {"p1", "p2", "p3"} and shows_what_the_page_shows(undone, article)
    assert [text for text, _ in marks(undone)] == ["quay"]


def test_a_split_and_a_merge_give_their_paragraphs_and_are_undone_as_one_step(project, article, anna):
    highlight = a_highlight(article, "open.\n\nIt was", tags=(a_tag(project),))
    answer = parsed(split(anna, highlight, at=article.version.text.index("It"), version_no=1).text)
    assert [text for text, _ in marks(answer)] == ["open.", "It was"] and shows_what_the_page_shows(answer, article)
    first, second = Highlight.objects.order_by("start")
    answer = parsed(merge(anna, second, first).text)
    assert [text for text, _ in marks(answer)] == ["open.", "It was"] and shows_what_the_page_shows(answer, article)
    assert {uid for _, uid in marks(answer)} == {second.uid}
    for uids in ({first.uid, second.uid}, {second.uid}):
        url = next(answer.iterfind(".//corpus-toast/form")).get("action")
        answer = parsed(anna.post(url, **SCRIPT).text)
        assert {uid for _, uid in marks(answer)} == uids and shows_what_the_page_shows(answer, article)


def test_who_moved_it_in_another_window_sees_both_and_decides(article, anna):
    highlight = a_highlight(article, "quay")
    move(anna, highlight, place(article, "The quay"))
    response = move(anna, highlight, place(article, "quay stays"))
    answer = parsed(response.text)
    assert response.status_code == 409
    said = text_of(answer.find(".//*[@id='toasts']"))
    assert "“The quay”" in said and "“quay stays”" in said
    assert [text for text, _ in marks(answer)] == ["The quay"]
    form = answer.find(".//*[@id='toasts']//form")
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert anna.post(form.get("action"), fields, **SCRIPT).status_code == 200
    assert [text for text, _ in marks(page_of("anna", article))] == ["quay stays"]


@pytest.mark.parametrize("act", ["split", "merge"])
def test_an_old_split_or_merge_changes_nothing_and_shows_what_is_there(article, anna, act):
    highlight, other = a_highlight(article, "quay stays"), a_highlight(article, "stays open")
    move(anna, highlight, place(article, "The quay stays"))
    response = split(anna, highlight, at=9, version_no=1) if act == "split" else merge(anna, highlight, other)
    assert response.status_code == 409 and "“The quay stays”" in text_of(parsed(response.text))
    assert Highlight.objects.filter(removed_at=None).count() == 2


@pytest.mark.parametrize(
    "fields",
    [{}, {"version_no": 1, "start": 5, "end": 5, "quote": "x"}, {"version_no": 0}, {"start": "9" * 30}, {"quote": ""}],
)
def test_what_is_no_passage_is_told_in_words(article, anna, fields):
    highlight = a_highlight(article, "quay")
    said = place(article, "The quay") | fields if fields else {}
    response = move(anna, highlight, said)
    assert response.status_code == 422 and text_of(parsed(response.text).find(".//corpus-toast")).strip().endswith(".")


@pytest.mark.parametrize("fields", [{}, {"at": -1}, {"at": "x"}, {"at": 9, "uid": "nonsense"}])
def test_what_is_no_split_is_told_in_words(article, anna, fields):
    highlight = a_highlight(article, "quay stays")
    assert split(anna, highlight, version_no=1, **fields).status_code == 422


def test_words_between_or_a_colleagues_tag_are_told_in_words(project, article, anna):
    one, other = a_highlight(article, "The"), a_highlight(article, "stays")
    assert "words between" in text_of(parsed(merge(anna, one, other).text))
    a_tagging(one, a_tag(project), by="ben")
    response = move(anna, one, place(article, "The quay"))
    assert response.status_code == 409 and "Ben has tagged" in text_of(parsed(response.text))


@pytest.mark.parametrize("name", ["ben", "olga"])
def test_only_the_author_changes_which_words_it_covers(article, name):
    highlight, mine = a_highlight(article, "quay"), a_highlight(article, "The quay", by=name)
    client = client_of(name)
    assert move(client, highlight, place(article, "The quay")).status_code == 403
    assert split(client, highlight, at=6, version_no=1).status_code == 403
    assert merge(client, highlight, mine).status_code == merge(client, mine, highlight).status_code == 403
    assert Change.objects.filter(article=article).exclude(verb__startswith="add-").count() == 0


def test_a_highlight_of_another_project_is_no_neighbour(article, anna):
    mine = a_highlight(article, "quay")
    theirs = a_highlight(an_article(a_project(anna=Role.CODER), *TEXTS), "quay stays")
    assert merge(anna, mine, theirs).status_code == 404


def test_a_highlight_of_another_article_is_no_neighbour(project, article, anna):
    mine, other = a_highlight(article, "quay"), a_highlight(an_article(project, *TEXTS), "quay stays")
    response = merge(anna, mine, other)
    assert response.status_code == 409 and "another article" in text_of(parsed(response.text))


def test_without_script_everything_leads_back_to_the_passage(article, anna):
    highlight = a_highlight(article, "quay")
    there = f"{reading_url(article)}#h-{highlight.uid}"
    second = place(article, "quay stays")
    for fields, words in ((place(article, "The quay"), "Edges moved."), (second, "in another window"), ({}, "field")):
        response = move(anna, highlight, fields, headers={}, follow=True)
        assert response.redirect_chain == [(there, 302)] and words in response.text


def test_the_page_fetched_afresh_tells_what_can_be_undone(article, anna):
    highlight = a_highlight(article, "quay")
    move(anna, highlight, place(article, "The quay"))
    page = page_of("anna", article)
    assert page.find(".//*[@id='undo-step']").get("title") == "Undo: moving the edges of “The quay”"
    assert page.find(".//*[@id='redo-step']").get("title") == "Nothing to redo in this article"


def test_the_panel_offers_what_can_be_merged_to_the_author_alone(project, article, anna):
    highlight = a_highlight(article, "quay stays")
    for quote in ("stays open", "The", "always"):
        a_highlight(article, quote)
    a_highlight(article, "The quay", by="ben")

    def offered(client) -> list[str]:
        panel = parsed(client.get(address("highlight", project, highlight.uid)).text)
        return [text_of(button) for button in panel.iterfind(".//div[@class='change']//form/button")]

    assert offered(anna) == ["Merge with “The”", "Merge with “stays open”"]
    assert offered(client_of("ben")) == []


def test_a_move_whose_reply_was_lost_may_be_sent_again(article, anna):
    highlight = a_highlight(article, "quay")
    said = place(article, "so.\n\nOrder")
    for _ in range(2):
        answer = parsed(move(anna, highlight, said).text)
        assert {"p2", "p3"} <= set(rows(answer)) and shows_what_the_page_shows(answer, article)
    assert Change.objects.filter(verb="move-edges").count() == 1


# --- At once, by threads with connections of their own, as the server has them


def at_once(works: list[Callable[[], HttpResponse]]) -> list[int]:
    """The statuses of all, in order of number."""
    answers, ready = [], threading.Barrier(len(works), timeout=60)

    def run(work: Callable[[], HttpResponse]) -> None:
        try:
            ready.wait()
            answers.append(work().status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_of_many_windows_that_move_one_highlight_at_once_one_does(article):
    highlight = a_highlight(article, "quay")
    wanted = ("The quay", "quay stays", "stays", "open", "stays open", "The")
    works = [partial(move, client_of("anna"), highlight, place(article, quote)) for quote in wanted]
    assert at_once(works) == [200] + [409] * 5
    highlight.refresh_from_db()
    assert highlight.version_no == 2 and highlight.quote in wanted
    assert Change.objects.filter(verb="move-edges").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_of_undo_at_once_one_undoes(project, article):
    a_highlight(article, "quay")
    url = address("undo", project, Change.objects.last().number)
    works = [partial(client_of("anna").post, url, **SCRIPT) for _ in range(6)]
    assert at_once(works) == [200] + [409] * 5
    assert Change.objects.filter(verb="undo add-highlight").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_split_sent_by_many_at_once_is_one_split(article):
    highlight = a_highlight(article, "quay stays")
    said = {"at": 9, "version_no": 1, "uid": "0123456789ab"}
    works = [partial(split, client_of("anna"), highlight, **said) for _ in range(6)]
    assert at_once(works) == [200] * 6
    assert Highlight.objects.count() == 2
