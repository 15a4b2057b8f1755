"""The list of all notes, replies and memos: narrowed, searched, page by page, for who may see them."""

import pytest

from annotations import actions
from annotations.pages import written as pages
from annotations.pages.written import written
from corpus_app.models import Role
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article
from tests.reading import address, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    quay, gull = (an_article(project, f"The {name} stays.", title=name) for name in ("quay", "gull"))
    mark = a_highlight(quay, "quay", by="anna")
    note = actions.write_note(highlight=mark, author=a_user("anna"), text="Ça va, @Ben?")
    actions.write_note(highlight=mark, author=a_user("ben"), text="Sure", parent=note)
    actions.write_note(article=gull, author=a_user("ben"), text="On the whole")
    actions.resolve_note(note=note, actor=a_user("ben"))
    tag = a_tag(project, "T")
    actions.write_memo(project=project, author=a_user("anna"), text="Of the tag", tag=tag, is_shared=True)
    actions.write_memo(project=project, author=a_user("ben"), text="Of the gull, private", article=gull)
    return project


def texts(project, name="anna", **wanted):
    found = written(project, a_user(name), **wanted)
    return ["".join(piece.text for piece in entry.pieces) for entry in found.entries]


def test_all_is_listed_newest_first_with_its_place(project):
    assert texts(project) == ["Of the tag", "On the whole", "Sure", "Ça va, @Ben?"]
    assert texts(project, "ben")[0] == "Of the gull, private"
    entries = written(project, a_user("ben")).entries
    assert [entry.place for entry in entries] == ["gull", "T", "gull", "quay", "quay"]
    client = client_of("ben")
    page = client.get(address("written", project)).text
    for entry in entries:
        assert f'href="{entry.url}"' in page
        assert client.get(entry.url.split("#")[0]).status_code in (200, 302)


def test_it_is_narrowed_by_kind_person_state_article_and_words(project):
    gull = project.articles.get(title="gull").uid
    assert texts(project, kind="note") == ["On the whole", "Ça va, @Ben?"]
    assert texts(project, kind="reply") == ["Sure"]
    assert texts(project, kind="memo") == ["Of the tag"]
    assert texts(project, author=a_user("ben").uid) == ["On the whole", "Sure"]
    assert texts(project, state="resolved") == ["Sure", "Ça va, @Ben?"]
    assert texts(project, state="open") == ["On the whole"]
    assert texts(project, "ben", article=gull) == ["Of the gull, private", "On the whole"]
    for words in ("CA VA", "ça", "@ben", "ben?"):
        assert texts(project, text=words) == ["Ça va, @Ben?"]
    assert texts(project, text="100%_") == [] and texts(project, text="of THE") == ["Of the tag"]


def test_what_makes_no_sense_shows_everything(project):
    client = client_of("anna")
    for nonsense in (
        {"kind": "x"}, {"author": "x"}, {"article": "x"}, {"before": "x"}, {"before": "2026-13-01~" + "0" * 12},
        {"before": "2026-01-01T00:00:00~" + "0" * 12},
    ):
        assert "Of the tag" in client.get(address("written", project), nonsense).text
    assert "Nothing fits" in client.get(address("written", project), {"text": "zebra"}).text


def test_the_pages_hold_each_entry_once(project, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    found, before = [], ""
    while True:
        page = written(project, a_user("ben"), before=before)
        found += [entry.uid for entry in page.entries]
        before = page.older
        if not before:
            break
    assert len(found) == len(set(found)) == 5
    first = client_of("ben").get(address("written", project))
    assert "before=" in first.text


def test_who_works_blind_finds_their_own():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, "The quay stays.")
    for name in ("anna", "ben"):
        actions.write_note(article=article, author=a_user(name), text=f"By {name}")
        actions.write_memo(project=project, author=a_user(name), text=f"Memo by {name}", is_shared=True)
    assert texts(project) == ["Memo by anna", "By anna"] and len(texts(project, "olga")) == 4
    page = client_of("anna").get(address("written", project)).text
    assert "Ben" not in page and "by ben" not in page
    assert texts(project, author=a_user("ben").uid) == []
