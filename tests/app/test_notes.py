"""Notes and their threads: replies, mentions, conflicts, resolving, undo; on passages and on whole articles."""

import pytest
from django.urls import reverse

from annotations import actions
from annotations.models import Comment, Notice
from corpus_app.ids import new_id
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_user, an_article
from tests.reading import SCRIPT, address, by_id, client_of, page_of, parsed, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project):
    return an_article(project, "The quay stays open.", title="Quay")


@pytest.fixture
def mark(article):
    return a_highlight(article, "quay", by="anna")


def note_by(name, mark, text="Why?", **more):
    return actions.write_note(highlight=mark, author=a_user(name), text=text, **more)


def post(name, route, project, /, of, **fields):
    return client_of(name).post(address(route, project, of), fields, **SCRIPT)


def words(response):
    return " ".join(text_of(parsed(response.text)).split())


def test_a_note_is_answered_and_both_stand_in_the_panel(project, mark):
    note = note_by("anna", mark)
    answer = post("ben", "reply-to-note", project, note.uid, text="Because\nof the tide.", uid=new_id())
    assert answer.status_code == 200
    panel = by_id(parsed(answer.text), "panel")
    assert "Why?" in panel and "Because\nof the tide." in panel
    reply = Comment.objects.get(parent=note)
    assert (reply.highlight, reply.author.display_name) == (mark, "Ben")
    post("anna", "reply-to-note", project, reply.uid, text="I see.")
    assert set(note.replies.values_list("text", flat=True)) == {"Because\nof the tide.", "I see."}
    assert "Because" not in "".join(page_of("rita", mark.article).itertext())  # the margin has what began the thread


def test_sent_twice_it_is_one_reply(project, mark):
    note, uid = note_by("anna", mark), new_id()
    for _ in range(2):
        assert post("ben", "reply-to-note", project, note.uid, text="Yes.", uid=uid).status_code == 200
    assert note.replies.count() == 1
    answer = post("anna", "reply-to-note", project, note.uid, text="No.", uid=uid)
    assert answer.status_code == 422 and "belongs to another note" in answer.text


def test_a_mention_outlives_a_new_name(project, mark):
    answer = post("anna", "write-note", project, mark.uid, text="@Ben, look; not@Ben or @Benny.")
    note = Comment.objects.get()
    assert note.text == f"@[{a_user('ben').uid}], look; not@Ben or @Benny."
    assert '<b class="mention">@Ben</b>' in answer.text
    ben = a_user("ben")
    ben.display_name = "Benedikt <i>"
    ben.save(update_fields=["display_name"])
    assert "@Benedikt <i>, look" in text_of(page_of("anna", mark.article))
    panel = client_of("anna").get(address("highlight", project, mark.uid)).text
    assert '<b class="mention">@Benedikt &lt;i&gt;</b>' in panel
    assert f">{'@Benedikt &lt;i&gt;, look; not@Ben or @Benny.'}</textarea>" in panel
    assert [notice.user for notice in Notice.objects.all()] == [ben]


def test_of_two_people_of_one_name_each_can_be_mentioned(project, mark):
    other = a_user("ben2", display_name="Ben")
    project.memberships.create(user=other, role=Role.CODER, number=9)
    note_by("anna", mark, "@Ben (coder-9), please")
    assert [notice.user for notice in Notice.objects.all()] == [other]
    offered = client_of("anna").get(address("people", project, mark.article.uid)).json()["people"]
    assert [person["name"] for person in offered] == ["Olga", "Ben (coder-3)", "Rita", "Ben (coder-9)"]


def test_who_has_left_cannot_be_mentioned_anew_but_old_mentions_stay(project, mark):
    note = note_by("anna", mark, "@Ben!")
    client_of("olga").post(reverse("remove-member", args=[project.slug, a_user("ben").uid]))
    answer = post("anna", "write-note", project, mark.uid, text="@Ben again")
    assert answer.status_code == 422 and "not in this project any more" in answer.text
    assert post("anna", "edit-note", project, note.uid, text="@Ben, thanks", version_no=1).status_code == 200
    assert Comment.objects.get().text.endswith(", thanks")


def test_edited_elsewhere_meanwhile_both_are_shown_and_nothing_is_overwritten(project, mark):
    note = note_by("anna", mark)
    post("anna", "edit-note", project, note.uid, text="In one window", version_no=1)
    answer = post("anna", "edit-note", project, note.uid, text="In the other", version_no=1)
    assert answer.status_code == 409
    panel = by_id(parsed(answer.text), "panel")
    assert "In one window" in panel and ">In the other</textarea>" in panel
    assert Comment.objects.get().text == "In one window"
    assert post("anna", "edit-note", project, note.uid, text="In the other", version_no=2).status_code == 200
    assert Comment.objects.get().text == "In the other"


def test_of_many_conflicts_none_overwrites_silently(project, mark):
    note, anna = note_by("anna", mark, "0"), a_user("anna")
    for n in range(1, 101):
        actions.edit_note(note=note, actor=anna, text=str(n), version_no=n)
        with pytest.raises(actions.ChangedNote) as conflict:
            actions.edit_note(note=note, actor=anna, text="Mine", version_no=n)
        assert conflict.value.note.text == str(n)
    assert Comment.objects.get().text == "100"


def test_a_resolved_thread_leaves_the_margin_and_comes_back(project, mark):
    note = note_by("anna", mark)
    assert post("ben", "resolve-note", project, note.uid).status_code == 200
    assert "Why?" not in text_of(page_of("rita", mark.article))
    panel = client_of("rita").get(address("highlight", project, mark.uid)).text
    assert "resolved" in panel and "Why?" in panel and "<form" not in panel
    number = Change.objects.get(verb="resolve-note").number
    post("ben", "resolve-note", project, note.uid)
    assert Change.objects.filter(verb="resolve-note").count() == 1
    client_of("ben").post(address("undo", project, number), **SCRIPT)
    assert "Why?" in text_of(page_of("rita", mark.article))


