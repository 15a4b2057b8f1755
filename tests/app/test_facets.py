"""Changing a facet that is in use: what it means is told first, taggings stay, and it is one step to undo."""

import re
from html import unescape

import pytest
from django.http import QueryDict

from annotations import actions
from annotations.filters import parse
from annotations.models import Facet, Tag
from corpus_app.models import Change, Project, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    project = a_project(anna=Role.CODER)
    mark = a_highlight(an_article(project, "Sanctions work."), "Sanctions", tags=(a_tag(project, "Trade"),))
    a_tagging(mark, a_tag(project, "Law"))
    a_tagging(mark, a_stance(project, "for"), target=an_entity(project, "Port"))
    return project


def url(facet: Facet) -> str:
    return f"/projects/{facet.project.slug}/facets/{facet.uid}/edit/"


def said(facet: Facet, **other: object) -> dict[str, object]:
    """The form as it comes, with other answers."""
    html = client_of("olga").get(url(facet)).text
    fields = {name: unescape(value) for name, value in re.findall(r'name="([\w-]+)" value="([^"]*)"', html)}
    rules = {"many": "on"} if facet.many else {}
    rules |= {"target": facet.target, "holder": facet.holder, "definition": facet.definition}
    wanted = {**{name: value for name, value in fields.items() if not name.startswith("csrf")}, **rules, **other}
    return {name: value for name, value in wanted.items() if value is not None and not name.startswith("drop-")} | {
        name: value for name, value in other.items() if name.startswith("drop-")
    }


def seal(html: str) -> str:
    return re.search(r'name="sure" value="(\w+)"', html)[1]


def test_words_are_changed_at_once_and_rules_after_a_look(project):
    olga, facet = client_of("olga"), project.facets.get(slug="theme")
    assert olga.post(url(facet), said(facet, name="Frames")).status_code == 302
    facet.refresh_from_db()
    assert (facet.name, facet.slug) == ("Frames", "theme")
    form = said(facet, many=None)
    look = olga.post(url(facet), form)
    assert look.status_code == 200 and "1 passage has several by one coder" in look.text
    assert f"#h-{project.highlights.get().uid}" in look.text
    facet.refresh_from_db()
    assert facet.many
    other = olga.post(url(facet), {**form, "sure": seal(look.text), "holder": "optional"})
    assert other.status_code == 200 and "Whose stance it is can be said" in other.text
    done = olga.post(url(facet), {**form, "sure": seal(look.text)}, follow=True)
    assert "has been changed" in done.text and "one for each passage, from each coder" in done.text
    facet.refresh_from_db()
    assert not facet.many and project.taggings.filter(facet=facet).count() == 2
    actions.undo(change=Change.objects.filter(project=project).order_by("number").last(), actor=a_user("olga"))
    facet.refresh_from_db()
    assert facet.many and facet.name == "Frames"


def test_taggings_without_a_target_that_is_now_required_are_listed(project):
    facet, law = project.facets.get(slug="theme"), project.tags.get(name="Law")
    look = client_of("olga").post(url(facet), said(facet, target="required")).text
    assert "2 taggings have none: they stay as before, to be looked at." in look
    address = unescape(re.search(r'<a href="([^"]*without=target)">', look)[1])
    found, errors = parse(project, QueryDict(address.partition("?")[2]))
    assert not errors and found.taggings(a_user("olga"), project).filter(tag=law).count() == 1
    stance = project.facets.get(slug="stance")
    assert stance.target == "required"
    assert "1 tagging has one" in client_of("olga").post(url(stance), said(stance, target="no")).text


def test_a_scale_is_numbered_anew_and_what_is_used_is_not_dropped(project):
    olga, stance = client_of("olga"), project.facets.get(slug="stance")
    used, free = a_stance(project, "for"), a_stance(project, "neutral")
    form = said(stance, **{f"number-{used.uid}": "5", f"drop-{used.uid}": "on"})
    look = olga.post(url(stance), form).text
    assert "→ 5" in look and "No longer offered" in look
    refused = olga.post(url(stance), {**form, "sure": seal(look)})
    assert refused.status_code == 409 and "is on 1 passage, so it cannot be dropped. Merge it" in refused.text
    form = said(stance, **{f"number-{used.uid}": "5", f"drop-{free.uid}": "on"})
    olga.post(url(stance), {**form, "sure": seal(olga.post(url(stance), form).text)})
    assert Tag.objects.get(pk=used.pk).value_num == 5 and Tag.objects.get(pk=free.pk).archived_at
    actions.undo(change=Change.objects.filter(project=project).order_by("number").last(), actor=a_user("olga"))
    assert Tag.objects.get(pk=used.pk).value_num != 5 and not Tag.objects.get(pk=free.pk).archived_at


def test_the_second_window_sees_what_the_first_has_made_of_a_facet(project):
    olga, stance, seen = client_of("olga"), project.facets.get(slug="stance"), re.compile(r'name="seen" value="(\w+)"')
    opened = {"seen": seen.search(olga.get(url(stance)).text)[1]}
    value = actions.add_tag(facet=stance, actor=a_user("olga"), name="Warm", value="warm", value_num=7)
    look = olga.post(url(stance), said(stance, name="Attitude", target="optional")).text
    olga.post(url(stance), {**said(stance, name="Attitude", target="optional"), "sure": seal(look)})
    mine = said(stance, name="Position", definition="Toward whom?") | opened
    del mine[f"number-{value.uid}"]
    mine["sure"] = seal(olga.post(url(stance), mine).text)
    answer = olga.post(url(stance), mine)
    assert answer.status_code == 409 and "Somebody has changed this" in answer.text
    for theirs in ("“Attitude”", "“Target if wanted”", "Number of Warm “7”", 'value="Position"'):
        assert theirs in unescape(answer.text), theirs
    assert project.facets.get(pk=stance.pk).name == "Attitude"
    again = mine | {"seen": seen.search(answer.text)[1], f"number-{value.uid}": "7"}
    again["sure"] = seal(olga.post(url(stance), again).text)
    assert olga.post(url(stance), again).status_code == 302
    assert project.facets.get(pk=stance.pk).name == "Position" and Tag.objects.get(pk=value.pk).value_num == 7


def test_names_are_once_and_only_owners_change_facets(project):
    facet = project.facets.get(slug="theme")
    twin = client_of("olga").post(url(facet), said(facet, name="STANCE"))
    assert twin.status_code == 422 and "There is a facet" in twin.text
    assert client_of("anna").get(url(facet)).status_code == 403
    assert client_of("stranger").get(url(facet)).status_code == 404
    codebook = f"/projects/{project.slug}/tags/"
    assert url(facet) in client_of("olga").get(codebook).text and url(facet) not in client_of("anna").get(codebook).text
