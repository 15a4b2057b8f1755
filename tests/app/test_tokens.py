"""API tokens: made, shown once, used to read the CSV and nothing else, revoked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from corpus_app import attempts
from corpus_app.ids import new_id
from corpus_app.models import ApiToken, Role
from tests.factories import PASSWORD, a_highlight, a_project, a_user, an_article, client_of

pytestmark = pytest.mark.django_db
PAGE = reverse("tokens")


@pytest.fixture
def project():
    project = a_project(anna=Role.CODER, rita=Role.READER)
    a_highlight(an_article(project), "Sanctions")
    return project


def make(client, name="weekly report", days="30", uid=""):
    return client.post(PAGE, {"name": name, "days": days, "uid": uid or new_id()})


def a_token(person="anna", **terms):
    return re.search(r'value="(corpus_[\w-]{43})"', make(client_of(person), **terms).text)[1]


def with_token(secret, scheme="Bearer"):
    return Client(headers={"Authorization": f"{scheme} {secret}"})


def csv_of(project):
    return reverse("annotations:export", args=[project.slug])


def test_a_token_is_shown_once_and_only_its_hash_is_kept():
    client = client_of("anna")
    answer = make(client)
    secret = re.search(r"corpus_[\w-]{43}", answer.text)[0]
    assert answer.status_code == 200 and "It is not shown again" in answer.text
    page = client.get(PAGE).text
    assert secret not in page and "weekly report" in page and "never used" in page
    kept = ApiToken.objects.get()
    assert secret not in str(vars(kept)) and len(kept.sha256) == 64
    assert timedelta(days=29, hours=23) < kept.expires_at - timezone.now() < timedelta(days=30)


def test_a_program_reads_the_csv_its_owner_would(project):
    program = with_token(a_token())
    answer = program.get(csv_of(project))
    ours = client_of("anna").get(csv_of(project))
    assert answer.status_code == 200 and b"".join(answer) == b"".join(ours)
    assert answer["Cache-Control"] == "private, no-store"
    assert program.head(csv_of(project)).status_code == 200


def test_a_token_passes_the_same_door(project):
    other = a_project(owner="otto")
    program = with_token(a_token())
    assert program.get(csv_of(other)).status_code == 404
    client_of("olga").post(reverse("remove-member", args=[project.slug, a_user("anna").uid]))
    assert program.get(csv_of(project)).status_code == 404


def test_a_token_opens_nothing_else_and_changes_nothing(project):
    program = with_token(a_token("olga"))
    for url in (PAGE, reverse("projects"), reverse("members", args=[project.slug]), reverse("account"), "/admin/"):
        answer = program.get(url)
        assert answer.status_code == 403 and "A token only reads" in answer.text
    for url in (csv_of(project), reverse("leave-project", args=[project.slug])):
        assert program.post(url).status_code == 403
    assert project.memberships.get(user=a_user("olga")).removed_at is None


def test_public_pages_do_not_look_at_tokens():
    program = with_token("corpus_nonsense")
    assert program.get(reverse("health")).status_code == 200 and program.get(reverse("sign-in")).status_code == 200


def test_a_token_of_something_else_is_no_business_of_ordinary_pages():
    client = client_of("anna")
    assert client.get(reverse("projects"), headers={"Authorization": "Bearer eyJhbGciOi"}).status_code == 200
    assert client.get(reverse("projects"), headers={"Authorization": "Basic YTpi"}).status_code == 200


def test_a_session_beside_a_wrong_token_does_not_help(project):
    answer = client_of("anna").get(csv_of(project), headers={"Authorization": "Bearer corpus_wrong"})
    assert answer.status_code == 401


@pytest.mark.parametrize("secret", ["corpus_wrong", "", "x" * 5000, "ü"])
def test_a_wrong_token_is_told_in_a_sentence(project, secret):
    answer = with_token(secret).get(csv_of(project))
    assert answer.status_code == 401 and "There is no such token" in answer.text
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_expired_and_revoked_tokens_and_those_of_people_switched_off_are_refused(project):
    secret, client = a_token(), client_of("anna")
    ApiToken.objects.update(expires_at=timezone.now())
    answer = with_token(secret).get(csv_of(project))
    assert answer.status_code == 401 and "has expired" in answer.text and ">expired<" in client.get(PAGE).text
    second = a_token(name="second")
    token = ApiToken.objects.get(name="second")
    page = client.post(reverse("revoke-token", args=[token.uid]), follow=True).text
    assert "The token “second” has been revoked." in page and with_token(second).get(csv_of(project)).status_code == 401
    third, anna = a_token(), a_user("anna")
    anna.is_active = False
    anna.save(update_fields=["is_active"])
    assert with_token(third).get(csv_of(project)).status_code == 401


def test_nobody_sees_or_revokes_another_s_token():
    a_token(name="harvest 7")
    ben, uid = client_of("ben"), ApiToken.objects.get().uid
    assert "harvest 7" not in ben.get(PAGE).text
    assert ben.post(reverse("revoke-token", args=[uid])).status_code == 404 and ApiToken.objects.exists()


def test_the_last_use_is_noted_once_in_ten_minutes(project):
    program = with_token(a_token())
    b"".join(program.get(csv_of(project)))
    used = ApiToken.objects.get().used_at
    assert timezone.now() - used < timedelta(minutes=1)
    b"".join(program.get(csv_of(project)))
    assert ApiToken.objects.get().used_at == used
    ApiToken.objects.update(used_at=used - timedelta(minutes=11))
    b"".join(program.get(csv_of(project)))
    assert ApiToken.objects.get().used_at > used


def test_a_form_sent_twice_makes_one_token():
    client, uid = client_of("anna"), new_id()
    make(client, uid=uid)
    again = make(client, uid=uid)
    assert again.status_code == 422 and "has been made already" in again.text and ApiToken.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 61}, {"days": "9999"}, {"days": ""}])
def test_terms_that_make_no_sense_are_refused(wrong):
    assert make(client_of("anna"), **wrong).status_code == 422 and not ApiToken.objects.exists()


def test_the_twenty_first_token_is_refused_with_advice():
    client = client_of("anna")
    for n in range(20):
        make(client, f"token {n}")
    answer = make(client)
    assert answer.status_code == 422 and "Revoke one that is no longer used first." in answer.text


def test_a_changed_password_keeps_tokens_and_says_so(project):
    secret = a_token()
    client = client_of("anna")
    form = {"old_password": PASSWORD, "new_password1": "violet rowing", "new_password2": "violet rowing"}
    assert client.post(reverse("change-password"), form).status_code == 302
    assert with_token(secret).get(csv_of(project)).status_code == 200
    assert "API tokens go on working" in client.get(reverse("change-password")).text


def test_wrong_tokens_have_to_wait_while_a_right_one_is_let_in(project, monkeypatch):
    monkeypatch.setattr(attempts, "time", lambda: 1_800_000_000.0)
    secret = a_token()
    statuses = [with_token(f"corpus_{n}").get(csv_of(project)).status_code for n in range(31)]
    assert statuses == [401] * 30 + [429]
    assert with_token(secret).get(csv_of(project)).status_code == 200
