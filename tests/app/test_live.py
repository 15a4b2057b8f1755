"""The live channel over real connections: what is told to whom, what is told again, and when a stream ends."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, connections, transaction
from django.test import Client

from annotations import actions
from annotations.live import hub
from annotations.models import Facet, Highlight
from corpus_app import diary
from corpus_app.actions import change_role, edit_project, leave_project, remove_member
from corpus_app.live import diary_reader, listeners, response
from corpus_app.live import hub as hub_module
from corpus_app.live.events import View
from corpus_app.models import Article, Change, Project, Role, Standing
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article, client_of
from tests.live import Follower, following, live_url, session_of
from tests.serving import Running, start

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Sanctions work.", "They hurt, too.", "Nobody knows."


@pytest.fixture
def site(settings: LazySettings) -> Iterator[Running]:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    running = start()
    yield running
    running.stop()


@pytest.fixture
def project() -> Project:
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def article(project: Project) -> Article:
    return an_article(project, *TEXT)


def test_a_highlight_is_told_by_number_verb_and_ids(site, project, article):
    tag = a_tag(project, "Secret name")
    with following(site, client_of("ben"), live_url(project, article)) as ben:
        begin = ben.next()
        assert begin == ("begin", str(Project.objects.get().change_number), {})
        highlight = a_highlight(article, "work.\n\nThey hurt", tags=(tag,))
        told = ben.next()
        assert told == ("", str(highlight.change.number), {
            "number": str(highlight.change.number), "verb": "add-highlight", "by": a_user("anna").uid,
            "article": article.uid, "about": ["text"], "paragraphs": "1-2", "highlights": [highlight.uid],
            "tags": [tag.uid],
        })


def test_the_answer_has_the_headers_of_every_private_page(site, project):
    with following(site, client_of("ben"), live_url(project)) as ben:
        said = ben.response.headers
        assert said["Content-Type"] == "text/event-stream"
        assert said["Cache-Control"] == "private, no-store"
        assert (said["X-Accel-Buffering"], said["Content-Length"]) == ("no", None)
        assert "default-src 'none'" in said["Content-Security-Policy"]


def test_who_may_not_read_may_not_follow(site, project, article):
    a_user("sam")
    for url in (live_url(project), live_url(project, article)):
        assert Follower(site, url, session_of(client_of("sam"))).status == 404
        assert Follower(site, url, "").status == 302
        assert Follower(site, url, "made-up").status == 302
        assert Follower(site, url, session_of(client_of("ben")), host="evil.example").status == 400
    other = an_article(a_project(owner="zoe"), *TEXT)
    ben = session_of(client_of("ben"))
    assert Follower(site, live_url(other.project, other), ben).status == 404
    assert Follower(site, live_url(project, other), ben).status == 404


def test_an_article_is_not_disturbed_by_another_but_hears_of_the_codebook(site, project, article):
    other = an_article(project, "Another article.")
    with following(site, client_of("ben"), live_url(project, article)) as ben:
        ben.next()
        a_highlight(other, "Another")
        a_tag(project, "New")
        a_highlight(article, "Sanctions")
        assert [ben.next().said["verb"] for _ in range(2)] == ["add-tag", "add-highlight"]


def test_a_project_hears_of_all_its_articles_and_of_no_other_project(site, project, article):
    elsewhere = an_article(a_project(anna=Role.CODER, ben=Role.CODER), *TEXT)
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        a_highlight(elsewhere, "Sanctions")
        a_highlight(article, "Sanctions")
        added = an_article(project, "Fresh.")
        first, second = ben.next(), ben.next()
        assert (first.said["verb"], first.said["article"]) == ("add-highlight", article.uid)
        assert (second.said["about"], second.said["article"]) == (["articles"], added.uid)


def test_what_was_missed_is_told_once_and_in_order(site, project, article):
    with following(site, client_of("ben"), live_url(project, article)) as ben:
        ben.next()
        a_highlight(article, "Sanctions")
        ben.next()
    missed = [a_highlight(article, "hurt", by=name).change.number for name in ("anna", "ben")]
    with following(site, client_of("ben"), live_url(project, article), ben.cursor) as again:
        assert again.next() == ("begin", ben.cursor, {})
        missed.append(a_highlight(article, "Nobody").change.number)
        assert [int(again.next().said["number"]) for _ in missed] == missed


def test_the_page_says_where_it_begins(site, project, article):
    """By the address, for a browser's first request has no Last-Event-ID."""
    before = Project.objects.get(pk=project.pk).change_number
    number = a_highlight(article, "Sanctions").change.number
    with following(site, client_of("ben"), f"{live_url(project, article)}?after={before}") as ben:
        assert (ben.next().name, int(ben.next().said["number"])) == ("begin", number)


