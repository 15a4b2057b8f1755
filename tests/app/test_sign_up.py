"""Accounts without an invitation: not by default; where open, with the address confirmed if mail can be sent."""

import re

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from corpus_app import attempts, links
from corpus_app.mail import post
from corpus_app.models import Letter, User
from tests.factories import PASSWORD, a_user, client_of

pytestmark = pytest.mark.django_db
PAGE = reverse("sign-up")
NEWCOMER = {"display_name": "Nora", "email": "Nora@corpus.test", "password": "violet rowing umbrella"}


@pytest.fixture
def is_open(settings):
    settings.SIGN_UP, settings.SITE_URL = "open", "https://corpus.example.org"


@pytest.fixture
def sends_mail(is_open, settings):
    settings.SENDS_MAIL = True


def link_for(email="nora@corpus.test"):
    return links.sign_up_link(email).removeprefix("https://corpus.example.org")


def test_by_default_nobody_signs_up_without_an_invitation(client):
    for url in (PAGE, reverse("sign-up-asked"), reverse("confirm-sign-up", args=[signing.dumps("n@corpus.test")])):
        assert client.get(url).status_code == client.post(url, NEWCOMER).status_code == 404
    page = client.get(reverse("sign-in")).text
    assert PAGE not in page and "Ask an owner of the project for an invitation link" in page
    assert not User.objects.exists()


def test_without_mail_an_account_is_made_at_once(is_open, client):
    assert f'href="{PAGE}"' in client.get(reverse("sign-in")).text
    answer = client.post(PAGE, NEWCOMER, follow=True)
    assert "Welcome, Nora." in answer.text and "No projects yet" in answer.text
    nora = User.objects.get()
    assert nora.email == "nora@corpus.test" and nora.check_password("violet rowing umbrella") and not nora.is_staff


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "ANNA@corpus.test"}, "There is an account with this address already."),
        ({"email": "nonsense"}, "Enter a valid email address."),
        ({"display_name": ""}, "Write the name that the others should see."),
        ({"password": "12345678"}, "too common"),
        ({"password": "nora@corpus.test"}, "too similar"),
    ],
)
def test_mistakes_are_told_in_words(is_open, client, wrong, said):
    a_user("anna")
    answer = client.post(PAGE, NEWCOMER | wrong)
    assert answer.status_code == 422 and said in answer.text and User.objects.count() == 1


def test_nobody_chooses_rights(is_open, client):
    client.post(PAGE, NEWCOMER | {"is_staff": "on", "is_superuser": "on", "is_active": ""})
    nora = User.objects.get()
    assert not nora.is_staff and not nora.is_superuser and nora.is_active


def test_with_mail_the_address_is_confirmed_first(sends_mail, client):
    page = client.get(PAGE).text
    assert "Send me a link" in page and "Password" not in page
    asked = client.post(PAGE, {"email": "Nora@corpus.test"}, follow=True).text
    assert "Look into your mail" in asked and not User.objects.exists()
    post.deliver_due()
    link = re.search(r"https://corpus\.example\.org(/sign-up/\S+/)\n", mail.outbox[0].body)[1]
    assert "nora@corpus.test" in client.get(link).text
    form = {"display_name": "Nora", "password": "violet rowing umbrella", "email": "other@corpus.test"}
    assert "Welcome, Nora." in client.post(link, form, follow=True).text
    assert User.objects.get().email == "nora@corpus.test"


def test_an_address_with_an_account_gets_the_same_answer_and_another_mail(sends_mail, django_assert_num_queries):
    a_user("anna")
    Client().post(PAGE, {"email": "somebody@corpus.test"})
    answers = []
    for name in ("nora", "anna"):
        with django_assert_num_queries(8):
            answers.append(Client().post(PAGE, {"email": f"{name}@corpus.test"}))
    assert answers[0]["Location"] == answers[1]["Location"]
    mail.outbox.clear()
    Letter.objects.filter(to="somebody@corpus.test").delete()
    post.deliver_due()
    to_nora, to_anna = mail.outbox
    assert to_nora.subject == "Your account on Corpus" and to_anna.subject == "You have an account on Corpus"
    assert "/reset/" in to_anna.body and "/sign-up/" not in to_anna.body


def test_a_link_makes_one_account(sends_mail):
    form = {"display_name": "Nora", "password": "violet rowing umbrella"}
    Client().post(link_for(), form)
    answer = Client().post(link_for(), form | {"password": "another long password"})
    assert answer.status_code == 422 and "There is an account with this address already." in answer.text
    assert User.objects.get().check_password("violet rowing umbrella")


def test_a_bad_password_is_refused_and_the_link_stays(sends_mail, client):
    form = {"display_name": "Nora", "password": "nora@corpus.test"}
    answer = client.post(link_for(), form)
    assert answer.status_code == 422 and "too similar" in answer.text
    assert client.post(link_for(), form | {"password": "violet rowing"}).status_code == 302


def test_a_changed_a_foreign_and_an_old_link_open_nothing(sends_mail, client, monkeypatch):
    foreign = reverse("confirm-sign-up", args=[signing.dumps("nora@corpus.test", salt="else")])
    for link in (link_for()[:-2] + "x/", foreign, reverse("confirm-sign-up", args=["x"])):
        answer = client.get(link)
        assert answer.status_code == 404 and "This link no longer works" in answer.text
    old, tomorrow = link_for(), signing.time.time() + 24 * 3600 + 5
    monkeypatch.setattr(signing.time, "time", lambda: tomorrow)
    assert client.get(old).status_code == 404


@pytest.mark.parametrize("sending", [False, True])
def test_nobody_makes_accounts_or_mails_by_the_hundred(is_open, settings, sending, monkeypatch):
    settings.SENDS_MAIL = sending
    monkeypatch.setattr(attempts, "time", lambda: 1_800_000_000.0)
    statuses = [Client().post(PAGE, NEWCOMER | {"email": f"p{n}@corpus.test"}).status_code for n in range(21)]
    assert statuses == [302] * 20 + [429]


def test_who_is_signed_in_has_an_account(is_open):
    assert client_of("anna").get(PAGE)["Location"] == reverse("projects")


def test_the_new_account_signs_in(is_open, client):
    client.post(PAGE, NEWCOMER | {"password": PASSWORD})
    client.post(reverse("sign-out"))
    form = {"username": "nora@corpus.test", "password": PASSWORD}
    assert client.post(reverse("sign-in"), form)["Location"] == reverse("projects")
