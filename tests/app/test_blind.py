"""Blind coding: nobody else's work on any path, until an article is revealed and one is done with it."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations import actions
from annotations.models import Comment, Highlight, Reading, Tagging
from annotations.stages import Stage, Stages
from corpus_app.actions import correct_metadata, join
from corpus_app.models import Role, Sight
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article, client_of

pytestmark = pytest.mark.django_db

CANARY = "Quetzalcoatl"


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER, blind=True)


@pytest.fixture
def article(project):
    """With a passage that Ben has tagged and written a note on."""
    article = an_article(project, f"Sanctions work, {CANARY} says.", "And peace holds.", title="One")
    mark = a_highlight(article, CANARY, by="ben", tags=(a_tag(project, "Ben's theme"),))
    actions.write_note(highlight=mark, author=a_user("ben"), text="A note of Ben's")
    return article


def assign(article, *names):
    pairs = [(article, a_user(name)) for name in names]
    actions.assign(project=article.project, actor=a_user("olga"), pairs=pairs)


def reveal(*articles):
    actions.reveal(project=articles[0].project, actor=a_user("olga"), articles=articles)


def seen(name, article):
    """How many highlights, taggings and notes, and how many rows the export and the passages page have."""
    user, client, project = a_user(name), client_of(name), article.project
    rows = [kind.objects.visible_to(user).filter(article=article) for kind in (Highlight, Tagging, Comment)]
    here = [kind.objects.visible_in(project, user, [article.pk]) for kind in (Highlight, Tagging, Comment)]
    assert [found.count() for found in rows] == [found.count() for found in here]
    text = b"".join(client.get(reverse("annotations:export", args=[project.slug]))).decode("utf-8-sig")
    exported = len(list(csv.DictReader(io.StringIO(text))))
    page = client.get(reverse("annotations:article", args=[project.slug, article.uid]), {"notes": "all"}).text
    assert ("A note of Ben" in page) == bool(rows[2])
    assert ("<mark" in page) == bool(rows[0])
    browse = client.get(reverse("annotations:passages", args=[project.slug])).text
    assert (CANARY in browse) == bool(rows[0])
    tag = reverse("annotations:tag", args=[project.slug, project.tags.get(name="Ben's theme").uid])
    assert (CANARY in client.get(tag).text) == bool(rows[1])
    return (*(len(found) for found in rows), exported)


def test_a_blind_coder_sees_nothing_and_an_owner_all(article):
    assert seen("anna", article) == (0, 0, 0, 0)
    assert seen("rita", article) == (0, 0, 0, 0)
    assert seen("ben", article) == seen("olga", article) == (1, 1, 1, 1)


def test_revealed_it_shows_to_who_has_nothing_to_do_there(article):
    reveal(article)
    assert seen("anna", article) == seen("rita", article) == (1, 1, 1, 1)


def test_who_still_has_it_to_code_sees_it_when_done(article):
    assign(article, "anna")
    reveal(article)
    assert seen("anna", article) == (0, 0, 0, 0)
    actions.finish_reading(article=article, coder=a_user("anna"))
    assert seen("anna", article) == (1, 1, 1, 1)


def test_to_be_done_is_not_enough(article):
    assign(article, "anna")
    actions.finish_reading(article=article, coder=a_user("anna"))
    assert seen("anna", article) == (0, 0, 0, 0)
    reveal(article)
    assert seen("anna", article) == (1, 1, 1, 1)


def test_only_the_revealed_article_shows(project, article):
    other = an_article(project, f"{CANARY} again.", title="Two")
    a_highlight(other, CANARY, by="ben")
    reveal(other)
    anna = a_user("anna")
    assert list(Highlight.objects.visible_to(anna).values_list("article__title", flat=True)) == ["Two"]
    page = client_of("anna").get(reverse("annotations:library", args=[project.slug])).text
    assert page.count("<b>1</b> passage") == 1


def test_hidden_again_it_is_hidden(article):
    reveal(article)
    actions.hide(project=article.project, actor=a_user("olga"), articles=[article])
    assert seen("anna", article) == (0, 0, 0, 0)
    assert Sight.objects.count() == 0
    assign(article, "anna")
    actions.finish_reading(article=article, coder=a_user("anna"))
    assert seen("anna", article) == (0, 0, 0, 0)


def test_who_comes_later_sees_what_was_revealed_before(project, article):
    reveal(article)
    join(project=project, user=a_user("carl"), role=Role.CODER, actor=a_user("olga"))
    assert seen("carl", article) == (1, 1, 1, 1)
    reveal(article)
    assert Sight.objects.filter(user=a_user("carl")).count() == 1


def test_sight_ends_with_membership(project, article):
    reveal(article)
    membership = project.memberships.get(user=a_user("anna"))
    client_of("olga").post(reverse("remove-member", args=[project.slug, membership.user.uid]))
    assert list(Highlight.objects.visible_to(a_user("anna"))) == []


def test_the_owner_reveals_on_the_work_page(article):
    address, work = (reverse(f"annotations:{name}", args=[article.project.slug]) for name in ("change-work", "work"))
    olga = client_of("olga")
    page = olga.post(address, {"articles": [article.uid], "action": "reveal"}, follow=True).text
    assert "1 article was revealed to who is done with them." in page
    assert ">revealed</span>" in page
    assert client_of("anna").post(address, {"articles": [article.uid], "action": "reveal"}).status_code == 403
    page = olga.post(address, {"articles": [article.uid], "action": "hide"}, follow=True).text
    assert "1 article was hidden again." in page and ">revealed</span>" not in page
    assert "Reveal" not in client_of("anna").get(work).text


def test_a_set_of_articles_is_blind_and_all_others_are_not(project, article):
    other = an_article(project, f"{CANARY} again.", title="Two")
    mark = a_highlight(other, CANARY, by="ben", tags=(project.tags.get(name="Ben's theme"),))
    actions.write_note(highlight=mark, author=a_user("ben"), text="A note of Ben's")
    assign(other, "anna")
    reveal(article)
    address = reverse("annotations:change-work", args=[project.slug])
    page = client_of("olga").post(address, {"articles": [article.uid], "action": "only"}, follow=True).text
    assert "1 article was opened to everybody; those ticked are blind." in page
    assert not visible("anna", article) and visible("anna", other)  # although she has it to code
    join(project=project, user=a_user("carl"), role=Role.CODER, actor=a_user("olga"))
    assert not visible("carl", article) and visible("carl", other)
    added = an_article(project, f"{CANARY} once more.", title="Three")
    a_highlight(added, CANARY, by="ben")
    assert not visible("anna", added)
    client_of("olga").post(address, {"articles": [added.uid], "action": "open"})
    assert visible("anna", added) and not visible("anna", article)
    assert Stages.of(project, [other.pk]).stage(other.pk, a_user("anna").pk, timezone.now()) == Stage.SEEING


def visible(name, article):
    return Highlight.objects.visible_to(a_user(name)).filter(article=article).exists()


def test_an_undo_that_is_refused_does_not_tell_a_blind_coder_by_whom(project, article):
    anna, olga = a_user("anna"), a_user("olga")
    marked = a_highlight(article, "Sanctions").change
    a_tagging(Highlight.objects.get(author=anna), a_tag(project), by="olga")
    corrected = correct_metadata(article=article, actor=anna, title="By Anna").change
    correct_metadata(article=article, actor=a_user("ben"), title="By Ben")
    for change in (marked, corrected):
        with pytest.raises(actions.Refused) as refusal:
            actions.undo(change=change, actor=anna)
        assert not any(one.display_name in str(refusal.value) for one in (olga, a_user("ben"))), str(refusal.value)


def test_nobodys_state_of_work_is_told_to_a_blind_coder(article):
    assign(article, "anna", "ben")
    actions.finish_reading(article=article, coder=a_user("ben"))
    assert [reading.coder for reading in Reading.objects.visible_to(a_user("anna"))] == [a_user("anna")]
