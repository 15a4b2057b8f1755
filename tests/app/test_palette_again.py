"""The palette's helpers on the server: pinned tags, tags used lately, the last set once more, the probable speaker."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import actions
from annotations.models import Highlight, Tagging
from corpus_app.actions import keep_display
from corpus_app.ids import new_id
from corpus_app.models import Change, Role, User
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import SCRIPT, address, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def article(project):
    return an_article(project, "Jane Doe has the quay.", "“It stays open,” Doe said.", "Nobody knows.")


def codebook(project, name: str = "anna") -> dict:
    return client_of(name).get(address("palette-codebook", project)).json()


def pin(project, tag, name: str = "anna", pinned: str = "1") -> int:
    return client_of(name).post(address("pin-tag", project, tag.uid), {"pinned": pinned}).status_code


# --- Pins


def test_pinned_tags_are_kept_for_the_person_and_the_project(project):
    one, two, other = a_tag(project), a_tag(project), a_project(anna=Role.CODER)
    assert (pin(project, two), pin(project, one), pin(other, a_tag(other))) == (204, 204, 204)
    assert codebook(project)["pins"] == [two.uid, one.uid]
    assert codebook(project, "ben")["pins"] == []
    pin(project, two, pinned="0")
    assert codebook(project)["pins"] == [one.uid]
    assert pin(project, one, pinned="x") == 422


def test_at_most_nine_are_pinned_and_looks_keep_them(project):
    tags = [a_tag(project) for _ in range(11)]
    for tag in tags:
        pin(project, tag)
    keep_display(user=a_user("anna"), chosen={"size": "large"})
    assert codebook(project)["pins"] == [tag.uid for tag in tags[2:]]
    assert User.objects.get(pk=a_user("anna").pk).page_classes == "size-large"


# --- Used lately


def test_what_was_used_lately_comes_with_its_target_newest_first_but_without_its_holder(project, article):
    tag, oslo = a_tag(project), an_entity(project, "Oslo")
    first = a_highlight(article, "quay", tags=(tag,))
    a_tagging(first, a_stance(project, "for"), target=oslo, holder=an_entity(project, "Jane"), holder_kind="quoted")
    a_highlight(article, "Nobody", by="ben", tags=(a_tag(project),))
    told = codebook(project)
    assert told["recent"] == [{"tag": a_stance(project, "for").uid, "target": oslo.uid}, {"tag": tag.uid}]
    assert told["last"]["about"] == first.uid
    assert [(one["tag"], one["holder_kind"]) for one in told["last"]["taggings"]] == [
        (tag.uid, ""), (a_stance(project, "for").uid, "quoted"),
    ]


def test_archived_tags_are_not_offered_again(project, article):
    tag = a_tag(project)
    a_highlight(article, "quay", tags=(tag,))
    actions.archive_tag(tag=tag, actor=a_user("olga"))
    assert codebook(project)["recent"] == [] and codebook(project)["last"]["taggings"] == []


def test_queries_of_the_codebook_do_not_grow(project, article):
    counts = []
    for _ in range(2):
        a_highlight(article, "quay", tags=(a_tag(project), a_tag(project)))
        with CaptureQueriesContext(connection) as asked:
            codebook(project)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- Once more


def said(*taggings) -> str:
    return " ".join(".".join(part and getattr(part, "uid", part) for part in one) for one in taggings)


def again(project, article, quote: str, words: str):
    start = article.version.text.index(quote)
    fields = {"uid": new_id(), "version": 1, "start": start, "end": start + len(quote), "quote": quote, "again": words}
    return client_of("anna").post(address("add-highlight-again", project, article.uid), fields, **SCRIPT)


def test_the_last_tags_go_on_a_new_passage_in_one_change(project, article):
    oslo, jane, tag = an_entity(project, "Oslo"), an_entity(project, "Jane"), a_tag(project)
    words = said((tag, "", "", ""), (a_stance(project, "for"), oslo, jane, "paraphrased"))
    before = Change.objects.filter(project=project).count()
    response = again(project, article, "quay", words)
    assert response.status_code == 200 and "Tagged as before." in response.text
    assert Change.objects.filter(project=project).count() == before + 1
    made = Tagging.objects.filter(highlight__quote="quay").order_by("pk")
    assert [(one.tag, one.target, one.holder, one.holder_kind) for one in made] == [
        (tag, None, None, ""), (a_stance(project, "for"), oslo, jane, "paraphrased"),
    ]
    change = Change.objects.filter(project=project).last()
    actions.undo(change=change, actor=a_user("anna"))
    assert not Highlight.objects.filter(quote="quay", removed_at=None).exists()


def test_the_last_tags_go_on_a_highlight_in_one_change_and_those_that_are_there_stay(project, article):
    one, two = a_tag(project), a_tag(project)
    mark = a_highlight(article, "quay", tags=(one,))
    url = address("add-taggings-again", project, mark.uid)
    words = said((one, "", "", ""), (two, "", "", ""))
    before = Change.objects.filter(project=project).count()
    for _ in range(2):
        assert client_of("anna").post(url, {"again": words}, **SCRIPT).status_code == 200
    assert Change.objects.filter(project=project).count() == before + 1
    assert set(mark.taggings.values_list("tag", flat=True)) == {one.pk, two.pk}


def test_what_is_not_possible_any_more_is_refused_whole(project, article):
    tag, stance, oslo = a_tag(project), a_stance(project, "for"), an_entity(project, "Oslo")
    foreign = a_tag(a_project())
    for words in (
        said((tag, "", "", ""), (foreign, "", "", "")), said((stance, "", "", "")), said((tag, oslo, "", "")),
        said((stance, oslo, "", "shouted")), said((stance, oslo, "000000000000", "")), "",
    ):
        assert again(project, article, "quay", words).status_code == 422, words
    assert not Highlight.objects.filter(project=project).exists()


# --- Speakers


def speaker(project, article, quote: str) -> dict:
    start = article.version.text.index(quote)
    return client_of("anna").get(address("speaker", project, article.uid, start, start + len(quote))).json()


def test_the_speaker_of_a_quotation_is_suggested_and_known_ones_by_their_id(project, article):
    assert speaker(project, article, "stays open") == {"name": "Jane Doe"}
    jane = an_entity(project, "jane doe")
    assert speaker(project, article, "stays open") == {"name": "jane doe", "id": jane.uid}
    assert speaker(project, article, "Nobody knows") == {}
    assert speaker(project, article, "open,” Doe said.\n\nNobody") == {}
    far = client_of("anna").get(address("speaker", project, article.uid, 10**9, 10**18))
    assert far.json() == {}
