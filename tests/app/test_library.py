"""The project's home: its articles with counts, narrowing and sorting, correcting details, removing and undoing."""

import re

import pytest
from django.urls import reverse

from annotations.actions import finish_reading, keep_position
from annotations.pages import library as pages
from corpus_app.actions.articles import METADATA
from corpus_app.models import Article, ArticleDraft, Change, Role
from tests.factories import a_highlight, a_project, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


def home(project):
    return reverse("annotations:library", args=[project.slug])


def at(name, article):
    return reverse(name, args=[article.project.slug, article.uid])


def titles(page):
    return re.findall(r"<h2><a [^>]*>(?:<bdi>)?(.*?)(?:</bdi>)?</a></h2>", page)


def details(article, **changed):
    return {name: getattr(article, name) for name in METADATA} | changed


# What the list shows


def test_an_empty_project_tells_coders_what_to_do_and_readers_whom_to_ask(project):
    add = reverse("add-articles", args=[project.slug])
    assert add in client_of("anna").get(home(project)).text
    page = client_of("rita").get(home(project)).text
    assert "No articles yet" in page and add not in page


def test_an_article_is_listed_with_what_is_known_about_it(project):
    an_article(project, title="Low tide", source="The Gull", author="A. Ross", published="2025-03-25")
    page = client_of("rita").get(home(project)).text
    known = ("Low tide", "The Gull", "A. Ross", "25 Mar 2025", "2 words", "No passages yet")
    assert all(text in page for text in known)


def test_an_article_without_a_title_is_listed_by_its_first_words(project):
    an_article(project, "Home / News", "The harbour " * 20, kinds="x", title="")
    page = client_of("anna").get(home(project)).text
    assert "Untitled:" in page and "<bdi>The harbour The harbour" in page and "Home / News" not in page
    assert "harbour …</bdi>" in page or "The …</bdi>" in page


def test_passages_and_coders_are_counted(project):
    article = an_article(project)
    for person, quote in (("anna", "Sanctions"), ("anna", "work"), ("ben", "work")):
        a_highlight(article, quote, by=person)
    page = client_of("rita").get(home(project)).text
    assert "<b>3</b> passages" in page and 'title="Anna"' in page and 'title="Ben"' in page


def test_a_blind_coder_sees_only_own_counts_and_an_owner_all():
    project = a_project(blind=True, anna=Role.CODER, ben=Role.CODER)
    article = an_article(project)
    a_highlight(article, "Sanctions", by="ben")
    a_highlight(article, "work", by="ben")
    a_highlight(article, "work", by="anna")
    mine, all_of_it = (client_of(name).get(home(project)).text for name in ("anna", "olga"))
    assert "<b>1</b> passage<" in mine and 'title="Ben"' not in mine
    assert "<b>3</b> passages" in all_of_it and 'title="Ben"' in all_of_it


def test_everybody_sees_their_own_reading(project):
    finished, begun = an_article(project), an_article(project, *["text"] * 20)
    finish_reading(article=finished, coder=a_user("anna"))
    keep_position(article=begun, coder=a_user("anna"), position=12)
    keep_position(article=begun, coder=a_user("ben"), position=3)
    page = client_of("anna").get(home(project)).text
    assert "1 of 2 articles read by you" in page and "✓ Read" in page
    assert f'href="{at("annotations:article", begun)}#p12"' in page and "¶ 3" not in page
    page = client_of("rita").get(home(project)).text
    assert "0 of 2 articles read by you" in page and "Continue" not in page


def test_own_drafts_that_wait_are_mentioned_and_others_are_not(project):
    ArticleDraft.objects.create(project=project, added_by=a_user("anna"), content=b"Low tide")
    link = f'<a href="{reverse("drafts", args=[project.slug])}">Continue</a>'
    assert f"You have 1 article that waits to be checked and saved. {link}" in client_of("anna").get(home(project)).text
    assert link not in client_of("ben").get(home(project)).text


def test_strangers_find_nothing_and_visitors_are_asked_to_sign_in(project, client):
    an_article(project, title="Secret")
    answer = client_of("stranger").get(home(project))
    assert answer.status_code == 404 and "Secret" not in answer.text
    assert client.get(home(project))["Location"].startswith(reverse("sign-in"))


def test_the_list_s_queries_do_not_grow_with_rows(project, django_assert_num_queries):
    def fill(articles):
        for _ in range(articles):
            article = an_article(project, title="", source="The Gull")
            keep_position(article=article, coder=a_user("anna"), position=1)
            for person in ("anna", "ben"):
                a_highlight(article, "work", by=person)

    client = client_of("anna")
    fill(1)
    with django_assert_num_queries(14):
        client.get(home(project))
    fill(5)
    with django_assert_num_queries(14):
        client.get(home(project))


# Narrowing, sorting, pages


def test_the_list_is_narrowed_by_words_in_title_source_and_author_and_by_source(project):
    an_article(project, title="Low tide", source="The Gull")
    an_article(project, title="High tide", source="The Courier", author="Ross")
    client = client_of("anna")

    def found(**query):
        return titles(client.get(home(project), query).text)

    assert found(q="tide") == ["High tide", "Low tide"]
    assert found(q="tide gull") == ["Low tide"]
    assert found(q="ROSS") == ["High tide"]
    assert found(source="The Courier") == ["High tide"]
    assert found(q="storm") == []
    assert "No article matches." in client.get(home(project), {"q": "storm"}).text


def test_the_list_can_be_sorted_four_ways(project):
    an_article(project, title="b", source="y", published="2025-01-02")
    an_article(project, title="", source="", published="")
    an_article(project, title="A", source="Z", published="2025")
    an_article(project, title="c", source="x", published="2024-12-31")
    client = client_of("anna")

    def order(sort):
        return [title[:1] for title in titles(client.get(home(project), {"sort": sort}).text)]

    assert order("added") == ["c", "A", "<", "b"]
    assert order("date") == ["b", "A", "c", "<"]
    assert order("title") == ["A", "b", "c", "<"]
    assert order("source") == ["c", "b", "A", "<"]


