"""Members of a project: who sees whom, changing roles, removing, leaving, and the last owner."""

import re

import pytest
from django.urls import reverse

from corpus_app import actions
from corpus_app.models import Change, Membership, Role
from tests.factories import a_highlight, a_project, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(ben=Role.CODER, rita=Role.READER)


def at(name, project, person=None):
    return reverse(name, args=[project.slug, a_user(person).uid] if person else [project.slug])


def role_of(project, person):
    present = Membership.objects.current().filter(project=project, user=a_user(person))
    return present.values_list("role", flat=True).first()


def test_members_see_each_other_with_role_and_pseudonym(project):
    page = client_of("rita").get(at("members", project)).text
    assert all(word in page for word in ("Olga", "Ben", "Rita", "Coder", "coder-2"))


def test_only_owners_see_addresses_invitations_and_the_tools(project):
    ours, theirs = (client_of(name).get(at("members", project)).text for name in ("olga", "rita"))
    tools = ("ben@corpus.test", "Make a link", "Remove from the project", at("change-role", project, "ben"))
    assert all(tool in ours for tool in tools)
    assert not any(tool in theirs for tool in tools)


def test_an_owner_changes_a_role(project):
    page = client_of("olga").post(at("change-role", project, "ben"), {"role": "owner"}, follow=True).text
    assert "Ben is now an owner." in page and role_of(project, "ben") == Role.OWNER


@pytest.mark.parametrize("role", ["", "admin", "Owner"])
def test_a_role_that_is_none_is_refused(project, role):
    answer = client_of("olga").post(at("change-role", project, "ben"), {"role": role})
    assert answer.status_code == 422 and "Choose one of the three roles." in answer.text
    assert role_of(project, "ben") == Role.CODER


def test_an_owner_removes_a_member_who_then_sees_nothing_while_their_work_stays(project):
    highlight = a_highlight(an_article(project), "Sanctions", by="ben")
    ben = client_of("ben")
    assert ben.get(at("members", project)).status_code == 200
    page = client_of("olga").post(at("remove-member", project, "ben"), follow=True).text
    assert "Ben is no longer a member." in page and "coder-2" not in page
    assert ben.get(at("members", project)).status_code == 404
    highlight.refresh_from_db()
    assert highlight.removed_at is None


@pytest.mark.parametrize(("person", "status"), [("ben", 403), ("rita", 403), ("stranger", 404)])
@pytest.mark.parametrize("name", ["change-role", "remove-member"])
def test_nobody_else_changes_roles_or_removes(project, name, person, status):
    assert client_of(person).post(at(name, project, "rita"), {"role": "owner"}).status_code == status
    assert client_of(person).post(at(name, project, person), {"role": "owner"}).status_code == status
    assert role_of(project, "rita") == Role.READER


@pytest.mark.parametrize("name", ["change-role", "remove-member", "leave-project", "invite"])
def test_nothing_happens_by_following_a_link(project, name):
    url = at(name, project, "ben") if name in ("change-role", "remove-member") else at(name, project)
    assert client_of("olga").get(url).status_code == 405


def test_a_member_of_another_project_cannot_be_reached_through_one_s_own(project):
    other = a_project(owner="otto", carl=Role.CODER)
    assert client_of("olga").post(at("remove-member", project, "carl")).status_code == 404
    assert role_of(other, "carl") == Role.CODER


def test_a_removed_member_cannot_be_changed(project):
    client = client_of("olga")
    client.post(at("remove-member", project, "ben"))
    assert client.post(at("change-role", project, "ben"), {"role": "owner"}).status_code == 404


@pytest.mark.parametrize("person", ["ben", "rita"])
def test_members_can_leave(project, person):
    page = client_of(person).post(at("leave-project", project), follow=True).text
    assert f"You have left {project.name}." in page and role_of(project, person) is None


def test_a_stranger_cannot_leave_and_learns_nothing(project):
    assert client_of("stranger").post(at("leave-project", project)).status_code == 404


@pytest.mark.parametrize("name", ["leave-project", "remove-member", "change-role"])
def test_the_last_owner_stays_and_is_told_why(project, name):
    url = at(name, project) if name == "leave-project" else at(name, project, "olga")
    answer = client_of("olga").post(url, {"role": "coder"})
    assert answer.status_code == 409
    assert "A project needs an owner. Make somebody else an owner first." in answer.text
    assert role_of(project, "olga") == Role.OWNER


def test_an_owner_leaves_when_there_is_another(project):
    client = client_of("olga")
    client.post(at("change-role", project, "ben"), {"role": "owner"})
    client.post(at("leave-project", project))
    assert role_of(project, "olga") is None and role_of(project, "ben") == Role.OWNER


def test_an_owner_who_steps_down_loses_the_tools(project):
    client = client_of("olga")
    client.post(at("change-role", project, "ben"), {"role": "owner"})
    page = client.post(at("change-role", project, "olga"), {"role": "reader"}, follow=True).text
    assert "Make a link" not in page
    assert client.post(at("change-role", project, "olga"), {"role": "owner"}).status_code == 403


def test_the_page_s_queries_do_not_grow_with_members(project, django_assert_num_queries):
    client = client_of("olga")
    with django_assert_num_queries(5):
        client.get(at("members", project))
    for invited in range(6):
        client.post(at("invite", project), {"role": "coder", "places": "1", "days": "7"})
        Membership.objects.create(project=project, user=a_user(f"person{invited}"), role="coder", number=10 + invited)
    client.get(at("members", project))
    with django_assert_num_queries(5):
        client.get(at("members", project))


