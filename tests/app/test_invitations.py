"""Invitation links: making, using, running out, withdrawing; with an account and without."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from corpus_app import actions
from corpus_app.mail import post
from corpus_app.models import Invitation, Letter, Membership, Project, Role, User
from tests.factories import PASSWORD, a_project, a_user, client_of

pytestmark = pytest.mark.django_db
UNKNOWN = "There is no such invitation"
USED, EXPIRED, WITHDRAWN = (f"This invitation has {how}" for how in ("been used up", "expired", "been withdrawn"))
ADDRESSES = "Nora Vega <Nora@corpus.test>, piet@corpus.test\nkai@corpus.test nora@corpus.test;"
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
    assert late.status_code == 410 and USED in late.text and "ask <bdi>Olga</bdi>" in late.text
    assert client.post(page_of(made), NEWCOMER | {"email": "new@corpus.test"}).status_code == 410
    assert not User.objects.filter(email="new@corpus.test").exists()
    assert not Membership.objects.filter(user=a_user("late")).exists()


def test_a_link_for_two_admits_two_and_counts_a_member_s_second_visit_once(project):
    made = an_invitation(project, places=2)
    nora = client_of("nora")
    nora.post(page_of(made))
    assert "You are a member of this project already." in nora.get(page_of(made)).text
    nora.post(page_of(made))
    assert client_of("second").post(page_of(made)).status_code == 302
    assert client_of("third").get(page_of(made)).status_code == 410
    assert Invitation.objects.get().joined == 2


def test_a_member_keeps_their_role_when_using_a_link(project):
    client_of("ben").post(page_of(an_invitation(project, Role.READER)))
    assert Membership.objects.get(user=a_user("ben")).role == Role.CODER


def test_an_expired_link_admits_nobody(project, client):
    made = an_invitation(project)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for browser in (client, client_of("nora")):
        assert browser.get(page_of(made)).status_code == browser.post(page_of(made)).status_code == 410
        assert EXPIRED in browser.get(page_of(made)).text and "Ask <bdi>Olga</bdi>" in browser.get(page_of(made)).text
    assert not Membership.objects.filter(user=a_user("nora")).exists()


def test_a_withdrawn_link_admits_nobody(project):
    made = an_invitation(project)
    page = client_of("olga").post(reverse("revoke-invitation", args=[project.slug, made.pk]), follow=True).text
    assert "The link has been withdrawn." in page and made.token not in page
    answer = client_of("nora").post(page_of(made))
    assert answer.status_code == 410 and WITHDRAWN in answer.text and "The harbour" not in answer.text
    assert "Ask the person who sent it for a new link." in answer.text


@pytest.mark.parametrize("token", ["nothing", "x" * 500, "%F0%9F%9A%B2", "..", "' OR 1=1"])
def test_a_token_that_is_none_gets_the_same_friendly_page(client, token):
    answer = client.get(reverse("invitation", args=[token]))
    assert answer.status_code == 404 and UNKNOWN in answer.text


def test_links_of_other_projects_cannot_be_withdrawn_through_one_s_own(project):
    other = a_project(owner="otto")
    made = actions.invite(project=other, actor=a_user("otto"), role=Role.CODER)
    for number in (made.pk, 10**9, 10**30):
        assert client_of("olga").post(reverse("revoke-invitation", args=[project.slug, number])).status_code == 404
    assert Invitation.objects.open().count() == 1


def test_a_link_that_ends_in_the_very_moment_says_how(project, monkeypatch):
    made, accept = an_invitation(project), actions.accept_invitation

    def somebody_is_quicker(**arguments):
        Invitation.objects.update(places=0)
        return accept(**arguments)

    monkeypatch.setattr(actions, "accept_invitation", somebody_is_quicker)
    answer = client_of("nora").post(page_of(made))
    assert answer.status_code == 410 and USED in answer.text


@pytest.mark.parametrize("how", ["used", "expired", "withdrawn"])
def test_a_member_with_an_ended_link_is_led_into_the_project(project, how):
    made = an_invitation(project)
    before = timezone.now() - timedelta(days=1)
    ends = {"used": {"places": 0}, "expired": {"expires_at": before}, "withdrawn": {"revoked_at": before}}
    Invitation.objects.update(**ends[how])
    page = client_of("ben").get(page_of(made))
    assert page.status_code == 200 and "You are a member of this project already." in page.text


def test_owners_see_what_became_of_links(project):
    for terms in ({"revoked_at": timezone.now()}, {"places": 0, "joined": 1}, {"expires_at": timezone.now()}):
        Invitation.objects.filter(pk=an_invitation(project).pk).update(**terms)
    open_one = an_invitation(project, places=5)
    Invitation.objects.filter(pk=open_one.pk).update(joined=2, places=3)
    page = client_of("olga").get(reverse("members", args=[project.slug])).text
    assert "2 joined, 3 places left" in page and page.count("invitations/") == page.count("/revoke/") + 2
    ended = page.partition('id="ended"')[2]
    assert all(f"<b>{state}</b>" in ended for state in ("Withdrawn", "All places taken", "Expired"))


@pytest.mark.parametrize("how", ["leave-project", "remove-member"])
def test_a_link_from_before_somebody_went_does_not_bring_them_back(project, how):
    made = an_invitation(project, places=5)
    ben = client_of("ben")
    if how == "leave-project":
        ben.post(reverse(how, args=[project.slug]))
    else:
        client_of("olga").post(reverse(how, args=[project.slug, a_user("ben").uid]))
    answer = ben.post(page_of(made))
    assert answer.status_code == 410 and "made before you left the project or were removed" in answer.text
    assert Invitation.objects.get().places == 5
    assert ben.post(page_of(an_invitation(project))).status_code == 302


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


@pytest.fixture
def sends_mail(settings):
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://corpus.example.org"


def invite_by_mail(project, emails=ADDRESSES):
    form = {"role": "reader", "places": "1", "days": "7", "emails": emails}
    return client_of("olga").post(reverse("invite", args=[project.slug]), form, follow=True)


def test_people_are_invited_by_mail_each_with_a_link_of_their_own(project, sends_mail, client):
    page = invite_by_mail(project).text
    assert "3 invitations are on their way." in page and page.count("mail is on its way") == 3
    post.deliver_due()
    assert {letter.to[0] for letter in mail.outbox} == {f"{name}@corpus.test" for name in ("nora", "piet", "kai")}
    letters = sorted(mail.outbox, key=lambda sent: sent.to)
    for letter, made in zip(letters, Invitation.objects.order_by("email"), strict=True):
        assert f"\nhttps://corpus.example.org{page_of(made)}\n" in letter.body and made.places == 1
    assert mail.outbox[0].subject == "Invitation to The harbour" and "as a reader" in mail.outbox[0].body
    assert "Olga invites you" in mail.outbox[0].body
    page = client_of("olga").get(reverse("members", args=[project.slug])).text
    assert "on its way" not in page and page.count(">mailed<") == 3
    to_nora = Invitation.objects.get(email="nora@corpus.test")
    assert 'value="nora@corpus.test"' in client.get(page_of(to_nora)).text
    client.post(page_of(to_nora), NEWCOMER)
    assert Membership.objects.get(user__email="nora@corpus.test").role == Role.READER


def test_without_addresses_the_same_form_makes_a_link(project, sends_mail):
    assert "The link is ready." in invite_by_mail(project, emails="  ").text
    assert not Letter.objects.exists() and Invitation.objects.get().email == ""


def test_a_button_pressed_twice_invites_once_and_pressed_later_again(project, sends_mail):
    for emails, count in ("", 1), ("nora@corpus.test, piet@corpus.test", 3):
        invite_by_mail(project, emails)
        invite_by_mail(project, emails)
        assert Invitation.objects.count() == count and Letter.objects.count() == count - 1
    Invitation.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    invite_by_mail(project, "")
    assert Invitation.objects.count() == 4


@pytest.mark.parametrize(
    ("emails", "said"),
    [
        ("nora@corpus.test, nonsense", "This is no e-mail address: nonsense."),
        ("a@b", "This is no e-mail address: a@b."),
        ("BEN@corpus.test", "A member already: ben@corpus.test."),
        (", ".join(f"p{n}@corpus.test" for n in range(51)), "At most 50 addresses at once."),
    ],
)
def test_addresses_that_cannot_be_meant_are_told_and_nobody_is_invited(project, sends_mail, emails, said):
    answer = invite_by_mail(project, emails)
    assert answer.status_code == 422 and said in answer.text and not Invitation.objects.exists()


def test_an_invitation_withdrawn_before_its_mail_went_out_is_not_mailed(project, sends_mail):
    invite_by_mail(project, "nora@corpus.test")
    client_of("olga").post(reverse("revoke-invitation", args=[project.slug, Invitation.objects.get().pk]))
    post.deliver_due()
    assert not mail.outbox and not Letter.objects.exists()


def test_names_with_line_breaks_do_not_break_a_mail(project, sends_mail):
    Project.objects.update(name="The harbour\nBcc: everybody@corpus.test")
    invite_by_mail(project, "nora@corpus.test")
    post.deliver_due()
    assert mail.outbox[0].subject == "Invitation to The harbour"
    assert mail.outbox[0].recipients() == ["nora@corpus.test"]


def test_nobody_mails_the_whole_world(project, sends_mail):
    for batch in range(4):
        assert invite_by_mail(project, ",".join(f"p{batch}-{n}@corpus.test" for n in range(50))).status_code == 200
    answer = invite_by_mail(project, "one.more@corpus.test")
    assert answer.status_code == 429 and "Wait 24 hours, or make a link to send." in answer.text
    assert Invitation.objects.count() == 200


def test_without_a_mail_server_no_address_is_asked_for(project):
    page = invite_by_mail(project).text
    assert "E-mail addresses" not in page and Invitation.objects.get().email == ""
