"""Signing in and out: who gets in, where they land, and what the page says when they do not."""

import pytest
from django.test import Client
from django.urls import reverse

from annotations import demo
from tests.factories import PASSWORD, a_project, a_user, client_of

pytestmark = pytest.mark.django_db

# Spellings that lead browsers to another site although some look like a path of ours.
ELSEWHERE = [
    "https://evil.example/", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example",
    "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "\t//evil.example", " //evil.example",
    "/\n/evil.example", "https:evil.example", "https:/evil.example", "http:///evil.example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,hi", "evil.example", "@evil.example", "https://corpus@evil.example/", "https:\\\\evil.example",
    "ftp://evil.example", "http://[evil", "//[::1]", "\uff1f", "\uff0f\uff0fevil.example",
    "?next=//evil.example", "#//evil.example", "",
]  # fmt: skip


def sign_in(client: Client, email: str = "anna@corpus.test", password: str = PASSWORD, **more: str):
    return client.post(reverse("sign-in"), {"username": email, "password": password, **more})


def test_the_right_password_leads_to_the_projects(client):
    a_user("anna")
    assert sign_in(client)["Location"] == reverse("projects")
    assert client.get(reverse("projects")).status_code == 200


def test_the_address_may_be_typed_in_any_case_and_with_blanks(client):
    a_user("anna")
    assert sign_in(client, "  ANNA@Corpus.test ")["Location"] == reverse("projects")


@pytest.mark.parametrize(("name", "password"), [("anna", "not this one"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, name, password):
    a_user("anna")
    answer = sign_in(client, f"{name}@corpus.test", password)
    assert answer.status_code == 422
    assert "The e-mail address or the password is wrong. Check both and try again." in answer.text
    assert password not in answer.text


def test_somebody_switched_off_cannot_sign_in_and_is_out_at_once(client):
    anna = a_user("anna")
    sign_in(client)
    anna.is_active = False
    anna.save(update_fields=["is_active"])
    assert client.get(reverse("projects")).status_code == 302
    assert sign_in(Client()).status_code == 422


def test_an_empty_form_says_what_is_missing(client):
    answer = client.post(reverse("sign-in"), {})
    assert answer.status_code == 422
    assert answer.text.count("This field is required.") == 2


def test_people_come_back_to_the_page_they_asked_for(client):
    a_user("anna")
    project = a_project(anna="coder")
    wanted = reverse("annotations:library", args=[project.slug]) + "?sort=title"
    asked = client.get(wanted)
    form = client.get(asked["Location"])
    assert form.context["next"] == wanted
    assert sign_in(client, next=wanted)["Location"] == wanted


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(client, place):
    a_user("anna")
    assert sign_in(client, next=place)["Location"] == reverse("projects")
    assert client.get(reverse("sign-in"), {"next": place})["Location"] == reverse("projects")


def test_signing_in_makes_a_new_session_key(client):
    a_user("anna")
    sign_in(client)
    first = client.cookies["sessionid"].value
    client.post(reverse("sign-out"))
    sign_in(client)
    assert client.cookies["sessionid"].value != first


def test_signing_out_needs_a_button_and_ends_the_session():
    client = client_of("anna")
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out"))["Location"] == reverse("sign-in")
    assert client.get(reverse("projects")).status_code == 302


def test_forms_without_the_page_s_token_are_refused_with_advice():
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "reload the page and send it again" in answer.text


def test_only_a_local_run_shows_the_demo_s_sign_in(client, settings):
    settings.LOCAL = True
    page = client.get(reverse("sign-in")).text
    assert demo.OWNER in page and demo.SIGN_IN_WITH in page
    settings.LOCAL = False
    page = client.get(reverse("sign-in")).text
    assert demo.OWNER not in page and demo.SIGN_IN_WITH not in page


def test_the_front_page_is_the_projects(client):
    assert client.get("/")["Location"].startswith(reverse("sign-in"))
    assert client_of("anna").get("/")["Location"] == reverse("projects")
