"""Members of a project: who sees whom, changing roles, removing, leaving, and the last owner."""

import pytest
from django.urls import reverse

from corpus_app.models import Membership, Role
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
    with django_assert_num_queries(6):
        client.get(at("members", project))
    for invited in range(6):
        client.post(at("invite", project), {"role": "coder", "places": "1", "days": "7"})
        Membership.objects.create(project=project, user=a_user(f"person{invited}"), role="coder", number=10 + invited)
    client.get(at("members", project))
    with django_assert_num_queries(6):
        client.get(at("members", project))
