"""The post: nothing is lost when the mail server is down, nothing is sent twice, and no page waits for it."""

import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils import timezone

from corpus_app.mail import post
from corpus_app.mail.address import SMTP, mail_from
from corpus_app.models import Letter
from tests.factories import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    a_user("anna")
    return post.send(kind=Letter.Kind.RESET, to="anna@corpus.test")


@pytest.fixture
def server_is_down(monkeypatch):
    def fail(self):
        raise smtplib.SMTPServerDisconnected("no server")

    monkeypatch.setattr(mail.EmailMessage, "send", fail)


def all_due():
    Letter.objects.update(due_at=timezone.now())


def test_a_letter_waits_for_the_server_ever_longer_and_then_goes_out(letter, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMessage, "send", lambda self: (_ for _ in ()).throw(ConnectionRefusedError("down")))
        pauses = []
        for _ in range(9):
            next_due = post.deliver_due()
            pauses.append(round((next_due - timezone.now()) / timedelta(minutes=1)))
            all_due()
        assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert "was not sent: down" in caplog.text and "anna" not in caplog.text
    assert post.deliver_due() is None and len(mail.outbox) == 1 and not Letter.objects.exists()


def test_a_letter_that_could_not_be_sent_for_a_day_is_given_up(letter, server_is_down, caplog):
    Letter.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert post.deliver_due() is None
    assert "Given up." in caplog.text and not Letter.objects.exists()


def test_one_that_fails_does_not_hold_up_the_next(letter, monkeypatch):
    a_user("ben")
    post.send(kind=Letter.Kind.RESET, to="ben@corpus.test")
    send = mail.EmailMessage.send

    def fail_for_anna(self):
        if self.to == ["anna@corpus.test"]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(self)

    monkeypatch.setattr(mail.EmailMessage, "send", fail_for_anna)
    post.deliver_due()
    assert [sent.to for sent in mail.outbox] == [["ben@corpus.test"]] and Letter.objects.get().to == "anna@corpus.test"


@pytest.mark.django_db(transaction=True)
def test_several_processes_send_a_letter_once(letter):
    def deliver(_: int) -> None:
        try:
            post.deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliver, range(4)))
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_the_postman_is_woken_by_a_committed_letter(settings, monkeypatch):
    settings.SENDS_MAIL = True
    a_user("anna")
    postman, sent = post.Postman(), threading.Event()
    monkeypatch.setattr(post, "postman", postman)
    monkeypatch.setattr(mail.EmailMessage, "send", lambda self: sent.set())
    monkeypatch.setattr(post.Postman, "work", lambda self: self.round())
    post.send(kind=Letter.Kind.RESET, to="anna@corpus.test")
    assert sent.wait(20)
    postman.thread.join(20)
    assert not Letter.objects.exists()


def test_without_a_mail_server_no_thread_begins(letter):
    postman = post.Postman()
    postman.wake()
    assert not postman.thread.is_alive()


def test_the_postman_survives_a_database_that_is_away(monkeypatch, caplog):
    def away():
        raise DatabaseError("away")

    monkeypatch.setattr(post, "deliver_due", away)
    monkeypatch.setattr(post.connection, "close", lambda: None)
    assert 0 < post.Postman().round() <= 60
    assert "away" in caplog.text


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp://a%40b:p%3Aw@mail.example:2525", ("mail.example", 2525, "a@b", "p:w", True, False)),
        ("smtp://mail.example", ("mail.example", 587, "", "", True, False)),
        ("smtps://mail.example", ("mail.example", 465, "", "", False, True)),
        ("smtp://localhost:25?tls=off", ("localhost", 25, "", "", False, False)),
    ],
)
def test_the_address_of_a_mail_server_is_understood(url, said):
    found = mail_from(url)
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(found[f"EMAIL_{name}"] for name in names) == said and found["EMAIL_BACKEND"] == SMTP


@pytest.mark.parametrize(
    "url", ["mail.example", "imap://mail.example", "smtp://", "smtp://h:port", "smtp://h/path", "smtp://h?tsl=off"]
)
def test_an_address_that_cannot_be_meant_is_refused_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL") as refusal:
        mail_from(url.replace("://h", "://u:hunter2@h"))
    assert "hunter2" not in str(refusal.value)