def undo_of(page):
    return re.search(r'action="(/projects/[^"]+/undo/)"', page.text)[1]


def test_a_changed_role_and_a_removal_can_be_taken_back_right_after(project):
    client = client_of("olga")
    changed = client.post(at("change-role", project, "ben"), {"role": "reader"}, follow=True)
    assert "Undone." in client.post(undo_of(changed), follow=True).text and role_of(project, "ben") == Role.CODER
    removed = client.post(at("remove-member", project, "ben"), follow=True)
    assert "Undone." in client.post(undo_of(removed), follow=True).text and role_of(project, "ben") == Role.CODER
    assert client_of("ben").get(at("members", project)).status_code == 200


def test_it_is_taken_back_once_and_not_over_a_later_change(project):
    client = client_of("olga")
    first = client.post(at("change-role", project, "ben"), {"role": "reader"}, follow=True)
    client.post(at("change-role", project, "ben"), {"role": "owner"})
    answer = client.post(undo_of(first))
    assert answer.status_code == 409 and "changed since" in answer.text and role_of(project, "ben") == Role.OWNER
    second = client.post(at("change-role", project, "rita"), {"role": "coder"}, follow=True)
    client.post(undo_of(second))
    again = client.post(undo_of(second))
    assert again.status_code == 409 and "taken back already" in again.text and role_of(project, "rita") == Role.READER


def test_only_owners_take_back_and_only_their_own_changes_of_people(project):
    client = client_of("olga")
    url = undo_of(client.post(at("change-role", project, "rita"), {"role": "owner"}, follow=True))
    assert client_of("rita").post(url).status_code == 409
    assert client_of("ben").post(url).status_code == 403 and client_of("stranger").post(url).status_code == 404
    joined = Change.objects.filter(project=project, verb="join-project").first()
    assert client.post(reverse("undo-membership", args=[project.slug, joined.number])).status_code == 409
    assert role_of(project, "rita") == Role.OWNER


def test_taking_back_needs_the_right_and_somebody_who_is_still_there(project):
    client, rita = client_of("olga"), client_of("rita")
    url = undo_of(client.post(at("change-role", project, "rita"), {"role": "owner"}, follow=True))
    rita.post(at("change-role", project, "olga"), {"role": "reader"})
    assert client.post(url).status_code == 403
    rita.post(at("change-role", project, "olga"), {"role": "owner"})
    rita.post(at("leave-project", project))
    answer = client.post(url)
    assert answer.status_code == 409 and "no longer a member" in answer.text
    assert role_of(project, "olga") == Role.OWNER


def hand_over(project, to, stay, by="olga"):
    form = {"to": a_user(to).uid if to else "", "stay": stay}
    return client_of(by).post(at("hand-over", project), form, follow=True)


@pytest.mark.parametrize(
    ("stay", "said"),
    [("coder", "You are now a coder."), ("reader", "You are now a reader."), ("", "You have left it.")],
)
def test_a_project_is_handed_over_in_one_step(project, stay, said):
    page = hand_over(project, "ben", stay)
    assert f"Ben is now an owner of {project.name}. {said}" in page.text
    assert role_of(project, "ben") == Role.OWNER and role_of(project, "olga") == (stay or None)


def test_with_another_owner_somebody_steps_down_without_an_heir(project):
    client_of("olga").post(at("change-role", project, "ben"), {"role": "owner"})
    page = client_of("olga").get(at("members", project)).text
    assert "Ben is an owner too" in page
    assert "You are now a coder." in hand_over(project, None, "coder").text and role_of(project, "olga") == Role.CODER


def test_the_only_owner_has_to_name_an_heir_from_the_project(project):
    a_project(owner="otto")
    for heir in (None, "otto", "olga"):
        answer = hand_over(project, heir, "coder")
        assert answer.status_code == 422 and "Choose who becomes the owner" in answer.text
    assert role_of(project, "olga") == Role.OWNER and role_of(project, "otto") is None
    assert hand_over(project, "ben", "owner").status_code == 422


def test_the_only_owner_is_told_how_to_leave_and_somebody_alone_too(project):
    page = client_of("olga").get(at("members", project)).text
    assert "You are its only owner" in page and at("leave-project", project) not in page
    alone = a_project(owner="otto")
    assert "You are alone here." in client_of("otto").get(at("members", alone)).text


@pytest.mark.parametrize(("person", "status"), [("ben", 403), ("rita", 403), ("stranger", 404)])
def test_nobody_else_hands_a_project_over(project, person, status):
    assert hand_over(project, "rita", "", by=person).status_code == status
    assert role_of(project, "olga") == Role.OWNER


@pytest.mark.parametrize("how", ["removed", "demoted", "left", "handed over"])
def test_links_of_who_is_no_longer_owner_admit_nobody(project, how):
    client_of("olga").post(at("change-role", project, "ben"), {"role": "owner"})
    ours, bens = (actions.invite(project=project, actor=a_user(name), role=Role.OWNER) for name in ("olga", "ben"))
    if how == "left":
        client_of("ben").post(at("leave-project", project))
    elif how == "handed over":
        hand_over(project, "rita", "reader", by="ben")
    else:
        name, form = ("remove-member", {}) if how == "removed" else ("change-role", {"role": "coder"})
        client_of("olga").post(at(name, project, "ben"), form)
    assert client_of("nora").post(reverse("invitation", args=[bens.token])).status_code == 410
    assert client_of("nora").post(reverse("invitation", args=[ours.token])).status_code == 302
