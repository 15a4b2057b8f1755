"""Fetching a page by its address: where the server allows it, by the reading process, and then read as a file is."""

import pytest
from django.urls import reverse

from corpus_app.models import ArticleDraft, Role, UploadFile
from corpus_app.server import reading_room
from tests.factories import a_project, client_of
from tests.unit.test_fetching import Site, answer, moved
from tests.uploads import read_all

TEXT = "Nobody has parked on the quay since the gulls came back, says the Möwe."
PAGE = f"<html><body><article><h1>Gulls</h1><p>{TEXT}</p></article></body></html>"


@pytest.fixture
def anna(db):
    a_project("Quay", anna=Role.CODER)
    return client_of("anna")


@pytest.fixture
def site(settings, monkeypatch):
    made = Site()
    settings.FETCH_PAGES = True
    monkeypatch.setattr(reading_room, "Fetching", made.fetching)
    yield made
    made.listener.close()


def give(client, url: str, **more: str):
    return client.post(reverse("add-articles", args=["quay"]), {"text": "", "url": url, "source": "", **more})


def test_where_it_is_not_allowed_nobody_is_asked_for_an_address_and_none_is_fetched(anna, settings):
    page = anna.get(reverse("add-articles", args=["quay"]))
    assert 'name="url"' not in page.text
    assert "There is nothing to add yet" in give(anna, "http://gull.example/").text and not UploadFile.objects.exists()
    settings.FETCH_PAGES = True
    assert give(anna, "http://gull.example/").status_code == 302
    settings.FETCH_PAGES = False  # switched off while it waits
    read_all()
    assert "does not fetch pages" in ArticleDraft.objects.get().problem


def test_a_page_is_fetched_beside_the_request_and_becomes_a_draft_with_its_address(anna, site):
    site.answers = {"/a": moved("/b"), "/b": answer(PAGE.encode("cp1252"), Content_Type="text/html; charset=latin1")}
    assert 'name="url"' in anna.get(reverse("add-articles", args=["quay"])).text
    waiting = give(anna, " http://gull.example/a ", source="The Gull")
    assert not site.requests
    part = anna.get(waiting.url, headers={"HX-Request": "true"}).text
    assert "http://gull.example/a" in part and part.count("<progress") == 2 and "waits" in part
    UploadFile.objects.update(state=UploadFile.State.READING)
    assert "is being fetched" in anna.get(waiting.url).text
    UploadFile.objects.update(state=UploadFile.State.QUEUED)
    read_all()
    draft = ArticleDraft.objects.get()
    assert anna.get(waiting.url).url == reverse("draft", args=["quay", draft.uid])
    assert (draft.name, draft.metadata["url"]) == ("gull.example/b.html", "http://gull.example/b")
    assert draft.metadata["source"] == "The Gull" and any(TEXT in block["text"] for block in draft.blocks)
    assert "It was fetched from this address." in anna.get(reverse("draft", args=["quay", draft.uid])).text


def test_what_cannot_be_fetched_is_told_at_once_or_on_its_draft(anna, site):
    for url in ("http://user:secret@gull.example/", "file:///etc/passwd", "http://gull.example:22/"):
        assert give(anna, url).status_code == 422
    assert "Bring the page at the address alone" in give(anna, "http://gull.example/", text="A text.").text
    site.names["inside.example"] = ["127.0.0.1"]
    site.answers["/"] = moved("http://inside.example/")
    give(anna, "http://gull.example/")
    read_all()
    draft = ArticleDraft.objects.get()
    assert "a network that is not public" in draft.problem and len(site.requests) == 1
    assert "Cannot be read" in anna.get(reverse("drafts", args=["quay"])).text


def test_a_charset_that_is_wrong_does_not_spoil_the_text(anna, site):
    site.answers["/utf"] = answer(PAGE.encode(), Content_Type="text/html; charset=iso-8859-1")
    site.answers["/lie"] = answer(PAGE.encode("cp1252"), Content_Type="text/html; charset=utf-8")
    for path in site.answers:
        give(anna, f"http://gull.example{path}")
    read_all()
    good, asks = ArticleDraft.objects.order_by("pk")
    assert any(TEXT in block["text"] for block in good.blocks)
    assert asks.choices and asks.asks
