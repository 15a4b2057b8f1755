"""Somebody's own account: another name, another password."""

import pytest
from django.test import Client
from django.urls import reverse

from corpus_app.models import User
from tests.factories import PASSWORD, a_user, client_of

pytestmark = pytest.mark.django_db
NEW = "violet rowing umbrella"


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW):
    return client.post(
        reverse("change-password"), {"old_password": old, "new_password1": new, "new_password2": again}
    )


def test_the_name_can_be_changed():
    client = client_of("anna")
    answer = client.post(reverse("account"), {"display_name": "Anna Ågren"}, follow=True)
    assert "Your name has been changed." in answer.text and "Anna Ågren" in answer.text
    assert User.objects.get(email="anna@corpus.test").display_name == "Anna Ågren"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_cannot_be_shown_is_refused(name):
    client = client_of("anna")
    assert client.post(reverse("account"), {"display_name": name}).status_code == 422
    assert User.objects.get(email="anna@corpus.test").display_name == "Anna"


def test_nothing_but_the_name_can_be_sent_along():
    client = client_of("anna")
    client.post(reverse("account"), {"display_name": "A", "is_staff": "on", "is_superuser": "on", "email": "x@y.test"})
    anna = User.objects.get(email="anna@corpus.test")
    assert not anna.is_staff and not anna.is_superuser


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one():
    here, elsewhere = client_of("anna"), client_of("anna")
    assert elsewhere.get(reverse("projects")).status_code == 200
    assert change(here)["Location"] == reverse("account")
    assert here.get(reverse("projects")).status_code == 200
    assert elsewhere.get(reverse("projects")).status_code == 302
    assert a_user("anna").check_password(NEW)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"old": "wrong"}, "This is not your present password."),
        ({"again": "something else"}, "The two new passwords differ."),
        ({"new": "short", "again": "short"}, "too short"),
        ({"new": "anna@corpus.test", "again": "anna@corpus.test"}, "too similar"),
        ({"new": "password123", "again": "password123"}, "too common"),
    ],
)
def test_a_bad_new_password_is_refused_in_words(sent, said):
    answer = change(client_of("anna"), **sent)
    assert answer.status_code == 422 and said in answer.text
    assert a_user("anna").check_password(PASSWORD)


def test_long_passwords_of_any_letters_are_accepted():
    new = "пароль 密码 🚲 " * 8
    assert change(client_of("anna"), new=new, again=new).status_code == 302
    assert a_user("anna").check_password(new)


@pytest.mark.parametrize("name", ["account", "change-password"])
def test_visitors_are_asked_to_sign_in(client, name):
    assert client.get(reverse(name))["Location"].startswith(reverse("sign-in"))
