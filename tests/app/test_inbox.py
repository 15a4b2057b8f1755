"""The inbox: what concerns a person in all their projects, read and unread, at a fixed cost."""

import pytest
from django.urls import reverse

from annotations import actions
from annotations.models import Notice
from annotations.pages import inbox
from corpus_app.models import Role
from tests.factories import a_highlight, a_project, a_user, an_article
from tests.reading import SCRIPT, address, client_of, parsed, text_of

pytestmark = pytest.mark.django_db
INBOX, UNREAD, READ = (reverse(f"annotations:{name}") for name in ("inbox", "unread", "read-notices"))


@pytest.fixture
def mark():
    project = a_project("Harbour", anna=Role.CODER, ben=Role.CODER)
    return a_highlight(an_article(project, "The quay stays open.", title="Quay"), "quay", by="anna")


def write(name, text, mark, parent=None):
    return actions.write_note(highlight=mark, author=a_user(name), text=text, parent=parent)


def shown(name, **asked):
    return " ".join(text_of(parsed(client_of(name).get(INBOX, asked).text)).split())


def unread(name):
    return client_of(name).get(UNREAD).text


def test_mentions_and_replies_of_others_are_there_newest_first(mark):
    note = write("anna", "Is this so, @Ben?", mark)
    write("ben", "Yes <b>.", mark, note)
    write("anna", "Thanks.", mark, note)
    assert [(one.user.display_name, one.kind) for one in Notice.objects.order_by("pk")] == [
        ("Ben", "mention"), ("Anna", "reply"), ("Ben", "reply"),
    ]
    page = shown("ben")
    assert page.index("Anna replied on quay") < page.index("Anna mentions you on quay")
    assert "@Ben?" in page and "Harbour" in page and "Yes <b>." not in page
    assert "Nothing yet" in shown("olga")
    assert "2 unread" in unread("ben") and "<b>2</b>" in unread("ben") and "nothing unread" in unread("olga")


def test_a_thread_that_was_opened_is_read_and_so_is_all_at_a_click(mark):
    note, other = write("anna", "@Ben?", mark), write("anna", "@Ben!", mark)
    write("anna", "Well?", mark, note)
    ben = client_of("ben")
    assert "<b>1</b>" in ben.post(READ, {"note": note.uid}, **SCRIPT).text
    assert Notice.objects.get(read_at=None).comment == other
    assert ben.get(INBOX, {"only_unread": "on"}).text.count('class="letter ') == 1
    assert ben.post(READ).url == INBOX
    assert "All read" in ben.get(INBOX, {"only_unread": "on"}).text and Notice.objects.unread().count() == 0
    assert ben.post(READ, {"notice": "x"}).status_code == 422


def test_nobody_reads_for_another(mark):
    write("anna", "@Ben?", mark)
    client_of("olga").post(READ, {"notice": Notice.objects.get().pk})
    client_of("olga").post(READ)
    assert Notice.objects.unread().count() == 1


def test_what_is_gone_is_not_counted(mark):
    note = write("anna", "@Ben?", mark)
    removed = actions.remove_note(note=note, actor=a_user("anna"))
    assert "nothing unread" in unread("ben")
    actions.undo(change=removed.change, actor=a_user("anna"))
    assert "1 unread" in unread("ben")
    actions.remove_highlight(highlight=mark, actor=a_user("anna"))
    assert "nothing unread" in unread("ben")


def test_who_was_removed_from_the_project_finds_nothing_of_it(mark):
    write("anna", "@Ben?", mark)
    client_of("olga").post(reverse("remove-member", args=[mark.project.slug, a_user("ben").uid]))
    assert "nothing unread" in unread("ben") and "Nothing yet" in shown("ben")


def test_pages_hold_each_notice_once(mark, monkeypatch):
    monkeypatch.setattr(inbox, "PAGE", 2)
    for n in range(5):
        write("anna", f"@Ben {n}", mark)
    found, before = [], None
    while True:
        page = inbox.inbox(a_user("ben"), before=before)
        found += [letter.notice.comment.text[-1] for letter in page.letters]
        before = page.older
        if before is None:
            break
    assert found == ["4", "3", "2", "1", "0"]
    assert "before=" in client_of("ben").get(INBOX).text


def test_many_are_counted_as_many(mark, monkeypatch):
    monkeypatch.setattr(inbox, "MOST", 2)
    for _ in range(4):
        write("anna", "@Ben", mark)
    assert "more than 2 unread" in unread("ben") and "<b>2+</b>" in unread("ben")


def test_counting_costs_two_queries_beside_the_session_and_pages_none(mark, django_assert_num_queries):
    ben = client_of("ben")
    ben.get(UNREAD)
    with django_assert_num_queries(3):  # session, memberships, notices
        ben.get(UNREAD)
    for _ in range(5):
        write("anna", "@Ben", mark)
    with django_assert_num_queries(3):
        ben.get(UNREAD)


def test_the_bar_has_a_link_without_script(mark):
    assert f'href="{INBOX}">Inbox' in client_of("ben").get(address("library", mark.project)).text


def test_of_a_project_that_is_blind_and_one_that_is_not(mark):
    blind = a_project("Blind", ben=Role.CODER, anna=Role.CODER, blind=True)
    hidden = an_article(blind, "The pier.", title="Pier")
    note = actions.write_note(article=hidden, author=a_user("ben"), text="Why?")
    actions.write_note(parent=note, author=a_user("olga"), text="Because")
    actions.write_note(article=mark.article, author=a_user("anna"), text="On the whole, @Ben")
    assert "1 unread" in unread("ben")
    actions.reveal(project=blind, actor=a_user("olga"), articles=[hidden])
    assert "2 unread" in unread("ben")
