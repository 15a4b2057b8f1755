"""The reading page shows the text as it is stored, with everybody's visible marks and notes, in few queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import actions
from annotations.models import Reading
from corpus_app.actions import remove_article
from corpus_app.models import Role
from tests import nasty
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import (
    address,
    by_id,
    client_of,
    legend,
    marks,
    page_of,
    paragraphs,
    parsed,
    reading_url,
    rows,
    text_of,
)

pytestmark = pytest.mark.django_db

@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.mark.parametrize("is_marked", [False, True])
def test_the_text_of_every_paragraph_is_the_stored_text(project, is_marked):
    article = an_article(project, *nasty.TEXTS)
    if is_marked:
        for start in range(0, len(article.version.text) - 3, 3):
            stretch = article.version.text[start : start + 7].rstrip("\n")
            if stretch.strip("\n") == stretch:
                a_highlight(article, stretch, tags=(a_tag(project, "All"),))
    body = page_of("anna", article)
    assert paragraphs(body) == dict(enumerate(nasty.TEXTS, 1))
    assert bool(marks(body)) == is_marked
    assert not list(body.iter("script")) or all(script.get("src") for script in body.iter("script"))


def test_every_paragraph_says_where_it_begins_in_the_text(project):
    article = an_article(project, *nasty.TEXTS)
    for element in page_of("anna", article).iterfind(".//*[@data-p]"):
        start, text = int(element.get("data-start")), "".join(element.itertext())
        assert article.version.text[start : start + len(text)] == text


def test_kinds_and_roles_are_told_apart(project):
    article = an_article(project, *"THBLQACRMX", kinds="thblqacrmx")
    shown = [row for row in page_of("anna", article).iter("div") if row.get("id", "")[1:].isdigit()]
    classes = [row.get("class").split() for row in shown]
    kinds = ["title", "heading", None, "list_item", "question", "answer", "quote", "reference", "meta", "boilerplate"]
    assert classes == [["row", kind] if kind else ["row"] for kind in kinds]


def test_marks_show_who_marked_what_with_which_tags_and_notes(project):
    article = an_article(project, "The quay stays open. It was always so.")
    highlight = a_highlight(article, "The quay stays open.", tags=(a_tag(project, "<Open> & free"),))
    a_tagging(highlight, a_stance(project, "for"), by="ben", target=an_entity(project, "Order 14"),
              holder=an_entity(project, "Ms. Ellery"))
    actions.write_note(highlight=highlight, author=a_user("ben"), text="Says <who>?")
    body = page_of("rita", article)
    assert marks(body) == [("The quay stays open.", highlight.uid)]
    note = " ".join("".join(next(iter(body.iterfind(f".//li[@id='h-{highlight.uid}']"))).itertext()).split())
    for words in ("AN", "<Open> & free", "For", "Order 14", "Ms. Ellery", "BE", "Says <who>?"):
        assert words in note


def test_overlapping_highlights_of_two_people_are_both_there(project):
    article = an_article(project, "one two three four")
    first, second = a_highlight(article, "one two three"), a_highlight(article, "two three four", by="ben")
    assert marks(page_of("anna", article)) == [
        ("one ", first.uid), ("two three", f"{first.uid} {second.uid}"), (" four", second.uid),
    ]


def test_every_highlight_has_a_place_to_link_to_once(project):
    article = an_article(project, "one two three", "four five")
    made = [a_highlight(article, quote) for quote in ("one", "one two", "one two three\n\nfour", "two", "five")]
    ids = [element.get("id") for element in page_of("anna", article).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {f"h-{highlight.uid}" for highlight in made} <= set(ids)


def test_the_legend_counts_the_articles_tags(project):
    article, other = an_article(project, "one two three"), an_article(project, "one two")
    often, rarely, never = a_tag(project, "Often"), a_tag(project, "Rarely"), a_tag(project, "Never")
    for quote, tags in (("one", (often, rarely)), ("two", (often,))):
        a_highlight(article, quote, tags=tags)
    a_highlight(other, "one", tags=(often, never))
    assert legend(page_of("anna", article)) == {f"legend-{often.uid}": "Often 2", f"legend-{rarely.uid}": "Rarely 1"}


@pytest.mark.parametrize(("words", "said"), [(1, "1 word · 1 min"), (1_150, "1,150 words · 5 min")])
def test_the_page_says_how_long_the_article_is_without_its_menus(project, words, said):
    article = an_article(project, " ".join(["ferry"] * words), "Home News Share this", kinds="bx")
    assert said in text_of(page_of("anna", article).find(".//p[@id='about']"))


def test_an_article_without_title_author_and_date_says_nothing_of_them(project):
    body = page_of("anna", an_article(project, "Text.", title="", author="", published=""))
    assert "Untitled article" in "".join(body.itertext()) and body.find(".//time") is None


def test_a_reader_gets_the_text_but_no_palette(project):
    article = an_article(project, "one two")
    a_highlight(article, "one")
    body = page_of("rita", article)
    assert marks(body) and body.find(".//input[@role='combobox']") is None
    assert body.find(".//corpus-reader").get("data-may-annotate") is None
    assert page_of("anna", article).find(".//corpus-reader").get("data-may-annotate") is not None


def test_some_paragraphs_alone_look_as_on_the_page(project):
    article = an_article(project, *nasty.TEXTS)
    a_highlight(article, "alert(1)", tags=(a_tag(project),))
    a_highlight(article, "two  spaces", by="ben")
    a_highlight(article, nasty.TEXTS[1][-5:] + "\n\n" + nasty.TEXTS[2] + "\n\n" + nasty.TEXTS[3][:5])
    alone = client_of("anna").get(address("paragraphs", project, article.uid, 2, 4)).text
    whole = rows(page_of("anna", article))
    assert rows(parsed(alone)) == {name: whole[name] for name in ("p2", "p3", "p4")}


@pytest.mark.parametrize(
    ("first", "last", "found"), [(0, 0, []), (9, 3, []), (2, 10**30, ["p2", "p3"]), (3, 3, ["p3"])]
)
def test_paragraphs_that_are_not_there_are_left_out(project, first, last, found):
    article = an_article(project, "one", "two", "three")
    response = client_of("anna").get(f"{reading_url(article)}paragraphs/{first}-{last}/")
    assert (response.status_code, list(rows(parsed(response.text)))) == (200, found)


# --- Blind coding and rights


def test_a_blind_coder_sees_neither_marks_nor_counts_of_the_others():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article, tag = an_article(project, "one two three"), a_tag(project)
    theirs, own = a_highlight(article, "one two", by="ben", tags=(tag,)), a_highlight(article, "two three", tags=(tag,))
    actions.write_note(highlight=theirs, author=a_user("ben"), text="A secret.")
    body = page_of("anna", article)
    assert marks(body) == [("two three", own.uid)]
    assert legend(body) == {f"legend-{tag.uid}": f"{tag.name} 1"}
    assert theirs.uid not in client_of("anna").get(reading_url(article)).text
    assert {uid for _, uid in marks(page_of("olga", article))} >= {theirs.uid, own.uid}
    assert client_of("anna").get(address("highlight", project, theirs.uid)).status_code == 404
    assert client_of("olga").get(address("highlight", project, theirs.uid)).status_code == 200


def test_what_somebody_made_before_they_left_stays(project):
    article = an_article(project, "one two")
    highlight = a_highlight(article, "one", by="ben", tags=(a_tag(project),))
    membership = project.memberships.get(user=a_user("ben"))
    membership.removed_at = highlight.created_at
    membership.save(update_fields=["removed_at"])
    assert marks(page_of("anna", article)) == [("one", highlight.uid)]
    assert client_of("ben").get(reading_url(article)).status_code == 404


@pytest.mark.parametrize("path", ["", "paragraphs/1-2/"])
def test_strangers_and_readers_of_removed_articles_get_404(project, path):
    article = an_article(project, "A canary.")
    assert client_of("stan").get(reading_url(article) + path).status_code == 404
    remove_article(article=article, actor=a_user("olga"))
    response = client_of("anna").get(reading_url(article) + path)
    assert response.status_code == 404 and "canary" not in response.text


# --- The place in the text


def test_the_position_is_kept_for_each_person(project):
    article = an_article(project, "one", "two", "three")
    url = address("keep-position", project, article.uid)
    assert client_of("anna").post(url, {"position": "3"}).status_code == 204
    assert client_of("rita").post(url, {"position": "2"}).status_code == 204
    assert client_of("anna").post(url, {"position": "2"}).status_code == 204
    assert page_of("anna", article).find(".//corpus-reader").get("data-position") == "2"
    assert page_of("ben", article).find(".//corpus-reader").get("data-position") == "1"
    assert Reading.objects.count() == 2


@pytest.mark.parametrize(
    "position", ["", "0", "-1", "1.5", "two", "²", "٣", "9" * 30, str(2**31), "000000000001" + "9" * 30, "9" * 5000]
)
def test_a_position_that_is_none_is_refused(project, position):
    article = an_article(project, "one")
    response = client_of("anna").post(address("keep-position", project, article.uid), {"position": position})
    assert (response.status_code, Reading.objects.count()) == (422, 0)


def test_the_next_and_the_previous_article_are_linked(project):
    first, second, third = (an_article(project, f"Text {n}.") for n in range(3))
    an_article(a_project(anna=Role.CODER), "Elsewhere.")
    remove_article(article=third, actor=a_user("olga"))
    links = {a.get("rel"): a.get("href") for a in page_of("anna", second).iter("a") if a.get("rel") in ("prev", "next")}
    assert links == {"prev": reading_url(first)}


# --- Queries


def queries(client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_the_number_of_queries_does_not_grow_with_paragraphs_and_highlights(project):
    few, many = (an_article(project, *(f"Paragraph {n} of many." for n in range(size))) for size in (10, 60))
    people = ("anna", "ben")
    tags = [a_tag(project) for _ in range(5)]
    for article, size, of in ((few, 20, 10), (many, 120, 40)):
        for n in range(size):
            quote = f"graph {n % of} of"
            highlight = a_highlight(article, quote, by=people[n % 2], tags=(tags[n % 5],))
            actions.write_note(highlight=highlight, author=a_user(people[n % 2]), text="So?")
    client = client_of("anna")
    counted = [queries(client, reading_url(article)) for article in (few, many)]
    assert counted[0] == counted[1] <= 17
    counted = [queries(client, address("paragraphs", project, few.uid, 1, last)) for last in (2, 10)]
    assert counted[0] == counted[1] <= 11


def test_the_page_has_an_id_only_once_for_what_is_swapped(project):
    article = an_article(project, "one two")
    a_highlight(article, "one", tags=(a_tag(project),))
    body = page_of("anna", article)
    assert all(by_id(body, name) for name in ("text", "panel", "palette", "toasts", "legend", "live", "p1"))


def test_an_article_is_marked_as_read_and_as_unread_again(project):
    client, article = client_of("rita"), an_article(project)
    url, page = address("finish-reading", project, article.uid), reading_url(article)
    library = f"/projects/{project.slug}/"
    assert client.post(url, follow=True).redirect_chain == [(f"{page}#read", 302)]
    assert "You have read this article." in client.get(page).text
    assert "1 of 1" in client.get(library).text
    client.post(url, {"finished": "0"})
    assert "Mark as read" in client.get(page).text and "0 of 1" in client.get(library).text


def test_the_page_says_how_far_one_is_through_the_project(project):
    articles = [an_article(project, f"Text {n}.") for n in range(3)]
    actions.finish_reading(article=articles[0], coder=a_user("anna"))
    actions.finish_reading(article=articles[1], coder=a_user("ben"))
    assert "1 of 3 articles read" in text_of(page_of("anna", articles[2]).find(".//footer[@id='read']"))
