"""Who tries too often has to wait, and how long; nobody else has to."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from corpus_app import attempts
from corpus_app.actions import invite
from corpus_app.models import Attempts, Role
from tests.factories import PASSWORD, a_project, a_user, client_of

pytestmark = pytest.mark.django_db
WAIT = "This has been tried too often. Wait 15 minutes and try again."


@pytest.fixture
def clock(monkeypatch):
    """The time as attempts sees it; tests move it."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(attempts, "time", lambda: now[0])
    return now


def a_try(name="anna", password="wrong", *, at="192.0.2.1"):
    form = {"username": f"{name}@corpus.test", "password": password}
    return Client(REMOTE_ADDR=at).post(reverse("sign-in"), form)


def statuses(times, *args, **where):
    return [a_try(*args, **where).status_code for _ in range(times)]


def test_the_eleventh_wrong_password_has_to_wait(clock):
    a_user("anna")
    assert statuses(10) == [422] * 10
    answer = a_try()
    assert answer.status_code == 429 and WAIT in answer.text and answer["Retry-After"] == "900"


def test_waiting_also_holds_for_the_right_password_and_ends(clock):
    a_user("anna")
    statuses(10)
    assert a_try(password=PASSWORD).status_code == 429
    clock[0] += 14 * 60
    answer = a_try(password=PASSWORD)
    assert answer.status_code == 429 and "Wait 1 minute and" in answer.text
    clock[0] += 60
    assert a_try(password=PASSWORD).status_code == 302


def test_an_address_without_account_has_to_wait_alike(clock):
    a_user("anna")
    known, unknown = [a_try("anna") for _ in range(12)], [a_try("nobody") for _ in range(12)]
    assert [answer.status_code for answer in known] == [answer.status_code for answer in unknown]
    assert known[-1].context["form"].non_field_errors() == unknown[-1].context["form"].non_field_errors()


def test_the_owner_still_signs_in_from_elsewhere(clock):
    a_user("anna")
    statuses(40)
    assert a_try(password=PASSWORD, at="198.51.100.7").status_code == 302


def test_one_network_that_tries_many_accounts_has_to_wait(clock):
    a_user("anna")
    for n in range(50):
        a_try(f"person{n}")
    assert a_try(password=PASSWORD).status_code == 429
    assert a_try(password=PASSWORD, at="198.51.100.7").status_code == 302


def test_many_networks_that_try_one_account_have_to_wait(clock):
    a_user("anna")
    for n in range(100):
        a_try(at=f"192.0.2.{n}")
    assert a_try(at="198.51.100.7").status_code == 429
    assert a_try("ben", at="198.51.100.7").status_code == 422


def test_addresses_of_one_ipv6_network_count_as_one(clock):
    a_user("anna")
    for n in range(10):
        a_try(at=f"2001:db8:1:2::{n + 1}")
    assert a_try(at="2001:db8:1:2:ffff::1").status_code == 429
    assert a_try(at="2001:db8:1:3::1").status_code == 422


def test_signing_in_starts_the_count_of_typing_errors_anew(clock):
    a_user("anna")
    for _ in range(3):
        assert statuses(9) == [422] * 9
        assert a_try(password=PASSWORD).status_code == 302


def test_a_class_behind_one_address_signs_in(clock):
    for n in range(60):
        a_user(f"pupil{n}")
        assert a_try(f"pupil{n}", PASSWORD).status_code == 302


def test_what_a_visitor_says_about_their_address_changes_nothing(clock):
    a_user("anna")
    client = Client(REMOTE_ADDR="192.0.2.1")
    form = {"username": "anna@corpus.test", "password": "wrong"}
    answers = [
        client.post(reverse("sign-in"), form, headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(11)
    ]
    assert answers[-1].status_code == 429


def test_an_unfinished_form_is_no_try(clock):
    for _ in range(20):
        assert Client().post(reverse("sign-in"), {"username": "anna@corpus.test"}).status_code == 422
    assert not Attempts.objects.exists()


def test_nobody_s_address_is_kept_and_old_counts_go(clock):
    statuses(1)
    assert not [row for row in Attempts.objects.all() if "anna" in row.who or "192.0.2" in row.who]
    clock[0] += 3600
    a_try("ben", at="198.51.100.7")
    assert Attempts.objects.count() == 3


def test_the_administration_has_no_form_of_its_own():
    page = Client().get("/admin/corpus_app/user/", follow=True)
    assert page.templates[0].name == "corpus_app/sign_in.html" and page.context["next"] == "/admin/corpus_app/user/"
    assert Client().post("/admin/login/", {"username": "a@b.test", "password": "x"}).status_code == 405
    refused = client_of("anna").get("/admin/", follow=True)
    assert refused.status_code == 403 and "Only administrators of this site" in refused.text


def test_the_present_password_cannot_be_guessed_by_who_found_an_open_browser(clock):
    client = client_of("anna")
    form = {"old_password": "wrong", "new_password1": "umbrella violet", "new_password2": "umbrella violet"}
    for _ in range(10):
        assert client.post(reverse("change-password"), form).status_code == 422
    answer = client.post(reverse("change-password"), {**form, "old_password": PASSWORD})
    assert answer.status_code == 429 and WAIT in answer.text
    assert a_user("anna").check_password(PASSWORD)


def test_guessed_links_have_to_wait_while_a_right_one_is_let_in(clock):
    client = Client()
    for n in range(30):
        assert client.get(reverse("invitation", args=[f"guess{n}"])).status_code == 404
    answer = client.get(reverse("invitation", args=["guess"]))
    assert answer.status_code == 429 and "Wait 15 minutes" in answer.text and "Retry-After" in answer
    made = invite(project=a_project(), actor=a_user("olga"), role=Role.CODER)
    assert client.get(reverse("invitation", args=[made.token])).status_code == 200


def test_who_asks_by_invitation_which_addresses_have_accounts_has_to_wait(clock):
    a_user("anna")
    made = invite(project=a_project(), actor=a_user("olga"), role=Role.CODER)
    form = {"display_name": "X", "email": "anna@corpus.test", "password": "violet rowing umbrella"}
    url, client = reverse("invitation", args=[made.token]), Client()
    assert [client.post(url, form).status_code for _ in range(31)] == [422] * 30 + [429]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"), ("", "unknown"), ("unix:", "unknown"),
    ],
)  # fmt: skip
def test_a_network_is_what_one_visitor_commands(address, network):
    assert attempts.network_of(address) == network


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_all_counted():
    def one(_: int) -> int:
        try:
            return attempts.count(attempts.FROM_NETWORK_AS, "192.0.2.1 anna@corpus.test")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(one, range(40)))
    assert sum(1 for seconds in waits if seconds == 0) == 10
