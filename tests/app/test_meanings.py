"""What a tag means: said in one form, shown where people code, with examples that lead to passages."""

import re

import pytest

from annotations import actions
from annotations.models import Tag, seen_of
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article, client_of

pytestmark = pytest.mark.django_db
SAID = {
    "brief": "Goods over borders.", "definition": "Buying and selling.", "use_when": "Money moves.",
    "avoid_when": "Gifts.",
    "examples": "Tariffs rise.\n\n  Ports   close. ", "counter_example": "He trades jokes.", "shortcut": "TR1",
}


@pytest.fixture
def tag() -> Tag:
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    return a_tag(project, "Trade")


def url(tag: Tag, rest: str = "") -> str:
    return f"/projects/{tag.project.slug}/tags/{tag.uid}/{rest}"


def edit(tag: Tag, **said: str):
    return client_of("olga").post(url(tag, "edit/"), {"name": tag.name, "look": tag.look, **said})


def test_all_of_it_is_said_in_one_form_and_shown_to_coders(tag):
    assert edit(tag, **SAID).status_code == 302
    tag.refresh_from_db()
    assert tag.examples == [{"text": "Tariffs rise.", "highlight": ""}, {"text": "Ports close.", "highlight": ""}]
    assert tag.shortcut == "tr1"
    for page in (url(tag), url(tag, "meaning/")):
        html = client_of("anna").get(page).text
        for words in ("Goods over borders.", "Buying and selling.", "Gifts.", "Ports close.", "He trades jokes."):
            assert words in html, (page, words)
    book = client_of("anna").get(f"/projects/{tag.project.slug}/codebook.json").json()
    assert next((one["hint"], one["key"]) for one in book["tags"] if one["id"] == tag.uid) == (SAID["brief"], "tr1")
    assert "Goods over borders." in client_of("anna").get(f"/projects/{tag.project.slug}/tags/").text


def test_a_shortcut_is_one_tags_and_can_be_typed(tag):
    other = a_tag(tag.project, "Law")
    edit(tag, shortcut="tr")
    for wrong, words in (("Tr", "is the shortcut of “Trade”"), ("1a", "a letter first"), ("a b", "a letter first")):
        response = edit(other, shortcut=wrong)
        assert response.status_code == 422 and words in response.text, wrong
    actions.archive_tag(tag=tag, actor=a_user("olga"))
    assert edit(other, shortcut="tr").status_code == 302
    with pytest.raises(actions.Refused, match="is the shortcut of “Law”"):
        actions.unarchive_tag(tag=tag, actor=a_user("olga"))


def test_examples_are_picked_from_passages_and_lead_there_for_who_sees_them():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    tag = a_tag(project, "Trade")
    article = an_article(project, "Tariffs rise.", "Ports close now.", source="The Gull")
    mine = a_highlight(article, "rise.\n\nPorts", by="anna", tags=(tag,))
    other = a_highlight(article, "close now", by="ben", tags=(tag,))
    elsewhere = a_highlight(article, "Tariffs", by="ben")
    actions.edit_tag(tag=tag, actor=a_user("olga"), examples=[{"text": "By hand", "highlight": ""}])
    page = client_of("olga").get(url(tag, "examples/")).text
    assert page.index("close now") < page.index("rise. ¶ Ports")
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    said = {"seen": seen, "shown": [mine.uid, other.uid], "picked": [mine.uid, other.uid, elsewhere.uid]}
    assert client_of("olga").post(url(tag, "examples/"), said).status_code == 302
    tag.refresh_from_db()
    assert [example["text"] for example in tag.examples] == ["By hand", "rise. ¶ Ports", "close now"]
    link = f'#h-{mine.uid}">The Gull</a>'
    assert link in client_of("anna").get(url(tag)).text
    assert link not in (html := client_of("ben").get(url(tag)).text) and "rise. ¶ Ports" in html
    assert client_of("olga").post(url(tag, "examples/"), said).status_code == 409
    said = {"seen": seen_of(tag), "shown": [mine.uid, other.uid], "picked": [other.uid]}
    client_of("olga").post(url(tag, "examples/"), said)
    change = Change.objects.filter(project=project, verb="edit-tag").select_related("project", "article").last()
    tag.refresh_from_db()
    assert len(tag.examples) == 2
    actions.undo(change=change, actor=a_user("olga"))
    tag.refresh_from_db()
    assert len(tag.examples) == 3


def test_a_tag_without_words_says_so_and_only_owners_pick(tag):
    assert "does not say yet what it means" in client_of("anna").get(url(tag, "meaning/")).text
    assert client_of("anna").get(url(tag, "examples/")).status_code == 403
    assert "No passages yet" in client_of("olga").get(url(tag, "examples/")).text
