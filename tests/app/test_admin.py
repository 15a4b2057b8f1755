"""The site administration: people are made and switched off there; everything else is only for looking at."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from annotations import actions
from corpus_app.actions import invite
from corpus_app.models import Role, User
from tests.factories import (
    PASSWORD,
    a_highlight,
    a_project,
    a_tag,
    a_tagging,
    a_user,
    an_article,
    an_entity,
    client_of,
    signed_in,
)

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label in ("corpus_app", "annotations")]


@pytest.fixture
def administrator():
    return signed_in(a_user("root", is_staff=True, is_superuser=True))


@pytest.fixture
def project():
    project = a_project(anna=Role.CODER)
    highlight = a_highlight(an_article(project), "Sanctions")
    a_tagging(highlight, a_tag(project), target=an_entity(project, "NATO"))
    actions.write_note(highlight=highlight, author=a_user("anna"), text="Why?")
    actions.open_article(article=highlight.article, coder=a_user("anna"))
    return project


@pytest.mark.parametrize("model", OURS)
def test_every_table_can_be_listed_and_opened(administrator, project, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert administrator.get(reverse(f"{name}_changelist")).status_code == 200
    for row in model.objects.all()[:1]:
        assert administrator.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", [model for model in OURS if model is not User])
def test_what_belongs_to_projects_cannot_be_changed(administrator, project, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert administrator.get(reverse(f"{name}_add")).status_code == 403
    for row in model.objects.all()[:1]:
        assert administrator.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
        assert administrator.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        assert model.objects.filter(pk=row.pk).exists()


def test_an_administrator_makes_a_person_who_can_sign_in(administrator):
    password = "violet rowing umbrella"
    form = {"email": "Nora@Corpus.test", "display_name": "Nora", "password1": password, "password2": password}
    assert administrator.post(reverse("admin:corpus_app_user_add"), form).status_code == 302
    nora = User.objects.get(email="nora@corpus.test")
    assert nora.display_name == "Nora" and not nora.is_staff
    answer = Client().post(reverse("sign-in"), {"username": "nora@corpus.test", "password": password})
    assert answer["Location"] == reverse("projects")


def test_a_password_set_by_an_administrator_ends_the_person_s_sessions(administrator):
    anna, client = a_user("anna"), Client()
    client.post(reverse("sign-in"), {"username": anna.email, "password": PASSWORD})
    assert anna.open_sessions.count() == 1
    new = {"password1": "violet rowing umbrella", "password2": "violet rowing umbrella", "usable_password": "true"}
    url = reverse("admin:auth_user_password_change", args=[anna.pk])
    assert administrator.post(url, new).status_code == 302
    assert client.get(reverse("projects")).status_code == 302 and not anna.open_sessions.exists()
    assert a_user("anna").check_password("violet rowing umbrella")


def test_an_address_is_given_once_in_any_case(administrator):
    a_user("anna")
    form = {"email": "ANNA@corpus.test", "display_name": "A", "password1": "x", "password2": "x"}
    answer = administrator.post(reverse("admin:corpus_app_user_add"), form)
    assert answer.status_code == 200 and "Somebody has this e-mail address already." in answer.text


def test_a_person_is_switched_off_and_never_deleted(administrator):
    anna, client = a_user("anna"), client_of("anna")
    url = reverse("admin:corpus_app_user_change", args=[anna.pk])
    assert administrator.post(url, {"email": anna.email, "display_name": "Anna"}).status_code == 302
    assert client.get(reverse("projects")).status_code == 302
    delete = reverse("admin:corpus_app_user_delete", args=[anna.pk])
    assert administrator.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("person", ["olga", "anna"])
def test_owners_of_projects_are_no_administrators(project, person):
    assert client_of(person).get(reverse("admin:index")).status_code == 302


def test_links_that_invite_are_not_shown_to_administrators(administrator, project):
    made = invite(project=project, actor=a_user("olga"), role=Role.OWNER)
    page = administrator.get(reverse("admin:corpus_app_invitation_change", args=[made.pk]))
    assert page.status_code == 200 and made.token not in page.text
