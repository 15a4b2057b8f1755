"""Where somebody is signed in: the list, signing out from afar, and what a new password ends."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from corpus_app import actions
from corpus_app.devices import device_of
from corpus_app.middleware import presence
from corpus_app.models import OpenSession
from tests.factories import PASSWORD, a_user, client_of

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"


def signed_in(name="anna", browser=FIREFOX, password=PASSWORD):
    a_user(name)
    client = Client(headers={"User-Agent": browser})
    client.post(reverse("sign-in"), {"username": f"{name}@corpus.test", "password": password})
    return client


def is_in(client):
    return client.get(reverse("projects")).status_code == 200


def page_of(client):
    return client.get(reverse("account")).text


def end(client, session):
    return client.post(reverse("end-session", args=[session.uid]), follow=True)


def test_every_device_is_listed_this_one_first():
    there, here = signed_in(browser=IPHONE), signed_in()
    listed = page_of(here).partition('id="sessions"')[2]
    assert listed.index("Firefox on Windows") < listed.index("this device") < listed.index("Safari on iPhone")
    assert page_of(there).count("this device") == 1
    assert "iPhone" not in page_of(signed_in("ben"))


def test_one_device_is_signed_out_from_another():
    there, here = signed_in(browser=IPHONE), signed_in()
    assert is_in(there)
    answer = end(here, OpenSession.objects.get(device="Safari on iPhone"))
    assert "Signed out: Safari on iPhone." in answer.text and "Safari on iPhone</b>" not in answer.text
    assert not is_in(there) and is_in(here)


def test_everything_else_is_signed_out_at_once():
    others, here, ben = [signed_in() for _ in range(3)], signed_in(), signed_in("ben")
    page = here.post(reverse("end-other-sessions"), follow=True).text
    assert "You are signed out everywhere else." in page and "Sign out everywhere else" not in page
    assert not any(map(is_in, others)) and is_in(here) and is_in(ben)
    assert "You are signed in only here." in here.post(reverse("end-other-sessions"), follow=True).text


def test_nobody_ends_somebody_else_s_session():
    anna, ben = signed_in(), signed_in("ben")
    for uid in (OpenSession.objects.get(user=a_user("anna")).uid, "0" * 12):
        assert ben.post(reverse("end-session", args=[uid])).status_code == 404
    assert is_in(anna)


@pytest.mark.parametrize("name", ["end-session", "end-other-sessions"])
def test_nothing_ends_by_following_a_link(name):
    here = signed_in()
    url = reverse(name, args=[OpenSession.objects.get().uid] if name == "end-session" else [])
    assert here.get(url).status_code == 405 and is_in(here)


def test_signing_out_takes_the_device_off_the_list():
    signed_in(browser=IPHONE).post(reverse("sign-out"))
    assert not OpenSession.objects.exists() and not Session.objects.exists()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one_on_the_list():
    there, here = signed_in(browser=IPHONE), signed_in()
    new = "violet rowing umbrella"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("change-password"), form).status_code == 302
    assert is_in(here) and not is_in(there)
    page = page_of(here)
    assert "this device" in page and "iPhone" not in page
    assert OpenSession.objects.get().key == here.session.session_key
    end(signed_in(password=new, browser=IPHONE), OpenSession.objects.get(device="Firefox on Windows"))
    assert not is_in(here)


def test_signing_in_over_somebody_else_s_session_notes_the_new_person_s():
    client = signed_in()
    a_user("ben")
    client.logout()
    client.post(reverse("sign-in"), {"username": "ben@corpus.test", "password": PASSWORD})
    assert OpenSession.objects.get(user=a_user("ben")).key == client.session.session_key


def test_somebody_signed_in_since_before_sessions_were_noted_sees_their_own():
    page = page_of(client_of("anna"))
    assert page.count("this device") == 1 and not OpenSession.objects.exists()


def test_sessions_that_ran_out_are_not_listed_and_are_forgotten_at_the_next_sign_in():
    signed_in(browser=IPHONE)
    OpenSession.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    here = signed_in()
    assert "iPhone" not in page_of(here) and OpenSession.objects.count() == 1


def test_the_last_use_is_written_once_in_ten_minutes(django_assert_num_queries, monkeypatch):
    there = signed_in()
    now = [presence.monotonic()]
    monkeypatch.setattr(presence, "monotonic", lambda: now[0])
    long_ago = timezone.now() - timedelta(hours=5)
    is_in(there)
    OpenSession.objects.update(seen_at=long_ago)
    now[0] += 599
    with django_assert_num_queries(3):
        is_in(there)
    assert OpenSession.objects.get().seen_at == long_ago
    now[0] += 1
    is_in(there)
    assert OpenSession.objects.get().seen_at > long_ago


@pytest.mark.parametrize(("column", "days"), [("seen_at", 7), ("expires_at", 0)])
def test_a_session_ends_when_nobody_uses_it_and_by_its_age(column, days, monkeypatch):
    there, now = signed_in(), timezone.now()
    for early, goes_on in ((timedelta(minutes=1), True), (-timedelta(minutes=1), False)):
        OpenSession.objects.update(**{column: now - timedelta(days=days) + early})
        presence.written.clear()
        assert is_in(there) == goes_on
    assert not OpenSession.objects.exists() and not Session.objects.exists()
    assert there.get(reverse("projects"))["Location"].startswith(reverse("sign-in"))


def test_a_page_opens_although_its_use_cannot_be_written(monkeypatch):
    def locked(**row):
        raise DatabaseError("database is locked")

    there = signed_in()
    presence.written.clear()
    monkeypatch.setattr(actions, "note_seen", locked)
    assert is_in(there)


def test_what_a_process_remembers_has_an_end(monkeypatch):
    monkeypatch.setattr(presence, "MOST", 2)
    for n in range(5):
        presence.note(str(n))
    assert len(presence.written) <= 2


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/141.0 Safari/537.36", "Chrome on macOS"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0", "Samsung Internet on Android"),
        ("curl/8.5.0", "curl"), ("", "Unknown device"), ("<script>alert(1)</script>" * 9, "<script>alert(1)<"),
    ],
)  # fmt: skip
def test_devices_are_told_in_words(said, device):
    assert device_of(said) == device
