"""What the legend offers to show and hide, what the page says for it, and the signs of stances in the text."""

import pytest

from annotations.pages import legend
from corpus_app.models import Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import address, client_of, page_of, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def article(project):
    return an_article(project, "The quay stays open to bikes and prams.")


def test_facets_and_coders_are_offered_where_there_is_a_choice(project, article):
    tag = a_tag(project, "Bikes")
    a_highlight(article, "bikes", tags=(tag,))
    alone = legend.whole(article, a_user("anna"))
    assert [entry.tag.name for entry in alone.entries] == ["Bikes"] and not alone.facets and not alone.coders
    by_ben = a_highlight(article, "prams", by="ben")
    a_tagging(by_ben, a_stance(project, "for"), by="ben", target=an_entity(project, "Cars"))
    found = legend.whole(article, a_user("anna"))
    assert [facet.name for facet in found.facets] == ["Theme", "Stance"]
    assert [coder.name for coder in found.coders] == ["Anna", "Ben"]
    assert {coder.uid for coder in found.coders} == {a_user("anna").uid, a_user("ben").uid}


def test_who_only_marked_is_a_coder_too(article):
    a_highlight(article, "bikes")
    a_highlight(article, "prams", by="ben")
    assert [coder.name for coder in legend.whole(article, a_user("anna")).coders] == ["Anna", "Ben"]


def test_a_blind_coder_is_offered_nobody_else():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, "The quay stays open.")
    a_highlight(article, "quay", tags=(a_tag(project),))
    a_highlight(article, "open", by="ben", tags=(a_tag(project, "Secret"),))
    text = client_of("anna").get(address("legend", project, article.uid)).text
    assert "Secret" not in text and "Ben" not in text and a_user("ben").uid not in text


def test_the_legend_asks_a_fixed_number_of_queries(project, article, django_assert_num_queries):
    for n, quote in enumerate(("The", "quay", "stays", "open", "bikes")):
        a_highlight(article, quote, by=("anna", "ben")[n % 2], tags=(a_tag(project), a_tag(project)))
    anna = a_user("anna")
    legend.whole(article, anna)
    with django_assert_num_queries(6):  # three, each with the person's memberships before it
        legend.whole(article, anna)


def test_every_box_names_what_it_hides(project, article):
    tag = a_tag(project, "Bikes")
    a_highlight(article, "bikes", tags=(tag,))
    body = parsed(client_of("anna").get(address("legend", project, article.uid)).text)
    (box,) = body.iterfind(".//li/label/input")
    assert (box.get("data-tag"), box.get("data-in"), box.get("data-look")) == (tag.uid, tag.facet.uid, str(tag.look))
    assert box.get("aria-label") == "Show Bikes"


def test_a_note_says_whose_it_is_and_which_tags_it_has(project, article):
    tag = a_tag(project, "Bikes")
    highlight = a_highlight(article, "bikes", tags=(tag,))
    a_tagging(highlight, a_stance(project, "against"), by="ben", target=an_entity(project, "Cars"))
    (note,) = [entry for entry in page_of("anna", article).iter("li") if entry.get("id") == f"h-{highlight.uid}"]
    assert note.get("data-by") == a_user("anna").uid
    labels = [(label.get("data-tag"), label.get("data-by"), label.get("data-sign")) for label in note.iter("b")]
    assert labels == [(tag.uid, None, None), (a_stance(project, "against").uid, a_user("ben").uid, "against")]


@pytest.mark.parametrize(("value", "sign"), [("for", "v-for"), ("against", "v-against"), ("neutral", "v-neutral")])
def test_a_stance_has_its_sign_where_its_passage_begins_and_a_theme_has_none(project, value, sign):
    article = an_article(project, "The quay stays open to bikes.", "Prams may come, too.")
    theme = a_highlight(article, "quay stays", tags=(a_tag(project),))
    stance = a_highlight(article, "open to bikes.\n\nPrams may")
    a_tagging(stance, a_stance(project, value), target=an_entity(project, "Cars"))
    a_highlight(article, "bikes", tags=(a_tag(project),))
    marks = {mark.text: mark.get("class").split() for mark in page_of("anna", article).iter("mark")}
    assert sign in marks["open to "]
    assert not [text for text, classes in marks.items() if text != "open to " and sign in classes]
    assert theme and not [name for name in marks["quay stays"] if name.startswith("v-")]
