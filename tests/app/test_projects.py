"""The list of projects, starting one, and its settings."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from annotations.models import Facet
from annotations.pages.projects import ProjectCard, cards
from corpus_app.actions import remove_article
from corpus_app.models import Membership, Project, Role
from tests.factories import a_highlight, a_project, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


def settings_url(project: Project) -> str:
    return reverse("edit-project", args=[project.slug])


def test_somebody_without_projects_is_told_what_to_do():
    page = client_of("anna").get(reverse("projects")).text
    assert "No projects yet" in page and reverse("annotations:new-project") in page


def test_the_list_shows_own_projects_and_no_others():
    a_project("Ours", anna=Role.CODER)
    a_project("Theirs")
    page = client_of("anna").get(reverse("projects")).text
    assert "Ours" in page and "Theirs" not in page


def card_of(name: str) -> ProjectCard:
    user = a_user(name)
    return cards(user, Membership.objects.current().filter(user=user))[0]


def test_a_card_counts_articles_members_and_passages():
    project = a_project(anna=Role.CODER, ben=Role.READER)
    gone = an_article(project)
    a_highlight(gone, "Sanctions")
    a_highlight(an_article(project), "work")
    remove_article(article=gone, actor=a_user("olga"))
    card = card_of("anna")
    assert (card.role, card.articles, card.members, card.passages, card.read) == ("Coder", 1, 3, 1, 0)


def test_the_card_of_a_blind_project_counts_only_own_passages():
    project = a_project(blind=True, anna=Role.CODER, ben=Role.CODER)
    article = an_article(project)
    a_highlight(article, "Sanctions", by="anna")
    a_highlight(article, "work", by="ben")
    assert [card_of(name).passages for name in ("anna", "ben", "olga")] == [1, 1, 2]


def test_a_project_left_is_gone_from_the_list():
    project = a_project("Ours", anna=Role.CODER)
    client = client_of("anna")
    client.post(reverse("leave-project", args=[project.slug]))
    assert "Ours</bdi></a>" not in client.get(reverse("projects")).text


def test_the_list_s_queries_do_not_grow_with_projects(django_assert_num_queries):
    for _ in range(2):
        a_highlight(an_article(a_project(anna=Role.CODER)), "work")
    client = client_of("anna")
    with django_assert_num_queries(6):
        client.get(reverse("projects"))
    for _ in range(5):
        a_highlight(an_article(a_project(anna=Role.CODER)), "work")
    with django_assert_num_queries(6):
        client.get(reverse("projects"))


def test_a_new_project_has_its_owner_and_the_two_facets():
    answer = client_of("anna").post(reverse("annotations:new-project"), {"name": "Häfen & Märkte", "blind": "on"})
    project = Project.objects.get()
    assert answer["Location"] == reverse("annotations:library", args=[project.slug])
    assert project.slug == "hafen-markte" and project.blind
    assert Membership.objects.get().role == Role.OWNER
    assert set(Facet.objects.values_list("name", flat=True)) == {"Theme", "Stance"}


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_a_project_needs_a_name_of_reasonable_length(name):
    assert client_of("anna").post(reverse("annotations:new-project"), {"name": name}).status_code == 422
    assert not Project.objects.exists()


def test_projects_of_the_same_name_get_addresses_of_their_own():
    for name in ("New", "新"):
        for person in ("anna", "ben"):
            client_of(person).post(reverse("annotations:new-project"), {"name": name})
    slugs = sorted(Project.objects.values_list("slug", flat=True))
    assert slugs == ["new-2", "new-3", "project", "project-2"]


def test_a_button_pressed_twice_starts_one_project_and_pressed_later_another():
    anna, new = client_of("anna"), reverse("annotations:new-project")
    first, second = (anna.post(new, {"name": "Harbour"})["Location"] for _ in range(2))
    Project.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    third = anna.post(new, {"name": "Harbour"})["Location"]
    assert first == second != third and Facet.objects.count() == 4


def test_an_owner_renames_the_project_and_makes_it_blind():
    project = a_project("Before")
    client = client_of("olga")
    assert "Before" in client.get(settings_url(project)).text
    client.post(settings_url(project), {"name": "After", "blind": "on"})
    project.refresh_from_db()
    assert (project.name, project.blind, project.slug) == ("After", True, "before")


@pytest.mark.parametrize(("person", "status"), [("ben", 403), ("rita", 403), ("stranger", 404)])
def test_only_owners_see_and_change_the_settings(person, status):
    project = a_project("Before", ben=Role.CODER, rita=Role.READER)
    client = client_of(person)
    assert client.get(settings_url(project)).status_code == status
    assert client.post(settings_url(project), {"name": "After"}).status_code == status
    project.refresh_from_db()
    assert project.name == "Before"


def test_a_member_without_the_right_is_told_whom_to_ask():
    page = client_of("ben").get(settings_url(a_project(ben=Role.CODER)))
    assert "Only owners of the project can do this. Ask one of them." in page.text


def test_a_stranger_gets_the_same_answer_as_for_no_project():
    project, client = a_project("Secret"), client_of("stranger")
    foreign = client.get(settings_url(project))
    missing = client.get(reverse("edit-project", args=["no-such"]))
    assert foreign.status_code == missing.status_code == 404
    assert "Secret" not in foreign.text


NAMES = ['<script>alert("x")</script>', "O'Brien & \"Sons\"", "🚲 Räder", "נמל יפו", "\u202eevil", "{{ 7|add:7 }}"]


@pytest.mark.parametrize("name", NAMES)
def test_names_with_markup_quotes_emoji_and_hebrew_are_shown_as_text(name):
    project = a_project(name, anna=Role.CODER)
    anna = a_user("anna")
    anna.display_name = name
    anna.save(update_fields=["display_name"])
    an_article(project, title=name, source=name, author=name)
    client = client_of("olga")
    for url in ("annotations:library", "members", "edit-project"):
        page = client.get(reverse(url, args=[project.slug])).text
        assert "<script>alert" not in page and 'alert("x")' not in page
    assert "<script>alert" not in client.get(reverse("projects")).text
