"""Articles of which only the metadata is known: listed as such, not to be coded, until a text is attached."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotations import actions as annotating
from annotations.forms.work import DealForm, coders_of
from corpus_app.models import Article, ArticleDraft, Change, Role
from tests import uploads
from tests.factories import a_project, a_user, an_article, client_of
from tests.unit.importing.test_tables import csv_of

TEXT = "Nobody has parked on the quay since the gulls came back to it."
HEADER = ("stories_id", "Title", "URL", "Outlet", "Date")
ROWS = (
    ("41", "Gulls", "https://gull.example/a", "The Gull", "2024-05-06"),
    ("42", "Ferry", "https://gull.example/b", "The Gull", "2024"),
    ("", "", "", "", ""),
)


@pytest.fixture
def project(db):
    return a_project("Quay", anna=Role.CODER, rita=Role.READER)


@pytest.fixture
def anna(project):
    return client_of("anna")


@pytest.fixture
def gulls(project, anna) -> Article:
    uploads.bring(anna, project, SimpleUploadedFile("media.csv", csv_of(HEADER, *ROWS)))
    table = ArticleDraft.objects.get()
    said = {f"column-{at}": field for at, field in enumerate(("id", "title", "url", "source", "published"))}
    assert "If the texts come later" in anna.post(url("choose-columns", table.uid), said).text
    page = anna.post(url("choose-columns", table.uid), said | {"bare": "on"}, follow=True)
    assert "2 drafts made" in page.text and page.text.count("no text yet") == 2
    assert "Save without a text" in anna.get(url("draft", ArticleDraft.objects.first().uid)).text
    anna.post(reverse("save-drafts", args=["quay"]))
    return Article.objects.get(title="Gulls")


def url(name: str, uid: str) -> str:
    return reverse(name, args=["quay", uid])


def test_rows_without_text_become_articles_that_are_told_apart_and_cannot_be_coded(project, anna, gulls):
    an_article(project, "A text.", title="Wind")
    assert (gulls.provider_id, gulls.published, gulls.words, gulls.version.number) == ("41", "2024-05-06", 0, 0)
    library = anna.get(reverse("annotations:library", args=["quay"])).text
    assert "0 of 1 article read by you" in library and "2 more without text" in library
    assert library.count("No text yet") == 2 and library.count("Attach its text") == 2
    table = anna.get(reverse("article-table", args=["quay"]), {"text": "none"}).text
    assert table.count("No text yet</span>") == 2 and "Wind" not in table.split("<tbody>")[1]
    page = anna.get(url("annotations:article", gulls.uid)).text
    assert "Its text comes later" in page and "The Gull" in page and "corpus-reader" not in page
    assert "Attach its text" not in client_of("rita").get(url("annotations:article", gulls.uid)).text
    assert anna.post(url("annotations:finish-reading", gulls.uid)).status_code == 403
    mark = {"uid": "0123456789ab", "version": "0", "start": "0", "end": "1", "quote": "x"}
    assert anna.post(url("annotations:add-highlight", gulls.uid), mark).status_code == 403
    work = client_of("olga").get(reverse("annotations:work", args=["quay"])).text
    assert "Wind" in work and "Gulls" not in work
    coders = coders_of(project)
    rule = {"coders": [coders[0].uid], "which": "all", "each": "1", "seed": "1"}
    deal = DealForm(rule, project=project, coders=coders)
    assert deal.is_valid() and [article.title for article in deal.articles()] == ["Wind"]
    for name in ("annotations:text-versions", "annotations:portrait", "annotations:talk", "also", "edit-article"):
        assert anna.get(url(name, gulls.uid)).status_code == 200, name
    for name, asked in (("annotations:compare", {"article": gulls.uid}), ("annotations:search", {"q": "Gulls"})):
        assert anna.get(reverse(name, args=["quay"]), asked).status_code == 200, name
    number = Change.objects.filter(article=gulls).first().number
    assert anna.get(reverse("annotations:moment", args=["quay", gulls.uid, number])).status_code == 200
    assert anna.get(reverse("annotations:text-version", args=["quay", gulls.uid, 0])).status_code == 302


def test_a_coder_attaches_the_first_text_and_an_owner_the_next(project, anna, gulls):
    edit, newer = url("annotations:edit-text", gulls.uid), url("annotations:read-newer-text", gulls.uid)
    assert "Paste the text" in anna.get(edit).text and "Save as its text" not in anna.get(edit).text
    assert anna.post(newer, {"text": ""}).status_code == 422
    shown = anna.post(newer, {"text": f"Gulls\n\n{TEXT}"}).text
    assert "Save as its text" in shown and TEXT in shown
    saved = anna.post(edit, {"version": "0", "whole": "1", "text-1": TEXT, "kind-1": "body"})
    assert saved.status_code == 302, saved.text
    gulls.refresh_from_db()
    assert (gulls.version.number, gulls.version.text, gulls.has_text, gulls.words) == (1, TEXT, True, 13)
    assert anna.get(edit).status_code == 403
    assert "Version 1" in anna.get(url("annotations:text-versions", gulls.uid)).text
    change = Change.objects.get(verb="add-version")
    annotating.undo(change=change, actor=a_user("anna"))
    assert not Article.objects.get(pk=gulls.pk).has_text


def test_a_draft_with_the_same_address_or_title_is_offered_as_the_text(project, anna, gulls):
    page = f"<html><head><title>Gulls</title></head><body><h1>Gulls</h1><p>{TEXT}</p></body></html>"
    uploads.bring(anna, project, SimpleUploadedFile("a.html", page.encode()))
    draft = ArticleDraft.objects.waiting().get()
    assert draft.metadata["title"] == "Gulls"
    assert "is here without a text. Is this it?" in anna.get(url("draft", draft.uid)).text
    assert "waits for" in anna.get(reverse("drafts", args=["quay"])).text
    assert anna.post(url("save-as-version", draft.uid), {"article": gulls.uid}).status_code == 302
    gulls.refresh_from_db()
    assert gulls.has_text and gulls.source == "The Gull" and not ArticleDraft.objects.waiting().exists()
    an_article(project, TEXT, title="Twin")  # what waits is nobody's twin
    assert Article.objects.without_text().count() == 1


def test_many_texts_are_attached_at_once_by_what_their_files_are_called(project, anna, gulls):
    drafts, attach = reverse("drafts", args=["quay"]), reverse("attach-texts", args=["quay"])
    texts = {"41.txt": f"Nothing like its title\n\n{TEXT}", "Ferry?.txt": "It runs no more.", "42.txt": "It ran long."}
    uploads.bring(anna, project, *(SimpleUploadedFile(name, text.encode()) for name, text in texts.items()))
    page = anna.get(drafts).text
    assert page.count("waits for") == 3 and "Attach 1 text to articles that wait for them" in page
    assert "1 article has its text now." in anna.post(attach, follow=True).text
    gulls.refresh_from_db()
    assert gulls.has_text and gulls.title == "Gulls"
    assert "Attach 1" not in anna.get(drafts).text  # two may be the text of the ferry's
    anna.post(url("discard-draft", ArticleDraft.objects.waiting().get(name="42.txt").uid))
    assert "1 article has its text now." in anna.post(attach, follow=True).text
    assert not ArticleDraft.objects.waiting().exists() and not Article.objects.without_text().exists()
    assert "0 articles have their texts now." in anna.post(attach, follow=True).text
    assert client_of("rita").post(attach).status_code == 403