def test_a_deleted_note_leaves_its_replies(project, mark):
    note = note_by("anna", mark)
    note_by("ben", mark, "My answer", parent=note)
    post("anna", "remove-note", project, note.uid)
    panel = client_of("ben").get(address("highlight", project, mark.uid)).text
    assert "Why?" not in panel and "My answer" in panel and "The note that was answered here is gone." in panel
    client_of("anna").post(address("undo", project, Change.objects.get(verb="remove-note").number), **SCRIPT)
    assert "Why?" in client_of("ben").get(address("highlight", project, mark.uid)).text


def test_what_was_undone_is_found_by_its_words_again(project, mark):
    note = note_by("anna", mark, "Zebra @Ben")
    edited = actions.edit_note(note=note, actor=a_user("anna"), text="Lion")
    assert Notice.objects.count() == 0
    actions.undo(change=edited.change, actor=a_user("anna"))
    there = Comment.objects.get()
    assert (there.folded, there.version_no) == ("zebra @ben", 3) and Notice.objects.count() == 1


def test_only_the_author_changes_a_note_and_readers_write_none(project, mark):
    note = note_by("anna", mark)
    for route in ("edit-note", "remove-note"):
        assert post("ben", route, project, note.uid, text="x").status_code == 403
        assert post("olga", route, project, note.uid, text="x").status_code == 403
    for route in ("reply-to-note", "resolve-note"):
        assert post("rita", route, project, note.uid, text="x").status_code == 403


def test_an_article_has_a_thread_of_its_own_with_and_without_script(project, article):
    part = post("anna", "write-article-note", project, article.uid, text="On the <b>whole</b>", uid=new_id())
    assert part.status_code == 200 and "&lt;b&gt;whole&lt;/b&gt;" in by_id(parsed(part.text), "talk")
    assert "Note saved." in words(part) and "/undo/" in part.text
    note = Comment.objects.get()
    assert (note.highlight, note.parent) == (None, None)
    browser = client_of("ben")
    page = browser.post(address("reply-to-note", project, note.uid), {"text": "Indeed"}, follow=True)
    assert page.redirect_chain == [(address("talk", project, article.uid), 302)]
    assert "Indeed" in words(page) and "Reply saved." in words(page)
    there = f"{address('talk', project, article.uid)}#n-{note.uid}"
    assert browser.get(address("note", project, note.uid)).url == there
    empty = browser.post(address("write-article-note", project, article.uid), {"text": " "})
    assert empty.status_code == 422 and "Write something first." in empty.text


def test_an_article_s_note_in_a_conflict_shows_both(project, article):
    note = actions.write_note(article=article, author=a_user("anna"), text="First")
    actions.edit_note(note=note, actor=a_user("anna"), text="Second")
    for options in (SCRIPT, {}):
        answer = client_of("anna").post(
            address("edit-note", project, note.uid), {"text": "Third", "version_no": 1}, **options
        )
        assert answer.status_code == 409 and "Second" in answer.text and ">Third</textarea>" in answer.text
    assert Comment.objects.get().text == "Second"


def test_who_has_finished_may_still_talk_but_not_write_notes_on_passages(project, article, mark):
    note = note_by("ben", mark)
    actions.assign(project=project, actor=a_user("olga"), pairs=[(article, a_user("anna"))])
    actions.finish_reading(article=article, coder=a_user("anna"))
    assert post("anna", "write-note", project, mark.uid, text="x").status_code == 403
    assert post("anna", "reply-to-note", project, note.uid, text="x").status_code == 200
    assert post("anna", "write-article-note", project, article.uid, text="x").status_code == 200
    number = Change.objects.filter(verb="write-note").last().number
    assert client_of("anna").post(address("undo", project, number), **SCRIPT).status_code == 200


def test_a_link_to_a_note_leads_to_its_passage(project, mark):
    note = note_by("anna", mark)
    url = client_of("rita").get(address("note", project, note.uid)).url
    assert url == f"{address('article', project, mark.article.uid)}?note={note.uid}#h-{mark.uid}"


# --- Blind


@pytest.fixture
def blind():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, "The quay stays open.")
    return a_highlight(article, "quay", by="anna")


def test_who_works_blind_mentions_owners_only(blind):
    project = blind.project
    offered = client_of("anna").get(address("people", project, blind.article.uid)).json()["people"]
    assert [person["name"] for person in offered] == ["Olga"]
    answer = post("anna", "write-note", project, blind.uid, text="@Ben?")
    assert answer.status_code == 422 and "You work blind here" in answer.text
    assert post("anna", "write-note", project, blind.uid, text="@Olga?").status_code == 200
    answer = post("olga", "write-article-note", project, blind.article.uid, text="@Anna, look")
    assert answer.status_code == 422 and "Anna works blind in this article" in answer.text
    actions.reveal(project=project, actor=a_user("olga"), articles=[blind.article])
    assert post("olga", "write-article-note", project, blind.article.uid, text="@Anna, look").status_code == 200


def test_a_reply_to_a_blind_coder_waits_for_the_reveal(blind):
    note = note_by("anna", blind)
    note_by("olga", blind, "Because", parent=note)
    assert "Because" not in client_of("anna").get(address("highlight", blind.project, blind.uid)).text
    assert Notice.objects.visible_to(a_user("anna")).count() == 0
    actions.reveal(project=blind.project, actor=a_user("olga"), articles=[blind.article])
    assert "Because" in client_of("anna").get(address("highlight", blind.project, blind.uid)).text
    assert Notice.objects.visible_to(a_user("anna")).count() == 1
