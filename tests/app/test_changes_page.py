"""The project's history in words, narrowed, page by page; and bringing back what was removed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations import actions, verbs
from annotations.actions.bulk import Way
from annotations.models import Highlight, SavedView
from annotations.pages import changes as pages
from annotations.pages.changes import DONE, About, changes
from corpus_app.actions import correct_metadata
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def mark(project):
    article = an_article(project, "Sanctions <b>work</b> & 🐳 sing.", title="One")
    return a_highlight(article, "<b>work</b> & 🐳", by="anna", tags=(a_tag(project, "Peace"),))


def address(project):
    return reverse("annotations:changes", args=[project.slug])


def told(project, name="olga", **wanted):
    page = changes(project, a_user(name), may_restore=name == "olga", **wanted)
    return [(entry.change.actor.display_name, entry.words, entry.subject, entry.tags) for entry in page.entries]


def test_what_was_done_is_told_newest_first(project, mark):
    note = actions.write_note(highlight=mark, author=a_user("ben"), text="Why?")
    actions.edit_note(note=note, actor=a_user("ben"), text="Really?")
    assert told(project)[:4] == [
        ("Ben", "changed a note on", mark.quote, []),
        ("Ben", "wrote a note on", mark.quote, []),
        ("Anna", "highlighted", mark.quote, ["Peace"]),
        ("Olga", "made the tag", "Peace", []),
    ]
    page = client_of("anna").get(address(project)).text
    assert "&lt;b&gt;work&lt;/b&gt; &amp; 🐳" in page and "<b>work" not in page
    assert "<del><bdi>Why?</bdi></del>" in page and "<ins><bdi>Really?</bdi></ins>" in page
    assert f"#h-{mark.uid}" in page


def test_values_before_and_after_are_named_and_not_numbered(project, mark):
    correct_metadata(article=mark.article, actor=a_user("olga"), title="Two", source="The Gull")
    (entry, *_) = changes(project, a_user("olga"), may_restore=True).entries
    found = {(d.name, d.before, d.after) for d in entry.differences}
    assert found == {("title", "One", "Two"), ("source", "", "The Gull")}


def test_it_is_narrowed_by_kind_person_article_and_highlight(project, mark):
    other = a_highlight(an_article(project, "Other words.", title="Else"), "words", by="ben")
    assert {who for who, *_ in told(project, person=a_user("ben").uid)} == {"Ben"}
    assert [subject for _, _, subject, _ in told(project, about=About.PASSAGES)] == ["words", mark.quote]
    assert next(iter(told(project, article=other.article.uid)))[2] == "words"
    actions.write_note(highlight=mark, author=a_user("ben"), text="Why?")
    assert [words for _, words, *_ in told(project, highlight=mark.uid)] == ["wrote a note on", "highlighted"]
    assert told(project, highlight="0" * 12) == []
    page = client_of("anna").get(address(project), {"about": "codebook", "person": a_user("ben").uid}).text
    assert "No such changes" in page
    for nonsense in ({"about": "x"}, {"person": "x"}, {"before": "x"}, {"before": "-1"}, {"before": "9" * 40}):
        assert client_of("anna").get(address(project), nonsense).status_code == 200


def test_the_pages_hold_each_change_once(project, mark, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 3)
    found, before = [], None
    while True:
        page = changes(project, a_user("olga"), may_restore=True, before=before)
        found += [entry.change.number for entry in page.entries]
        before = page.older
        if before is None:
            break
    assert found == list(Change.objects.filter(project=project).order_by("-number").values_list("number", flat=True))
    assert "before=" in client_of("anna").get(address(project)).text


def test_a_blind_coder_reads_of_her_own_changes_only():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    mark = a_highlight(an_article(project, "Secret words."), "Secret", by="ben")
    assert {who for who, *_ in told(project, "anna")} <= {"Anna"}
    assert "Secret" not in client_of("anna").get(address(project), {"highlight": mark.uid}).text


def test_an_owner_brings_back_what_somebody_else_removed(project, mark):
    actions.remove_highlight(highlight=mark, actor=a_user("anna"))
    number = Change.objects.get(verb="remove-highlight").number
    where = reverse("annotations:restore", args=[project.slug, number])
    assert client_of("anna").post(where).status_code == 403
    assert "Bring back" not in client_of("anna").get(address(project)).text
    olga = client_of("olga")
    assert "Bring back" in olga.get(address(project)).text
    page = olga.post(where, follow=True).text
    assert "It is back." in page and "Bring back" not in page and "taken back" in page
    there = Highlight.objects.get(pk=mark.pk)
    assert there.removed_at is None and [tagging.coder for tagging in there.taggings.all()] == [a_user("anna")]
    assert "This has been undone already." in olga.post(where, follow=True).text


def test_tags_taken_off_many_passages_and_views_of_the_team_are_brought_back(project, mark):
    anna, tagging = a_user("anna"), mark.taggings.get()
    actions.change_passages(project=project, actor=anna, highlights=[mark], way=Way.REMOVE, tag=tagging.tag)
    view = actions.save_view(project=project, owner=anna, name="Trade", query="", is_shared=True)
    actions.remove_view(view=view, actor=anna)
    for verb in ("untag-passages", "remove-view"):
        change = Change.objects.select_related("project", "article").get(verb=verb)
        actions.restore(change=change, actor=a_user("olga"))
    assert mark.taggings.get().pk == tagging.pk and SavedView.objects.visible_to(a_user("ben")).get() == view


def test_after_a_month_it_is_too_late(project, mark):
    actions.remove_highlight(highlight=mark, actor=a_user("anna"))
    change = Change.objects.get(verb="remove-highlight")
    Change.objects.filter(pk=change.pk).update(at=timezone.now() - verbs.RESTORABLE - timedelta(minutes=1))
    olga = client_of("olga")
    assert "Bring back" not in olga.get(address(project)).text
    where = reverse("annotations:restore", args=[project.slug, change.number])
    assert "more than 30 days ago" in olga.post(where, follow=True).text


def test_what_removed_nothing_is_not_brought_back(project, mark):
    where = reverse("annotations:restore", args=[project.slug, Change.objects.get(verb="add-highlight").number])
    assert "nothing to bring back" in client_of("olga").post(where, follow=True).text
    assert Highlight.objects.get(pk=mark.pk).removed_at is None


def test_every_verb_of_the_diary_has_words():
    assert set(verbs.DONE) <= set(DONE)