@pytest.mark.parametrize(
    "query", [{"sort": "author__password"}, {"page": "-1"}, {"page": "x"}, {"page": "9" * 30}, {"q": "x" * 300}]
)
def test_what_makes_no_sense_in_the_address_is_left_out(project, query):
    an_article(project, title="Low tide")
    assert titles(client_of("anna").get(home(project), query).text) == ["Low tide"]


def test_long_lists_have_pages_that_keep_the_filter(project, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    for number in range(5):
        an_article(project, title=f"Tide {number}")
    an_article(project, title="Storm")
    client = client_of("anna")
    page = client.get(home(project), {"q": "tide", "sort": "title", "page": "2"}).text
    assert titles(page) == ["Tide 2", "Tide 3"] and "Page 2 of 3" in page
    assert 'href="?q=tide&amp;sort=title&amp;page=3"' in page
    assert titles(client.get(home(project), {"page": "99"}).text) == ["Tide 1", "Tide 0"]


def test_htmx_gets_the_list_alone(project):
    an_article(project, title="Low tide")
    part = client_of("anna").get(home(project), headers={"HX-Request": "true"}).text
    assert part.startswith('<section id="articles"') and "<html" not in part
    assert part.strip() in client_of("anna").get(home(project)).text


# Details


def test_a_coder_corrects_the_details_and_can_undo_it(project):
    article = an_article(project, title="Lwo tide")
    client = client_of("anna")
    form = details(article, title="Low tide", url="https://gull.example/a?b=1", published="2025-02", language="en")
    answer = client.post(at("edit-article", article), form)
    assert answer["Location"] == at("annotations:article", article)
    article.refresh_from_db()
    assert (article.title, article.published, article.language) == ("Low tide", "2025-02", "en")
    undo = reverse("annotations:undo", args=[project.slug, Change.objects.last().number])
    assert f'action="{undo}"' in client.get(home(project)).text
    client.post(undo)
    article.refresh_from_db()
    assert article.title == "Lwo tide"


@pytest.mark.parametrize(
    "published", ["2025-02-30", "2025-13", "12 Oct 2025", "2025-1-2", "0000", "2025-10-12T", "\uff12\uff10\uff12\uff15"]
)
def test_a_date_that_is_none_is_refused_with_an_example(project, published):
    article = an_article(project)
    answer = client_of("anna").post(at("edit-article", article), details(article, published=published))
    assert answer.status_code == 422
    assert Article.objects.get().published == ""


@pytest.mark.parametrize("published", ["", "2025", "2025-10", "2025-10-12", "2024-02-29", "1871-01-01"])
def test_dates_of_three_precisions_are_kept_as_written(project, published):
    article = an_article(project)
    assert client_of("anna").post(at("edit-article", article), details(article, published=published)).status_code == 302
    assert Article.objects.get().published == published


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "https://", "file:///etc/passwd", "http:a b"]
)
def test_only_web_addresses_are_accepted(project, url):
    article = an_article(project)
    answer = client_of("anna").post(at("edit-article", article), details(article, url=url))
    assert answer.status_code == 422 and "begins with https:// or http://" in answer.text
    assert Article.objects.get().url == ""


def test_too_long_a_title_is_refused(project):
    article = an_article(project)
    assert client_of("anna").post(at("edit-article", article), details(article, title="x" * 501)).status_code == 422


@pytest.mark.parametrize(("person", "status"), [("rita", 403), ("stranger", 404)])
def test_readers_and_strangers_cannot_correct(project, person, status):
    article = an_article(project, title="Low tide")
    client = client_of(person)
    assert client.get(at("edit-article", article)).status_code == status
    assert client.post(at("edit-article", article), details(article, title="x")).status_code == status
    assert Article.objects.get().title == "Low tide"
    assert at("edit-article", article) not in client.get(home(project)).text


def test_an_article_of_another_project_is_not_found_through_one_s_own(project):
    foreign = an_article(a_project(owner="otto"))
    assert client_of("olga").get(reverse("edit-article", args=[project.slug, foreign.uid])).status_code == 404


# Removing


def test_an_owner_removes_an_article_and_the_toast_gives_it_back(project):
    article = an_article(project, title="Low tide")
    a_highlight(article, "work")
    client = client_of("olga")
    page = client.post(at("remove-article", article), follow=True).text
    assert titles(page) == [] and "Removed: Low tide" in page
    assert client.get(at("edit-article", article)).status_code == 404
    undo = re.search(r'action="(\S+/undo/)"', page)[1]
    client.post(undo)
    page = client.get(home(project)).text
    assert titles(page) == ["Low tide"] and "<b>1</b> passage<" in page


@pytest.mark.parametrize(("person", "status"), [("anna", 403), ("rita", 403), ("stranger", 404)])
def test_nobody_else_removes_articles(project, person, status):
    article = an_article(project)
    client = client_of(person)
    assert client.post(at("remove-article", article)).status_code == status
    assert Article.objects.get().removed_at is None


def test_articles_are_not_removed_by_following_a_link(project):
    assert client_of("olga").get(at("remove-article", an_article(project))).status_code == 405


@pytest.mark.parametrize(
    ("published", "shown"),
    [("2025-10-02", "2 Oct 2025"), ("2025-10", "Oct 2025"), ("2025", "2025"), ("", ""), ("2025-99", "2025-99")],
)
def test_dates_are_shown_as_people_write_them(published, shown):
    assert pages.readable_date(published) == shown
