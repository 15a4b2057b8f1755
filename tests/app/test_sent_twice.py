"""What a browser sends again because it never heard the answer, and what it must not send for somebody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations import actions
from annotations.models import Comment, Highlight, Memo, Tagging
from corpus_app.ids import new_id
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import SCRIPT, address, client_of, passage, reading_url, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return an_article(a_project(anna=Role.CODER, ben=Role.CODER), "The quay stays open to bikes.")


def write(client: Client, highlight: Highlight, **fields: str):
    return client.post(address("write-note", highlight.project, highlight.uid), fields, **SCRIPT)


def changes(article) -> int:
    return Change.objects.filter(project=article.project).count()


def test_a_note_sent_twice_is_one_note_and_one_change(article):
    highlight, uid = a_highlight(article, "quay", by="anna"), new_id()
    before = changes(article)
    answers = [write(client_of("anna"), highlight, uid=uid, text="Why?") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200] and "Why?" in answers[1].text
    assert Comment.objects.get(highlight=highlight).uid == uid and changes(article) == before + 1


def test_a_button_pressed_twice_without_script_makes_one_note_and_one_memo(article):
    highlight, ago = a_highlight(article, "quay", by="anna"), timezone.now() - timedelta(seconds=11)
    memo = reverse("annotations:write-article-memo", args=[article.project.slug, article.uid])
    for _ in range(2):
        assert write(client_of("anna"), highlight, text="Why?").status_code == 200
        assert client_of("anna").post(memo, {"text": "A thought"}).status_code in (200, 302)
    assert Comment.objects.filter(highlight=highlight).count() == Memo.objects.count() == 1
    assert Change.objects.filter(verb__startswith="write").count() == 2
    Comment.objects.update(created_at=ago)
    write(client_of("anna"), highlight, text="Why?")
    write(client_of("anna"), highlight, text="Why not?")
    assert Comment.objects.filter(highlight=highlight).count() == 3, "said again later, or otherwise, it is another"


def test_an_id_that_is_none_is_refused(article):
    answer = write(client_of("anna"), a_highlight(article, "quay", by="anna"), uid="no id", text="Why?")
    assert answer.status_code == 422 and not Comment.objects.exists()


def test_a_highlight_that_was_deleted_meanwhile_is_not_tagged_by_a_late_save(article):
    fields = passage(article, "quay", tag=a_tag(article.project).uid)
    assert save(client_of("anna"), article, fields).status_code == 200
    actions.remove_highlight(highlight=Highlight.objects.get(), actor=a_user("anna"))
    answer = save(client_of("anna"), article, fields)
    assert answer.status_code == 409 and "deleted" in answer.text
    assert not Tagging.objects.exists() and not Highlight.objects.filter(removed_at=None).exists()


def test_one_persons_work_is_not_saved_as_anothers(article):
    fields = passage(article, "quay")
    url = address("add-highlight", article.project, article.uid)
    for person, status in (("ben", 412), ("anna", 200)):
        answer = client_of(person).post(url, fields, headers={"Corpus-Person": a_user("anna").uid})
        assert answer.status_code == status
    assert Highlight.objects.get().author == a_user("anna")


def test_work_of_somebody_who_is_signed_out_leads_to_the_sign_in(article):
    url = address("add-highlight", article.project, article.uid)
    answer = Client().post(url, passage(article, "quay"), headers={"Corpus-Person": a_user("anna").uid})
    assert answer.status_code == 302 and answer.url.startswith("/sign-in/")


def test_the_answer_to_an_old_token_brings_a_new_one_and_says_who_is_there(article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user("anna"))
    url = address("add-highlight", article.project, article.uid)
    answer = client.post(url, passage(article, "quay"), headers={"X-CSRFToken": "old"})
    assert answer.status_code == 403 and "data-too-old" in answer.text
    assert f'<meta name="person" content="{a_user("anna").uid}">' in answer.text
    token = answer.text.split('name="csrf-token" content="')[1].split('"')[0]
    assert client.post(url, passage(article, "quay"), headers={"X-CSRFToken": token}).status_code == 200


def test_a_page_says_whose_it_is_and_the_sign_in_says_nobody(article):
    assert f'<meta name="person" content="{a_user("anna").uid}">' in client_of("anna").get(reading_url(article)).text
    assert 'name="person"' not in Client().get("/sign-in/").text