@pytest.mark.parametrize("cursor", ["99999999", "0" * 30, "none", "x", "x" + "0" * 32, "-1", "1e3", "%C2%B2"])
def test_a_place_that_is_none_of_ours_is_answered_with_reload(site, project, cursor):
    with following(site, client_of("ben"), f"{live_url(project)}?after={cursor}") as ben:
        assert ben.next() == ("reload", str(Project.objects.get().change_number), {})


def test_who_missed_very_much_is_told_to_load_anew(site, project, article, monkeypatch):
    monkeypatch.setattr(diary_reader, "MOST_CHANGES", 3)
    before = Project.objects.get(pk=project.pk).change_number
    for text in ("Sanctions", "work", "hurt", "too"):
        a_highlight(article, text)
    with following(site, client_of("ben"), f"{live_url(project)}?after={before}") as ben:
        assert ben.next() == ("reload", str(before + 4), {})
        a_highlight(article, "Nobody")
        assert int(ben.next().said["number"]) == before + 5


def test_very_much_at_once_is_one_word(site, project, article, monkeypatch):
    monkeypatch.setattr(diary_reader, "MOST_CHANGES", 3)
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        with transaction.atomic():
            for text in ("Sanctions", "work", "hurt", "too"):
                a_highlight(article, text)
        assert ben.next().name == "reload"
        a_highlight(article, "Nobody")
        assert ben.next().said["verb"] == "add-highlight"


def test_whose_role_changes_is_told_so_and_nobody_else(site, project):
    with following(site, client_of("ben"), live_url(project)) as ben, following(
        site, client_of("rita"), live_url(project)
    ) as rita:
        ben.next(), rita.next()
        change_role(membership=project.memberships.get(user=a_user("rita")), actor=a_user("olga"), role=Role.CODER)
        assert (ben.next().said["about"], rita.next().said["about"]) == (["members"], ["members", "role"])


def test_what_is_rolled_back_is_never_told(site, project, article):
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        with transaction.atomic():
            a_highlight(article, "Sanctions")
            transaction.set_rollback(True)
        kept = a_highlight(article, "hurt")
        assert ben.next().said["highlights"] == [kept.uid]


def test_what_another_process_wrote_is_told_without_a_word_from_it(site, project, article, monkeypatch):
    """On SQLite the file says so; on PostgreSQL, without NOTIFY, the diary is looked into every second."""
    monkeypatch.setattr(diary, "announce", bool)
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        number = a_highlight(article, "Sanctions").change.number
        assert int(ben.next().said["number"]) == number


@pytest.mark.only_on("postgresql")
def test_a_change_that_is_numbered_waits_for_the_one_before_it(site, project, article):
    """Two writers at once: the second gets its number only when the first has committed."""
    anna, go_on = a_user("anna"), threading.Event()
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"

    def write_slowly() -> None:
        with diary.writing(project=project, actor=anna, verb="add-highlight", article=article) as change:
            change.edits = [{"table": "corpus_app.project", "id": project.pk, "before": {}, "after": {}}]
            holding.set()
            go_on.wait(30)
        connections.close_all()

    def write() -> None:
        a_highlight(article, "Sanctions")
        connections.close_all()

    with following(site, client_of("ben"), live_url(project)) as ben:
        begin = int(ben.next().cursor)
        holding = threading.Event()
        first, second = threading.Thread(target=write_slowly), threading.Thread(target=write)
        first.start()
        assert holding.wait(30)
        second.start()
        with connection.cursor() as cursor:
            while not cursor.execute(waits).fetchone()[0]:
                pass
        go_on.set()
        assert [int(ben.next().said["number"]) for _ in range(2)] == [begin + 1, begin + 2]
        first.join(), second.join()


