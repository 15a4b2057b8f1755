"""The form of the filter: the project's own fields with counts, and groups of conditions, with and without script."""

import re

import pytest
from django.utils.html import escape

from corpus_app.actions import add_field, archive_field, correct_metadata
from corpus_app.models import ArticleField, Project, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity, client_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def project() -> Project:
    project = a_project(anna=Role.CODER)
    fields = {
        kind: add_field(project=project, actor=a_user("olga"), name=kind.title(), type=kind, choices=["News", "Op-ed"])
        for kind in ("choice", "number", "date", "text")
    }
    trade = a_tag(project, "Trade")
    for number in range(3):
        article = an_article(project, "Sanctions work.", title=f"Port {number}")
        mark = a_highlight(article, "Sanctions", tags=(trade,))
        a_tagging(mark, a_stance(project, "for"), target=an_entity(project, f"Bridge {number}"))
        said = {"choice": "News" if number else "Op-ed", "number": number, "date": "2025-03", "text": "City desk"}
        meta = {fields[kind].uid: value for kind, value in said.items()}
        correct_metadata(article=article, actor=a_user("olga"), meta=meta)
    return project


def url(project: Project, query: str = "") -> str:
    return f"/projects/{project.slug}/passages/{query}"


def field(project: Project, kind: str) -> ArticleField:
    return project.article_fields.get(type=kind)


def test_own_fields_stand_in_the_form_and_above_the_list_and_are_counted(project):
    choice, number, date, text = (field(project, kind).uid for kind in ("choice", "number", "date", "text"))
    query = f"?own-{choice}=News&own-{number}_from=2&own-{date}_to=2025&own-{text}_has=desk&without=date"
    anna = client_of("anna")
    html = anna.get(url(project, query)).text
    assert len(re.findall(r'class="passage" id="passage-', html)) == 1
    assert f'name="own-{choice}" value="News" checked' in html and f'name="not_own-{choice}" value="Op-ed"' in html
    assert f'name="own-{number}_from" value="2"' in html and f'name="own-{text}_has" value="desk"' in html
    parts = re.findall(r'class="part"><span class="part-label">([^<]*)</span> <bdi>([^<]*)</bdi>', html)
    assert ("Choice", "News") in parts and ("Number from", "2") in parts and ("Text has", "desk") in parts
    assert f'<option value="own-{choice}">a value of Choice</option>' in html
    counts = anna.get(url(project, f"counts/?own-{choice}=Op-ed")).json()
    assert counts[f"own-{choice}"] == {"News": 4, "Op-ed": 2}
    assert anna.get(url(project, f"counts/?own-{number}_from=1")).json()[f"own-{choice}"] == {"News": 4}
    archive_field(field=field(project, "choice"), actor=a_user("olga"))
    assert f'name="own-{choice}"' not in anna.get(url(project)).text
    assert f'name="own-{choice}" value="News" checked' in anna.get(url(project, query)).text
    assert anna.get(url(project, f"?own-{number}_from=soon")).status_code == 422


def test_a_condition_is_added_to_a_group_with_or_without_script(project):
    anna, trade = client_of("anna"), project.tags.get(name="Trade")
    bridge = project.entities.get(name="Bridge 1")
    form = anna.get(url(project)).text
    assert f'<option value="tag.{trade.uid}">Trade</option>' in form and f'value="target.{bridge.uid}"' in form
    came = anna.get(url(project, f"?text=&add=target.{bridge.uid}&add_words="))
    assert came.url == url(project, f"?g1=any&g1_has=target.{bridge.uid}")
    part = anna.get(url(project, f"?g1=any&g1_has=target.{bridge.uid}&add=tag.{trade.uid}&add_to=new"), headers=HTMX)
    query = f"?g1=any&g1_has=target.{bridge.uid}&g2=any&g2_has=tag.{trade.uid}"
    assert part["HX-Push-Url"] == url(project, query)
    groups = part.text.partition("<filter-groups")[2]
    assert 'hx-swap-oob="outerMorph"' in groups and groups.count("<fieldset") == 2
    assert '<option value="2" selected>group 2, any of</option>' in groups
    html = anna.get(url(project, f"{query}&fit=any")).text
    assert "hx-swap-oob" not in html and '<option value="any" selected>any of the groups' in html
    one, two = re.findall(r'<a href="([^"]*)" class="part"><span class="part-label">[^<]*any of', html, re.I)
    assert one == escape(url(project, f"?g1=any&g1_has=tag.{trade.uid}"))
    assert two == escape(url(project, f"?g1=any&g1_has=target.{bridge.uid}"))
    assert 'name="g1_has"' in client_of("olga").get(f"/projects/{project.slug}/overview/{query}").text
    saved = anna.post(url(project, "views/"), {"name": "Mine", "query": query[1:]})
    assert saved.url == url(project, query)
    assert anna.get(url(project, "?g1=some&g1_has=text.x")).status_code == 422
