"""Versions of an article among drafts, and passages that stand in several articles."""

import pytest
from django.db.models import F
from django.urls import reverse

from corpus_app.actions import remove_article
from corpus_app.actions.bringing import add_draft
from corpus_app.actions.sketches import sketch_some, unsketched
from corpus_app.models import Article, Role, Sketch, SketchKey
from tests.factories import a_highlight, a_project, a_user, an_article, client_of

pytestmark = pytest.mark.django_db
COPIED = (
    "The harbour office said on Monday that no car had been parked on the quay since the gulls came back in spring, "
    "and that nobody had asked for a place."
)
CHANGED = COPIED.replace("on Monday", "yesterday").replace("a place.", "a place there.")
OWN = [" ".join(f"{name}{at}" for at in range(24)) + "." for name in ("gull", "ferry", "crane", "mayor", "rain")]


@pytest.fixture
def project():
    return a_project("Quay", anna=Role.CODER, rita=Role.READER)


def also(article, query="", by="rita") -> str:
    return client_of(by).get(reverse("also", args=["quay", article.uid]) + query).text


def test_a_draft_that_is_nearly_an_article_is_told_with_what_can_be_done(project):
    article = an_article(project, *OWN, title="The colours")
    draft = add_draft(project=project, added_by=a_user("anna"), name="a.txt", content="\n\n".join(
        [*OWN[:4], OWN[4].replace("rain7", "snow"), "A new end that says something else."]
    ).encode())  # fmt: skip
    other = add_draft(project=project, added_by=a_user("anna"), name="b.txt", content=COPIED.encode() * 3)
    page = client_of("anna").get(reverse("drafts", args=["quay"])).text
    assert page.count("It looks like a version of") == 1 and "Like one here" in page
    assert reverse("annotations:article", args=["quay", article.uid]) in page
    page = client_of("anna").get(reverse("draft", args=["quay", draft.uid])).text
    assert "Save it to keep both" in page and 'form="discard">skip it' in page
    assert "looks like" not in client_of("anna").get(reverse("draft", args=["quay", other.uid])).text


def test_articles_of_other_projects_are_no_ones_business(project):
    an_article(a_project("Far", anna=Role.CODER), *OWN, COPIED)
    article = an_article(project, COPIED)
    add_draft(project=project, added_by=a_user("anna"), name="a.txt", content="\n\n".join([*OWN, "More."]).encode())
    assert "looks like" not in client_of("anna").get(reverse("drafts", args=["quay"])).text
    assert "Nowhere else" in also(article)


def test_a_copied_passage_is_shown_with_its_differences(project):
    article = an_article(project, *OWN[:3], COPIED, title="First")
    other = an_article(project, CHANGED, *OWN[3:], title="Second", source="The Gull")
    gone = an_article(project, COPIED, title="Removed")
    remove_article(article=gone, actor=a_user("olga"))
    page = also(article)
    assert page.count("Also in") == 1 and ">Second<" in page and "The Gull" in page and "Removed" not in page
    assert "<del>on Monday </del><ins>yesterday </ins>" in page and "<ins>place there.</ins>" in page
    assert f'{reverse("annotations:article", args=["quay", other.uid])}#p1"' in page
    assert "Paragraph 4" in also(article, "?p=4") and "Nowhere else" in also(article, "?p=1")
    assert also(article, "?p=nonsense").partition("<main")[2] == page.partition("<main")[2]


def test_the_panel_of_a_highlight_leads_to_it(project):
    article = an_article(project, *OWN[:2], COPIED)
    mark = a_highlight(article, "gulls")
    address = reverse("annotations:highlight", args=["quay", mark.uid])
    assert f'{reverse("also", args=["quay", article.uid])}?p=3' in client_of("anna").get(address).text


def test_its_queries_do_not_grow_with_what_is_found(project, django_assert_num_queries):
    article = an_article(project, *OWN, COPIED)
    counts = []
    for more in (1, 5):
        for number in range(more):
            an_article(project, CHANGED, f"{OWN[0]} {number}")
        client = client_of("rita")
        with django_assert_num_queries(counts[0] if counts else 12, exact=False) as queries:
            client.get(reverse("also", args=["quay", article.uid]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_articles_from_before_are_sketched_and_none_twice(project):
    article = an_article(project, COPIED, *OWN)
    keys = set(SketchKey.objects.values_list("key", "position"))
    Sketch.objects.update(scheme=F("scheme") + 1)
    SketchKey.objects.update(key=1)
    assert unsketched().count() == 1 and sketch_some() == 1 and sketch_some() == 0
    assert set(SketchKey.objects.values_list("key", "position")) == keys
    assert Article.objects.get().version_id == Sketch.objects.get().version_id == article.version_id
