"""An import is taken back as a whole, unless somebody works in one of its articles."""

import pytest
from django.urls import reverse

from annotations import actions
from corpus_app.actions.bringing import add_draft
from corpus_app.models import Article, ArticleDraft, Change, Role
from tests.factories import a_highlight, a_project, a_user, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project("Quay", anna=Role.CODER, ben=Role.CODER)


def a_story(project, number: int, by: str = "anna") -> ArticleDraft:
    text = f"Story {number}\n\nNobody has parked on quay {number} since the gulls came back.\n\nThey like it there."
    return add_draft(project=project, added_by=a_user(by), name=f"{number}.txt", content=text.encode())


@pytest.fixture
def page(project):
    """Three of anna's drafts, two of them imported by the button; the page they come back to."""
    for number in range(3):
        a_story(project, number)
    ArticleDraft.objects.filter(name="2.txt").update(warnings=["Look at this."])
    return client_of("anna").post(reverse("save-drafts", args=["quay"]), follow=True).text


def undo(name: str = "anna"):
    draft = ArticleDraft.objects.exclude(saved_in="").first()
    return client_of(name).post(reverse("annotations:undo-import", args=["quay", draft.saved_in]), follow=True).text


def waiting() -> list[str]:
    return sorted(ArticleDraft.objects.waiting().values_list("name", flat=True))


def test_it_is_one_step_and_the_drafts_wait_again(project, page):
    assert "2 articles imported." in page and "Undo the import" in page and waiting() == ["2.txt"]
    before, articles = Change.objects.count(), set(Article.objects.visible_to(a_user("ben")))
    told = undo()
    assert "2 articles are drafts again" in told and "Undo the import" not in told
    assert waiting() == ["0.txt", "1.txt", "2.txt"] and not Article.objects.visible_to(a_user("ben")).exists()
    change = Change.objects.last()
    assert (Change.objects.count(), change.verb, len(change.edits)) == (before + 1, "undo-import", 2)
    assert "took back the import of" in client_of("olga").get(reverse("annotations:changes", args=["quay"])).text
    told = client_of("anna").post(reverse("save-drafts", args=["quay"]), follow=True).text
    assert "2 articles imported." in told
    assert len(set(Article.objects.visible_to(a_user("ben"))) - articles) == 2


def test_it_stays_when_somebody_has_coded_in_it_and_says_where(project, page):
    a_highlight(Article.objects.get(title="Story 1"), "gulls", by="ben")
    told = undo()
    assert "so the import stays: “Story 1”." in told and "Ben" not in told.partition("<main")[2]
    assert Article.objects.visible_to(a_user("ben")).count() == 2 and waiting() == ["2.txt"]


def test_assigned_work_holds_it_too(project, page):
    actions.assign(project=project, actor=a_user("olga"), pairs=[(Article.objects.get(title="Story 0"), a_user("ben"))])
    assert "so the import stays: “Story 0”." in undo()


def test_nobody_takes_back_the_import_of_somebody_else(project, page):
    draft = ArticleDraft.objects.exclude(saved_in="").first()
    address = reverse("annotations:undo-import", args=["quay", draft.saved_in])
    assert client_of("ben").post(address).status_code == 404
    assert Article.objects.visible_to(a_user("ben")).count() == 2


def test_a_file_that_was_brought_again_in_the_meantime_waits_once(project, page):
    a_story(project, 0)
    undo()
    assert waiting() == ["0.txt", "1.txt", "2.txt"]
