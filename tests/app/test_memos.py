"""Memos: private or for the team, on articles, tags and the project; conflicts, undo, what others learn."""

import pytest
from django.urls import reverse

from annotations import actions
from annotations.live import describe
from annotations.models import Memo
from corpus_app.live.diary_reader import news
from corpus_app.live.events import View
from corpus_app.live.listeners import Credentials, Listener
from corpus_app.models import Change, Project, Role, Standing
from tests.factories import a_project, a_tag, a_user, an_article
from tests.reading import SCRIPT, address, by_id, client_of, parsed, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project):
    return an_article(project, "The quay stays open.", title="Quay")


def memo_by(name, project, text="A thought", **more):
    return actions.write_memo(project=project, author=a_user(name), text=text, **more)


def words(response):
    return " ".join(text_of(parsed(response.text)).split())


def edit(name, memo, **fields):
    said = {"text": memo.text, "version_no": memo.version_no, **fields}
    return client_of(name).post(address("edit-memo", memo.project, memo.uid), said)


def test_a_memo_stands_where_it_was_written(project, article):
    tag, anna = a_tag(project, "Quays"), client_of("anna")
    for route, of, page in (
        ("write-article-memo", [article.uid], address("talk", project, article.uid)),
        ("write-tag-memo", [tag.uid], address("tag", project, tag.uid)),
        ("write-project-memo", [], address("library", project)),
    ):
        text = f"By {route} <b>"
        answer = anna.post(address(route, project, *of), {"text": text, "is_shared": "on"}, follow=True)
        memo = Memo.objects.last()
        assert answer.redirect_chain == [(f"{page}#m-{memo.uid}", 302)]
        assert "Memo saved." in words(answer) and text in words(client_of("rita").get(page))
        edited = client_of("rita").get(address("edit-memo", project, memo.uid))
        assert edited.status_code == 403 and "<textarea" not in client_of("rita").get(page).text


def test_a_private_memo_is_nobody_else_s(project, article):
    memo = memo_by("anna", project, "Wombat", article=article)
    actions.edit_memo(memo=memo, actor=a_user("anna"), text="Wombats", is_shared=False, version_no=1)
    for name in ("ben", "olga", "rita"):
        client = client_of(name)
        for page in (address("talk", project, article.uid), address("written", project), address("changes", project)):
            assert "Wombat" not in client.get(page).text
        assert client.get(address("edit-memo", project, memo.uid)).status_code in (404, 403)
        assert client.post(address("undo", project, project.changes.last().number)).status_code in (404, 403)
    anna = client_of("anna")
    assert "Wombats" in anna.get(address("talk", project, article.uid)).text
    assert "changed a private memo on" in anna.get(address("changes", project)).text
    assert edit("olga", memo, text="x").status_code == 404


def test_what_was_private_before_stays_so_when_it_is_shared(project):
    memo = memo_by("anna", project, "Draft")
    memo = actions.edit_memo(memo=memo, actor=a_user("anna"), text="Final", is_shared=True, version_no=1)
    page = client_of("olga").get(address("changes", project)).text
    assert "shared with the team a memo on" in page and "Draft" not in page
    assert "Final" in client_of("olga").get(address("library", project)).text
    actions.edit_memo(memo=memo, actor=a_user("anna"), text="Final", is_shared=False, version_no=2)
    assert "Final" not in client_of("olga").get(address("library", project)).text


def test_changed_elsewhere_both_are_shown(project):
    memo = memo_by("anna", project)
    assert edit("anna", memo, text="In one").status_code == 302
    answer = edit("anna", memo, text="In the other")
    assert answer.status_code == 409
    assert "In one" in answer.text and ">In the other</textarea>" in answer.text
    assert Memo.objects.get().text == "In one"
    assert edit("anna", memo, text="In the other", version_no=2).status_code == 302
    assert Memo.objects.get().text == "In the other"
    assert edit("anna", memo, text=" ", version_no=3).status_code == 422


def test_deleted_and_undone(project):
    memo = memo_by("anna", project, is_shared=True)
    page = client_of("anna").post(address("remove-memo", project, memo.uid), follow=True)
    assert "Memo deleted." in words(page) and "A thought" not in words(page)
    number = Change.objects.get(verb="remove-memo").number
    client_of("anna").post(address("undo", project, number))
    assert "A thought" in words(client_of("ben").get(address("library", project)))
    client_of("anna").post(address("remove-memo", project, memo.uid))
    number = Change.objects.filter(verb="remove-memo").last().number
    client_of("olga").post(reverse("annotations:restore", args=[project.slug, number]))
    assert "A thought" in words(client_of("ben").get(address("library", project)))


def test_sent_twice_it_is_one_and_beside_the_text_a_part_comes_back(project, article):
    anna = client_of("anna")
    fields = {"text": "Once", "uid": "0nrgzdjb31e0"}
    for _ in range(2):
        answer = anna.post(address("write-article-memo", project, article.uid), fields, **SCRIPT)
        assert "Once" in by_id(parsed(answer.text), "talk")
    assert Memo.objects.count() == 1
    refused = anna.post(address("write-article-memo", project, article.uid), {"text": ""}, **SCRIPT)
    assert refused.status_code == 422 and "Write something first." in refused.text


def test_others_hear_of_the_team_s_memos_only(project, article):
    before = Project.objects.get(pk=project.pk).change_number
    memo = memo_by("anna", project, article=article)
    actions.edit_memo(memo=memo, actor=a_user("anna"), text="More", is_shared=False, version_no=1)
    assert [heard(project, name, before) for name in ("anna", "ben", "olga")] == [2, 0, 0]
    memo_by("anna", project, article=article, is_shared=True)
    assert heard(project, "ben", before) == 1


def test_who_sees_the_same_is_not_told_what_is_another_s(project, article):
    memo_by("anna", project, article=article)
    actions.write_note(article=article, author=a_user("olga"), text="@Ben?")
    now = Project.objects.get(pk=project.pk).change_number
    events, known = news(project.pk, now - 2, now, describe).events, {}
    told = {name: told_together(project, name, events, known) for name in ("anna", "ben", "rita")}
    assert ["memos" in told[name] for name in told] == [True, False, False]
    assert ["inbox" in told[name] for name in told] == [False, True, False]


def told_together(project, name, events, known):
    """As one of many listeners of a process, for whom much is made once."""
    user = a_user(name)
    listener = Listener(View(project.pk, user.pk, Standing.of(user)), Credentials("", ""), after=0)
    listener.tell(events, known)
    return b"".join(listener.waiting).decode()


def heard(project, name, after):
    user = a_user(name)
    view = View(project.pk, user.pk, Standing.of(user))
    now = Project.objects.get(pk=project.pk).change_number
    return sum(bool(event.said_to(view)) for event in news(project.pk, after, now, describe).events)


def test_in_a_blind_project_the_team_s_memos_wait_for_the_reveal():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article, tag = an_article(project, "The quay."), a_tag(project, "Quays")
    for where in ({"article": article}, {"tag": tag}, {}):
        memo_by("anna", project, "Wombat", is_shared=True, **where)
    pages = [address("talk", project, article.uid), address("tag", project, tag.uid), address("library", project)]
    assert ["Wombat" in client_of("ben").get(page).text for page in pages] == [False, False, False]
    assert ["Wombat" in client_of("olga").get(page).text for page in pages] == [True, True, True]
    actions.reveal(project=project, actor=a_user("olga"), articles=[article])
    assert ["Wombat" in client_of("ben").get(page).text for page in pages] == [True, False, False]
