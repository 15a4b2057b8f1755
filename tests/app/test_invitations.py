"""Invitation links: making, using, running out, withdrawing; with an account and without."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from corpus_app import actions
from corpus_app.models import Invitation, Membership, Role, User
from tests.factories import PASSWORD, a_project, a_user, client_of

pytestmark = pytest.mark.django_db
GONE = "This invitation is no longer open"
NEWCOMER = {"display_name": "Nora", "email": "Nora@corpus.test", "password": "violet rowing umbrella"}


@pytest.fixture
def project():
    return a_project("The harbour", ben=Role.CODER, rita=Role.READER)


def an_invitation(project, role=Role.CODER, **terms):
    return actions.invite(project=project, actor=a_user("olga"), role=role, **terms)


def page_of(invitation):
    return reverse("invitation", args=[invitation.token])


def test_an_owner_makes_a_link_that_begins_with_the_site_s_address(project, settings):
    settings.SITE_URL = "https://corpus.example.org"
    form = {"role": "reader", "places": "3", "days": "7"}
    page = client_of("olga").post(reverse("invite", args=[project.slug]), form, follow=True).text
    made = Invitation.objects.get()
    assert f'value="https://corpus.example.org{page_of(made)}"' in page
    assert (made.role, made.places) == ("reader", 3)
    assert timedelta(days=6, hours=23) < made.expires_at - timezone.now() < timedelta(days=7)


@pytest.mark.parametrize(
    "wrong", [{"role": "boss"}, {"places": "0"}, {"places": "501"}, {"places": "many"}, {"days": "9999"}, {"days": ""}]
)
def test_terms_that_make_no_sense_are_refused(project, wrong):
    form = {"role": "reader", "places": "3", "days": "7", **wrong}
    assert client_of("olga").post(reverse("invite", args=[project.slug]), form).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("person", "status"), [("ben", 403), ("rita", 403), ("stranger", 404)])
def test_only_owners_invite_and_withdraw(project, person, status):
    made = an_invitation(project)
    client = client_of(person)
    form = {"role": "owner", "places": "1", "days": "7"}
    assert client.post(reverse("invite", args=[project.slug]), form).status_code == status
    assert client.post(reverse("revoke-invitation", args=[project.slug, made.pk])).status_code == status
    assert made.token not in client.get(reverse("members", args=[project.slug])).text
    assert Invitation.objects.open().count() == 1


def test_somebody_with_an_account_joins_in_the_link_s_role(project):
    made, client = an_invitation(project, Role.READER), client_of("nora")
    page = client.get(page_of(made)).text
    assert "The harbour" in page and "As a reader" in page and "Olga" in page
    assert not Membership.objects.filter(user=a_user("nora")).exists()
    answer = client.post(page_of(made))
    assert answer["Location"] == reverse("annotations:library", args=[project.slug])
    assert Membership.objects.get(user=a_user("nora")).role == Role.READER


def test_a_visitor_is_led_through_signing_in_and_back(project, client):
    made = an_invitation(project)
    a_user("nora")
    page = client.get(page_of(made)).text
    sign_in = f"{reverse('sign-in')}?next={page_of(made)}"
    assert f'href="{sign_in}"' in page
    form = {"username": "nora@corpus.test", "password": PASSWORD, "next": page_of(made)}
    assert client.post(sign_in, form)["Location"] == page_of(made)


def test_a_newcomer_makes_an_account_and_is_in(project, client):
    made = an_invitation(project)
    page = client.post(page_of(made), NEWCOMER, follow=True)
    assert "Welcome to The harbour." in page.text and page.context["user"].email == "nora@corpus.test"
    assert Membership.objects.get(user__email="nora@corpus.test").role == Role.CODER


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "BEN@corpus.test"}, "There is an account with this address already. Sign in with it instead."),
        ({"email": "nonsense"}, "Enter a valid email address."),
        ({"display_name": " "}, "Write the name that the others should see."),
        ({"password": "12345678"}, "too common"),
        ({"password": "nora@corpus.test"}, "too similar"),
    ],
)
def test_a_newcomer_s_mistakes_are_told_and_cost_no_place(project, client, wrong, said):
    made = an_invitation(project)
    answer = client.post(page_of(made), NEWCOMER | wrong)
    assert answer.status_code == 422 and said in answer.text
    assert "violet rowing umbrella" not in answer.text
    assert Invitation.objects.get().places == 1 and User.objects.count() == 3


def test_a_newcomer_cannot_choose_rights(project, client):
    made = an_invitation(project, Role.READER)
    client.post(page_of(made), NEWCOMER | {"role": "owner", "is_staff": "on", "is_superuser": "on"})
    nora = User.objects.get(email="nora@corpus.test")
    assert not nora.is_staff and not nora.is_superuser and Membership.objects.get(user=nora).role == Role.READER


def test_a_link_for_one_admits_one(project, client):
    made = an_invitation(project)
    client_of("nora").post(page_of(made))
    late = client_of("late").post(page_of(made))
    assert late.status_code == 404 and GONE in late.text
    assert client.post(page_of(made), NEWCOMER | {"email": "new@corpus.test"}).status_code == 404
    assert not User.objects.filter(email="new@corpus.test").exists()
    assert not Membership.objects.filter(user=a_user("late")).exists()


def test_a_link_for_two_admits_two_and_counts_a_member_s_second_visit_once(project):
    made = an_invitation(project, places=2)
    nora = client_of("nora")
    nora.post(page_of(made))
    assert "You are a member of this project already." in nora.get(page_of(made)).text
    nora.post(page_of(made))
    assert client_of("second").post(page_of(made)).status_code == 302
    assert client_of("third").get(page_of(made)).status_code == 404


def test_a_member_keeps_their_role_when_using_a_link(project):
    client_of("ben").post(page_of(an_invitation(project, Role.READER)))
    assert Membership.objects.get(user=a_user("ben")).role == Role.CODER


def test_an_expired_link_admits_nobody(project, client):
    made = an_invitation(project)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for browser in (client, client_of("nora")):
        assert browser.get(page_of(made)).status_code == browser.post(page_of(made)).status_code == 404
    assert not Membership.objects.filter(user=a_user("nora")).exists()


def test_a_withdrawn_link_admits_nobody(project):
    made = an_invitation(project)
    page = client_of("olga").post(reverse("revoke-invitation", args=[project.slug, made.pk]), follow=True).text
    assert "The link has been withdrawn." in page and made.token not in page
    answer = client_of("nora").post(page_of(made))
    assert answer.status_code == 404 and "Ask the person who sent it for a new link." in answer.text


@pytest.mark.parametrize("token", ["nothing", "x" * 500, "%F0%9F%9A%B2", "..", "' OR 1=1"])
def test_a_token_that_is_none_gets_the_same_friendly_page(client, token):
    answer = client.get(reverse("invitation", args=[token]))
    assert answer.status_code == 404 and GONE in answer.text


def test_links_of_other_projects_cannot_be_withdrawn_through_one_s_own(project):
    other = a_project(owner="otto")
    made = actions.invite(project=other, actor=a_user("otto"), role=Role.CODER)
    for number in (made.pk, 10**9, 10**30):
        assert client_of("olga").post(reverse("revoke-invitation", args=[project.slug, number])).status_code == 404
    assert Invitation.objects.open().count() == 1


def test_a_former_member_comes_back_by_a_link_with_their_old_pseudonym(project):
    client = client_of("ben")
    client.post(reverse("leave-project", args=[project.slug]))
    client.post(page_of(an_invitation(project, Role.READER)))
    back = Membership.objects.get(user=a_user("ben"))
    assert (back.role, back.pseudonym, back.removed_at) == (Role.READER, "coder-2", None)


def test_joining_needs_the_page_s_token(project):
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user("nora"))
    assert client.post(page_of(an_invitation(project))).status_code == 403
    assert not Membership.objects.filter(user=a_user("nora")).exists()