def test_a_change_that_is_missing_holds_back_what_comes_after_it(site, project, article, monkeypatch):
    """As it would be if numbers were visible out of order. Nothing makes them so; nothing would be lost."""
    with following(site, client_of("ben"), live_url(project)) as ben:
        begin = int(ben.next().cursor)
        anna = a_user("anna")
        said = {"project": project, "actor": anna, "verb": "edit-project"}
        said["edits"] = [{"table": "corpus_app.facet", "id": 1, "before": {}, "after": {}}]
        Project.objects.filter(pk=project.pk).update(change_number=begin + 2)
        Change.objects.create(number=begin + 2, **said)
        monkeypatch.setattr(hub_module, "HOLE_SECONDS", 60)
        Change.objects.create(number=begin + 1, **said)
        assert [int(ben.next().said["number"]) for _ in range(2)] == [begin + 1, begin + 2]


def test_nobody_waits_for_ever_for_a_change_that_is_missing(site, project, monkeypatch):
    monkeypatch.setattr(hub_module, "HOLE_SECONDS", 0)
    with following(site, client_of("ben"), live_url(project)) as ben:
        begin = ben.next().cursor
        Project.objects.filter(pk=project.pk).update(change_number=int(begin) + 1)
        assert ben.next() is None
    with following(site, client_of("ben"), live_url(project), begin) as ben:
        assert ben.next().name == "reload"


# --- Blind


def test_a_blind_coder_is_told_of_own_work_and_the_codebook_only(site):
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, *TEXT)
    before = Project.objects.get(pk=project.pk).change_number
    with ExitStack() as streams:
        ben = streams.enter_context(following(site, client_of("ben"), live_url(project, article)))
        olga = streams.enter_context(following(site, client_of("olga"), live_url(project, article)))
        begin = ben.next()
        olga.next()
        theirs = a_highlight(article, "Sanctions", tags=(a_tag(project, "New"),))
        actions.write_note(highlight=theirs, author=a_user("anna"), text="mine")
        mine = a_highlight(article, "hurt", by="ben")
        told = [ben.next(), ben.next()]
        assert [one.said["verb"] for one in told] == ["add-tag", "add-highlight"]
        assert told[1].said["highlights"] == [mine.uid]
        verbs = [olga.next().said["verb"] for _ in range(4)]
        assert verbs == ["add-tag", "add-highlight", "write-note", "add-highlight"]
        numbers = {begin.cursor, *(name for one in told for name in (one.cursor, one.said["number"]))}
        assert not any(str(name).isdecimal() for name in numbers), "numbers tell how much the others do"
        with following(site, client_of("ben"), live_url(project, article), begin.cursor) as again:
            assert [again.next().name for _ in range(3)] == ["begin", "", ""]
        with following(site, client_of("ben"), f"{live_url(project, article)}?after={before}") as again:
            assert again.next().name == "reload"  # else they could try out which numbers their changes have


def test_a_blind_coder_is_not_told_of_a_tag_on_their_own_highlight(site):
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article, tag = an_article(project, *TEXT), a_tag(project, "Bikes")
    with following(site, client_of("ben"), live_url(project, article)) as ben:
        ben.next()
        mine = a_highlight(article, "hurt", by="ben")
        a_tagging(mine, tag, by="olga")
        own = a_tagging(mine, tag, by="ben")
        assert [ben.next().said["verb"] for _ in range(2)] == ["add-highlight", "add-tagging"]
        assert own.change.number == mine.change.number + 2


