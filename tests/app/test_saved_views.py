"""Views of the passages under a name: for oneself or for the team."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import actions
from annotations.models import SavedView
from corpus_app.models import Change, Project, Role
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    project = a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)
    a_highlight(an_article(project, "Sanctions work."), "Sanctions", tags=(a_tag(project, "Trade"),))
    return project


UNDO = re.compile(r"/projects/[\w-]+/changes/\w+/undo/")


def saved(project: Project, by: str = "anna", **said: str):
    return client_of(by).post(f"/projects/{project.slug}/passages/views/", {"name": "Mine", **said})


def names(project: Project, by: str) -> list[str]:
    page = client_of(by).get(f"/projects/{project.slug}/passages/")
    return [view.name for view in page.context["views"]]


def test_a_view_is_the_filter_and_the_look_of_the_list(project):
    tag = project.tags.get(name="Trade")
    answer = saved(project, query=f"order=newest&tag={tag.uid}&around=none&text=a%26b&after=x&nonsense=1")
    query = f"tag={tag.uid}&text=a%26b&order=newest&around=none"
    assert answer.url == f"/projects/{project.slug}/passages/?{query}"
    page = client_of("anna").get(f"/projects/{project.slug}/passages/").text
    assert f'href="/projects/{project.slug}/passages/?{query.replace("&", "&amp;")}"' in page
    mine = SavedView.objects.visible_to(a_user("anna"))
    anna = client_of("anna")
    second = anna.post(f"/projects/{project.slug}/passages/views/", {"name": "Mine", "query": "noted=yes"}, follow=True)
    assert [view.query for view in mine.all()] == ["noted=yes"]
    assert "in place of the one you had under this name" in second.text
    anna.post(UNDO.search(second.text)[0])
    assert [view.query for view in mine.all()] == [query]


def test_ones_own_are_ones_own_and_the_teams_are_everybodys(project):
    saved(project)
    saved(project, name="For all", is_shared="1")
    assert names(project, "anna") == ["For all", "Mine"]
    assert names(project, "ben") == names(project, "olga") == ["For all"]
    mine, shared = Change.objects.filter(verb__startswith="save-view").order_by("number")
    assert list(Change.objects.visible_to(a_user("olga")).filter(pk__in=[mine.pk, shared.pk])) == [shared]
    saved(project, by="rita")
    assert names(project, "rita") == ["For all", "Mine"]
    assert saved(project, by="rita", is_shared="1").status_code == 403


def test_it_is_removed_by_who_made_it_or_an_owner_and_comes_back_by_undo(project):
    saved(project, name="For all", is_shared="1")
    view = SavedView.objects.get()
    url = f"/projects/{project.slug}/passages/views/{view.uid}/remove/"
    assert client_of("ben").post(url).status_code == 403
    assert client_of("olga").post(url).status_code == 302
    assert names(project, "anna") == []
    actions.undo(change=Change.objects.latest("number"), actor=a_user("olga"))
    assert names(project, "anna") == ["For all"]
    saved(project)
    private = SavedView.objects.get(name="Mine")
    assert client_of("olga").post(url.replace(view.uid, private.uid)).status_code == 404


def test_what_cannot_be_saved_is_told(project):
    for said in ({"name": ""}, {"name": "x" * 81}, {"query": "tag=nonsense"}):
        saved(project, **said)
    assert not SavedView.objects.exists()


def test_views_cost_one_query(project):
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            names(project, "anna")
        return len(captured)

    few = count()
    for number in range(5):
        saved(project, name=f"View {number}")
    assert count() == few
