"""Two windows edit one thing: the second is told, sees both, and overwrites nothing unseen."""

import re

import pytest
from django.urls import reverse

from annotations.forms.codebook import LOOKS
from corpus_app import actions
from corpus_app.models import Article, Change, Project, Role
from tests.factories import a_project, a_tag, a_user, an_article, an_entity, client_of

pytestmark = pytest.mark.django_db
SEEN = re.compile(r'name="seen" value="(\w+)"')


@pytest.fixture
def project() -> Project:
    return a_project(anna=Role.CODER, ben=Role.CODER, oscar=Role.OWNER)


def of_article(project):
    article = an_article(project, "Sanctions work.", title="Old")
    return "edit-article", article.uid, ("anna", "ben"), "title", {"source": "Tide"}, article


def of_row(project):
    return ("edit-row", *of_article(project)[1:])


def of_entity(project):
    entity = an_entity(project, "Old")
    return "annotations:edit-entity", entity.uid, ("olga", "oscar"), "name", {"kind": "place"}, entity


def of_project(project):
    return "edit-project", None, ("olga", "oscar"), "name", {}, project


def of_field(project):
    field = actions.add_field(project=project, actor=a_user("olga"), name="Old", type="text")
    return "edit-field", field.uid, ("olga", "oscar"), "name", {}, field


def of_tag(project):
    tag = a_tag(project, "Old")
    look = {"look": LOOKS[0][0], "shortcut": "of", "examples": "By law."}
    return "annotations:edit-tag", tag.uid, ("olga", "oscar"), "name", look, tag


@pytest.mark.parametrize("thing", [of_article, of_row, of_entity, of_project, of_field, of_tag])
def test_the_second_window_sees_both_and_saves_only_then(thing, project):
    name, uid, people, field, said, row = thing(project)
    url = reverse(name, args=[project.slug, *([uid] if uid else [])])
    more = {"headers": {"HX-Request": "true"}} if name == "edit-row" else {}
    first, second = (client_of(person) for person in people)
    seen = SEEN.search(second.get(url, **more).text)[1]
    assert first.post(url, {**said, field: "Theirs", "seen": seen}, **more).status_code in (200, 302)
    answer = second.post(url, {**said, field: "Mine", "seen": seen}, **more)
    assert answer.status_code == 409
    assert "Somebody has changed this" in answer.text and "Theirs" in answer.text and 'value="Mine"' in answer.text
    row.refresh_from_db()
    assert getattr(row, field) == "Theirs"
    again = {**said, field: "Mine", "seen": SEEN.search(answer.text)[1]}
    assert second.post(url, again, **more).status_code in (200, 302)
    row.refresh_from_db()
    assert getattr(row, field) == "Mine"
    assert Change.objects.filter(project=project).latest("number").edits[0]["before"][field] == "Theirs"


def test_of_a_tag_all_that_differs_is_shown(project):
    name, uid, *_ = of_tag(project)
    url, olga = reverse(name, args=[project.slug, uid]), client_of("olga")
    opened = {"name": "Old", "look": LOOKS[0][0], "seen": SEEN.search(olga.get(url).text)[1]}
    olga.post(url, {**opened, "shortcut": "of", "examples": "By law.", "parent": a_tag(project, "Rules").uid})
    answer = olga.post(url, {**opened, "brief": "Mine"})
    assert answer.status_code == 409
    shown = dict(re.findall(r"<div><dt>([^<]+)</dt><dd dir=\"auto\">([^<]+)</dd></div>", answer.text))
    assert shown == {"Under": "Rules", "Shortcut": "of", "Examples": "By law.", "In brief": "empty"}


def test_a_role_that_another_owner_has_changed_is_chosen_again(project):
    url = reverse("change-role", args=[project.slug, a_user("ben").uid])
    first, second = client_of("olga"), client_of("oscar")
    assert 'name="was" value="coder"' in second.get(reverse("members", args=[project.slug])).text
    assert first.post(url, {"role": "owner", "was": "coder"}).status_code == 302
    answer = second.post(url, {"role": "reader", "was": "coder"})
    assert answer.status_code == 409 and "changed the role of Ben to owner" in answer.text
    assert project.memberships.get(user=a_user("ben")).role == "owner"


def test_a_value_of_another_field_is_not_put_back_by_who_saw_the_article_before(project):
    """Read before, written after: what the diary says was there is what was there."""
    seen = an_article(project, "Sanctions work.", title="Old")
    other = Article.objects.get(pk=seen.pk)
    field = actions.add_field(project=project, actor=a_user("olga"), name="Desk", type="text")
    actions.correct_metadata(article=seen, actor=a_user("anna"), meta={field.uid: "Foreign"})
    actions.correct_metadata(article=other, actor=a_user("ben"), title="New")
    seen.refresh_from_db()
    assert (seen.title, seen.meta) == ("New", {field.uid: "Foreign"})
