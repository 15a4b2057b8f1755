"""Who is told who is where: by open streams, in seconds, across processes, and not where work is blind."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.actions import hide, open_to_all
from corpus_app.actions import edit_project
from corpus_app.live.events import View
from corpus_app.live.presence import FORGET_SECONDS, IN_A_MESSAGE, NOBODY, Place, Presence, told_to
from corpus_app.models import Role, Standing
from tests.factories import a_project, a_user, an_article, client_of
from tests.live import following, live_url
from tests.serving import Running, start


@pytest.fixture
def site(settings: LazySettings) -> Iterator[Running]:
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    running = start()
    yield running
    running.stop()


def uids(*names: str) -> list[str]:
    return sorted(a_user(name).uid for name in names)


def text(response: HttpResponse) -> str:
    return strip_tags(response.text)


@pytest.mark.django_db(transaction=True)
def test_people_see_who_comes_and_who_leaves(site):
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    article, other = an_article(project, "One."), an_article(project, "Two.")
    with following(site, client_of("anna"), live_url(project, article)) as anna:
        assert anna.present() == {"here": uids("anna"), "elsewhere": [], "count": 1}
        with following(site, client_of("ben"), live_url(project, article)):
            assert anna.present() == {"here": uids("anna", "ben"), "elsewhere": [], "count": 2}
        assert anna.present() == {"here": uids("anna"), "elsewhere": [], "count": 1}
        with following(site, client_of("ben"), live_url(project, other)) as ben:
            assert anna.present() == {"here": uids("anna"), "elsewhere": uids("ben"), "count": 2}
            assert ben.present() == {"here": uids("ben"), "elsewhere": uids("anna"), "count": 2}


@pytest.mark.django_db(transaction=True)
def test_a_blind_coder_does_not_learn_who_is_there(site):
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(project, "One.")
    with (
        following(site, client_of("anna"), live_url(project, article)) as anna,
        following(site, client_of("olga"), live_url(project, article)) as olga,
    ):
        while olga.present()["here"] != uids("anna", "olga"):
            pass
        edit_project(project=project, actor=a_user("olga"), name=project.name, blind=True)
        told = [anna.anything(), anna.anything()]
        assert [one.name for one in told] == ["begin", ""]


@pytest.mark.django_db(transaction=True)
def test_where_some_articles_are_blind_people_are_seen_in_the_others(site):
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    blind, open_one = an_article(project, "One."), an_article(project, "Two.")
    open_to_all(project=project, actor=a_user("olga"), articles=[open_one])
    alone = {"here": uids("anna"), "elsewhere": [], "count": 1}
    names = f"{reverse('present', args=[project.slug])}?here={a_user('ben').uid}"
    with (
        following(site, client_of("anna"), live_url(project, open_one)) as anna,
        following(site, client_of("olga"), live_url(project, blind)) as olga,
    ):
        assert anna.present() == alone
        with following(site, client_of("ben"), live_url(project, blind)) as ben:
            while olga.present()["here"] != uids("ben", "olga"):
                pass
            with following(site, client_of("ben"), live_url(project, open_one)):
                assert anna.present() == {"here": uids("anna", "ben"), "elsewhere": [], "count": 2}, "only this is told"
            assert anna.present() == alone
            assert "Ben is in this article" in text(client_of("anna").get(names))
            hide(project=project, actor=a_user("olga"), articles=[open_one])
            assert anna.present() == {"here": [], "elsewhere": [], "count": 0}
            assert "Ben" not in text(client_of("anna").get(names))
            assert [ben.anything().name for _ in range(3)] == ["begin", "reload", ""]


PLACES = st.builds(
    lambda person, key: Place(1, person, f"article {key}" if key else "", key),
    st.sampled_from(["anna", "ben", "cora"]), st.integers(0, 4),
)


@settings(max_examples=40, deadline=None)
@given(st.sets(PLACES), st.sets(st.integers(1, 4)), st.integers(0, 4))
def test_what_a_blind_coder_is_told_does_not_depend_on_who_is_in_blind_articles(places, sights, key):
    view = View(1, 1, Standing((), (1,), tuple(sights)), f"article {key}" if key else "", key)
    told = told_to(view, places)
    assert told == told_to(view, {place for place in places if place.key in sights})
    assert told == NOBODY or not key or key in sights
    owner = view._replace(standing=Standing((1,), ()))
    assert json.loads(told_to(owner, places).split(b"data: ")[1])["count"] == len({place.person for place in places})


class Processes:
    """Some that hear each other, as by NOTIFY."""

    def __init__(self, *names: str) -> None:
        self.now = 0.0
        self.all = {name: Presence(name, self.carry) for name in names}
        self.alive = set(names)

    def carry(self, text: str) -> None:
        assert len(text) < 8_000
        for name in self.alive:
            self.all[name].hear(text, self.now)


def test_processes_know_of_each_others_people():
    processes = Processes("a", "b")
    a, b = processes.all.values()
    a.update({Place(1, "anna", "x", 7), Place(1, "anna", ""), Place(2, "anna", "")})
    b.update({Place(1, "ben", "x")})
    assert a.places_in(1) == b.places_in(1) == {*a.own, *b.own} - {Place(2, "anna", "")}
    assert b.take_changed() == {1, 2}
    a.update({Place(1, "anna", "x", 7)})
    assert b.take_changed() == {1, 2}
    assert not b.places_in(2) and b.places_in(1) == {*a.own, *b.own}
    b.refresh(0), a.refresh(0)
    assert b.take_changed() == set(), "nothing new is told again"


def test_a_process_that_begins_is_told_who_is_there():
    processes = Processes("a", "b")
    processes.alive = {"a"}
    processes.all["a"].update({Place(1, f"person {n}", "an article", 10**9) for n in range(3 * IN_A_MESSAGE)})
    processes.alive = {"a", "b"}
    processes.all["b"].greet()
    assert len(processes.all["b"].places_in(1)) == 3 * IN_A_MESSAGE


def test_the_people_of_a_process_that_died_are_forgotten():
    processes = Processes("a", "b")
    processes.all["a"].update({Place(1, "anna", "")})
    processes.alive = {"b"}
    processes.now = FORGET_SECONDS - 1
    processes.all["b"].refresh(processes.now)
    assert processes.all["b"].places_in(1)
    processes.all["b"].take_changed()
    processes.all["b"].refresh(FORGET_SECONDS + 1)
    assert not processes.all["b"].places_in(1) and processes.all["b"].take_changed() == {1}