def test_when_a_project_becomes_blind_the_page_is_to_be_loaded_anew(site, project, article):
    with following(site, client_of("ben"), live_url(project, article)) as ben:
        ben.next()
        edit_project(project=project, actor=a_user("olga"), name=project.name, blind=True)
        assert (ben.next().name, ben.next().said["about"]) == ("reload", ["project"])
        a_highlight(article, "Sanctions")
        mine = a_highlight(article, "hurt", by="ben")
        assert ben.next().said["highlights"] == [mine.uid]


def test_what_is_revealed_is_told_from_then_on(site):
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article, other = an_article(project, *TEXT), an_article(project, *TEXT)
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        a_highlight(article, "Sanctions")
        actions.reveal(project=project, actor=a_user("olga"), articles=[article])
        assert ben.next().name == "reload"
        while ben.next().said["verb"] != "reveal":
            pass  # the highlight, if it was read together with the reveal: they may know of it now
        a_highlight(other, "Sanctions")
        seen = a_highlight(article, "hurt")
        told = ben.next()
        assert told.said["highlights"] == [seen.uid] and not told.cursor.isdecimal()


# --- When a stream ends


def membership(project: Project, name: str):
    return project.memberships.get(user=a_user(name))


def end_session(client: Client, project: Project) -> None:
    client.post("/sign-out/")


def change_password(client: Client, project: Project) -> None:
    ben = a_user("ben")
    ben.set_password("another long password")
    ben.save(update_fields=["password"])


def deactivate(client: Client, project: Project) -> None:
    ben = a_user("ben")
    ben.is_active = False
    ben.save(update_fields=["is_active"])


def remove(client: Client, project: Project) -> None:
    remove_member(membership=membership(project, "ben"), actor=a_user("olga"))


def leave(client: Client, project: Project) -> None:
    leave_project(membership=membership(project, "ben"))


def remove_unseen(client: Client, project: Project) -> None:
    membership(project, "ben").delete()


@pytest.mark.parametrize("end", [end_session, change_password, deactivate, remove, leave, remove_unseen])
def test_a_stream_ends_when_the_right_to_it_has_ended(site, project, end):
    client, others = client_of("ben"), client_of("anna")
    with following(site, client, live_url(project)) as ben, following(site, others, live_url(project)) as anna:
        ben.next(), anna.next()
        end(client, project)
        began = time.monotonic()
        while ben.next() is not None:
            pass
        assert time.monotonic() - began < 5
        if end in (remove, leave):
            assert anna.next().said["about"] == ["members"]
    assert Follower(site, live_url(project), session_of(client)).status in (302, 404)


def test_a_removed_member_is_not_told_of_their_removal_nor_of_what_follows(site, project, article):
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        with transaction.atomic():
            remove_member(membership=membership(project, "ben"), actor=a_user("olga"))
            a_highlight(article, "Sanctions")
        assert ben.next() is None


def test_another_role_ends_nothing(site, project, article):
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        change_role(membership=membership(project, "ben"), actor=a_user("olga"), role=Role.READER)
        assert ben.next().said["about"] == ["members", "role"]
        a_highlight(article, "Sanctions")
        assert ben.next().said["verb"] == "add-highlight"


def test_the_server_ends_streams_when_it_stops(site, project):
    site.server.config.timeout_graceful_shutdown = None
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        site.stop()
        assert ben.next() is None
        assert ben.response.isclosed(), "cut off instead of ended"


def test_a_server_that_began_anew_goes_on_where_the_other_stopped(site, project, article):
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
    site.stop()
    number = a_highlight(article, "Sanctions").change.number
    second = start()
    with following(second, client_of("ben"), live_url(project), ben.cursor) as ben:
        assert [ben.next().name, int(ben.next().said["number"])] == ["begin", number]
        later = a_highlight(article, "hurt").change.number
        assert int(ben.next().said["number"]) == later
    second.stop()


