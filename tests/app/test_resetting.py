"""A new password for who has lost theirs: by mail, or by a link from the shell."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from corpus_app import actions, attempts, links
from corpus_app.mail import post
from corpus_app.models import ApiToken, Letter
from tests.factories import PASSWORD, a_user, client_of

pytestmark = pytest.mark.django_db
NEW = "violet rowing umbrella"
ASK = reverse("ask-reset")
GONE = "This link no longer works"


@pytest.fixture
def sends_mail(settings):
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://corpus.example.org"


def ask(email="anna@corpus.test", client=None, **headers):
    return (client or Client()).post(ASK, {"email": email}, **headers)


def mailed_link():
    post.deliver_due()
    return re.search(r"https://corpus\.example\.org(/reset/\S+/)\n", mail.outbox[-1].body)[1]


def choose(link, new=NEW, again=NEW, client=None, **more):
    return (client or Client()).post(link, {"new_password1": new, "new_password2": again}, **more)


def from_shell(email="anna@corpus.test"):
    out = StringIO()
    call_command("reset_link", email, stdout=out, stderr=StringIO())
    return out.getvalue().strip().removeprefix(links.absolute(""))


def test_a_mailed_link_sets_a_new_password_and_signs_in(sends_mail, client):
    a_user("anna")
    assert "Forgotten your password?" in client.get(reverse("sign-in")).text
    page = client.post(ASK, {"email": "Anna@Corpus.test"}, follow=True).text
    assert "Look into your mail" in page and "anna@" not in page.lower()
    link = mailed_link()
    assert "For the account of <bdi>Anna</bdi>" in client.get(link).text
    answer = client.post(link, {"new_password1": NEW, "new_password2": NEW}, follow=True)
    assert "Your new password is set." in answer.text and answer.context["user"].email == "anna@corpus.test"
    assert a_user("anna").check_password(NEW)


def test_the_mail_says_who_where_and_how_long(sends_mail):
    a_user("anna", display_name="Anna <b> & Co")
    ask()
    post.deliver_due()
    (letter,) = mail.outbox
    assert letter.to == ["anna@corpus.test"] and letter.subject == "A new password for Corpus"
    assert "Hello Anna <b> & Co," in letter.body and "within 24 hours" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated" and not Letter.objects.exists()


@pytest.mark.parametrize("name", ["nobody", "off"])
def test_who_has_no_account_gets_the_same_answer_by_the_same_work_and_no_mail(
    sends_mail, name, django_assert_num_queries
):
    a_user("anna")
    a_user("off", is_active=False)
    ask(f"somebody@{name}.test")
    with django_assert_num_queries(8):
        known = ask()
    with django_assert_num_queries(8):
        unknown = ask(f"{name}@corpus.test")
    assert known["Location"] == unknown["Location"] and known.status_code == unknown.status_code == 302
    post.deliver_due()
    assert [letter.to for letter in mail.outbox] == [["anna@corpus.test"]] and not Letter.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Host": "127.0.0.1:80@evil.example"},
     {"Forwarded": "host=evil.example"}, {"Host": "localhost", "X-Forwarded-Host": "evil.example"}],
)  # fmt: skip
def test_no_header_gets_into_the_link(sends_mail, headers):
    a_user("anna")
    ask(headers=headers)
    ask()
    post.deliver_due()
    assert mail.outbox and all("evil" not in letter.body for letter in mail.outbox)
    assert mailed_link()


def test_a_link_works_once(sends_mail):
    a_user("anna")
    ask()
    link = mailed_link()
    assert choose(link).status_code == 302
    again = choose(link, "another long password", "another long password")
    assert again.status_code == 404 and GONE in again.text and a_user("anna").check_password(NEW)


def test_a_link_dies_with_a_sign_in_a_new_password_and_a_day(sends_mail, monkeypatch):
    anna = a_user("anna")
    link = from_shell()
    Client().post(reverse("sign-in"), {"username": anna.email, "password": PASSWORD})
    assert Client().get(link).status_code == 404
    link = from_shell()
    anna = a_user("anna")
    anna.set_password("something else entirely")
    anna.save(update_fields=["password"])
    assert Client().get(link).status_code == 404
    link = from_shell()
    later = timezone.now().replace(tzinfo=None) + timedelta(hours=24, seconds=2)
    monkeypatch.setattr(default_token_generator, "_now", lambda: later)
    assert Client().get(link).status_code == 404


def test_somebody_switched_off_cannot_use_a_link():
    anna, link = a_user("anna"), from_shell()
    anna.is_active = False
    anna.save(update_fields=["is_active"])
    assert choose(link).status_code == 404


@pytest.mark.parametrize("change", [lambda uid, token: (uid, token[:-1] + "x"), lambda uid, token: ("0" * 12, token)])
def test_a_link_that_was_changed_opens_nothing(change):
    a_user("anna"), a_user("ben")
    _, _, uid, token, _ = from_shell().split("/")
    assert Client().get(reverse("reset-password", args=change(uid, token))).status_code == 404
    assert Client().get(reverse("reset-password", args=[a_user("ben").uid, token])).status_code == 404


def test_guessed_links_have_to_wait():
    url = reverse("reset-password", args=["0" * 12, "guess"])
    assert [Client().get(url).status_code for _ in range(31)] == [404] * 30 + [429]


def test_a_new_password_by_link_ends_the_sessions_elsewhere_and_all_tokens():
    elsewhere = client_of("anna")
    actions.make_token(user=a_user("anna"), uid="0" * 12, name="report", days=7)
    client = Client()
    assert "your API tokens are revoked" in choose(from_shell(), client=client, follow=True).text
    assert elsewhere.get(reverse("projects")).status_code == 302
    assert client.get(reverse("projects")).status_code == 200 and not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [(NEW, "other", "The two passwords differ."), ("short", "short", "too short"),
     ("anna@corpus.test", "anna@corpus.test", "too similar"), ("", "", "This field is required.")],
)  # fmt: skip
def test_a_bad_password_is_refused_in_words_and_the_link_stays(new, again, said):
    a_user("anna")
    link = from_shell()
    answer = choose(link, new, again)
    assert answer.status_code == 422 and said in answer.text
    assert choose(link).status_code == 302


def test_nobody_s_mailbox_is_flooded(sends_mail, monkeypatch):
    monkeypatch.setattr(attempts, "time", lambda: 1_800_000_000.0)
    for name in ("anna", "nobody"):
        assert [ask(f"{name}@corpus.test").status_code for _ in range(6)] == [302] * 5 + [429]
    many = [ask(f"person{n}@corpus.test").status_code for n in range(9)]
    assert many == [302] * 8 + [429]


def test_without_a_mail_server_the_page_says_whom_to_ask(settings, client):
    page = client.get(ASK).text
    assert "Ask whoever runs this Corpus" in page and "manage.py reset_link" in page and "<form" not in page
    settings.CONTACT = "Ada, ada@example.org"
    page = client.post(ASK, {"email": "anna@corpus.test"}).text
    assert "<bdi>Ada, ada@example.org</bdi>" in page and not Letter.objects.exists()


def test_an_address_that_is_none_is_told(sends_mail):
    assert ask("nonsense").status_code == 422 and not Letter.objects.exists()


def test_the_shell_makes_a_link_that_begins_with_the_site_s_address(settings):
    settings.SITE_URL = "https://corpus.example.org"
    a_user("anna")
    out, told = StringIO(), StringIO()
    call_command("reset_link", " ANNA@corpus.test", stdout=out, stderr=told)
    assert re.fullmatch(r"https://corpus\.example\.org/reset/\w{12}/\S+/\n", out.getvalue())
    assert "Send this to Anna only" in told.getvalue()


def test_the_shell_says_when_there_is_nobody_to_make_a_link_for():
    a_user("off", is_active=False)
    for email, said in {"nobody@corpus.test": "Nobody here has", "off@corpus.test": "is switched off"}.items():
        with pytest.raises(CommandError, match=said):
            from_shell(email)