def test_who_takes_nothing_is_dropped(project):
    """What waits for them is bounded; they come again with the number of the last event they have."""
    ben = a_user("ben")
    view = View(project.pk, ben.pk, Standing((project.pk,), ()))
    listener = listeners.Listener(view, listeners.Credentials("", ""), after=0)

    async def take_nothing() -> None:
        gone = asyncio.Event()

        async def send(octets: bytes) -> None:
            await gone.wait()

        async def receive() -> dict[str, str]:
            await gone.wait()
            return {"type": "http.disconnect"}

        running = asyncio.create_task(response.EventStream(Nobodys(), listener).run(gone.set, receive, send))
        listener.put(b"first")
        while not listener.is_ended:
            await asyncio.sleep(0)
            assert listener.size <= listeners.MOST_WAITING
            listener.put(b"x" * 1_000)
        await asyncio.wait_for(running, 30)

    asyncio.run(take_nothing())


class Nobodys:
    """A hub that tells nothing."""

    def join(self, listener: listeners.Listener) -> None:
        pass

    leave = join


def test_a_person_has_so_many_streams_and_no_more(site, project, monkeypatch):
    monkeypatch.setattr(response, "STREAMS_OF_A_PERSON", 2)
    client = client_of("ben")
    with following(site, client, live_url(project)) as first, following(site, client, live_url(project)) as second:
        first.next(), second.next()
        assert Follower(site, live_url(project), session_of(client)).status == 429
        with following(site, client_of("anna"), live_url(project)) as anna:
            assert anna.next().name == "begin"


def test_a_fault_of_ours_ends_all_streams_instead_of_their_news(site, project, article, monkeypatch, caplog):
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        monkeypatch.setattr(hub, "describe", lambda entries: 1 / 0)
        a_highlight(article, "Sanctions")
        assert ben.next() is None
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    with following(site, client_of("ben"), live_url(project), ben.cursor) as ben:
        assert [ben.next().name, ben.next().said["verb"]] == ["begin", "add-highlight"]


def test_a_stream_that_is_idle_shows_that_it_lives(site, project, article, monkeypatch):
    monkeypatch.setattr(hub_module, "BEAT_SECONDS", 0)
    monkeypatch.setattr(hub_module, "ADMISSION_SECONDS", 0.05)
    other = an_article(project, "Another article.")
    with following(site, client_of("ben"), live_url(project, article)) as ben:
        ben.next()
        number = a_highlight(other, "Another").change.number
        while (told := ben.next()).cursor != str(number):
            assert told.name == "beat"


def test_nothing_looks_into_the_diary_while_nobody_listens(site, project, monkeypatch):
    monkeypatch.setattr(hub_module, "LINGER_SECONDS", 0)
    with following(site, client_of("ben"), live_url(project)) as ben:
        ben.next()
        assert hub.tasks
    while hub.tasks:
        assert site.get("/health/")[0].status in (200, 503)


def test_without_a_server_that_can_go_on_the_answer_says_come_later(project):
    answer = client_of("ben").get(live_url(project))
    assert answer.content == b"retry: 60000\n\n"


# --- The rule


def test_what_may_be_told_is_what_may_be_read():
    """`Standing.may_see` asks of one thing what `visible_to` asks of a table."""
    for blind in (False, True):
        project = a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER, blind=blind)
        article = an_article(project, *TEXT)
        a_highlight(article, "Sanctions", by="anna"), a_highlight(article, "hurt", by="ben")
    actions.reveal(project=project, actor=a_user("olga"), articles=[article])
    a_highlight(an_article(project, *TEXT), "Sanctions", by="anna")
    a_highlight(an_article(a_project(owner="zoe"), *TEXT), "Sanctions", by="zoe")
    for name in ("anna", "ben", "rita", "olga", "zoe", "sam"):
        user = a_user(name)
        standing = Standing.of(user)
        told = {
            highlight.pk for highlight in Highlight.objects.all()
            if standing.may_see(highlight.project_id, highlight.author_id, user.pk, highlight.article_id)
        }
        assert told == set(Highlight.objects.visible_to(user).values_list("pk", flat=True))
        shared = {facet.pk for facet in Facet.objects.all() if standing.may_see(facet.project_id, None, user.pk)}
        assert shared == set(Facet.objects.visible_to(user).values_list("pk", flat=True))
