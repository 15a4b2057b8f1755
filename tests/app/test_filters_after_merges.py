"""Addresses and saved views that name what was merged since mean the one that stays."""

import pytest
from django.http import QueryDict

from annotations import actions
from annotations.filters import parse
from annotations.models import SavedView
from corpus_app.models import Change, Project, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    project = a_project(anna=Role.CODER)
    article = an_article(project, "Sanctions work.")
    for quote, tag, target in (("Sanctions", "Trade", "Ban"), ("work", "Commerce", "The ban")):
        a_tagging(
            a_highlight(article, quote, tags=(a_tag(project, tag),)), a_stance(project, "for"),
            target=an_entity(project, target),
        )
    return project


def test_merged_tags_and_entities_are_followed_also_twice(project):
    olga = a_user("olga")
    trade, commerce = project.tags.filter(name__in=("Trade", "Commerce")).order_by("pk")
    last = a_tag(project, "Last")
    ban, the_ban = project.entities.order_by("pk")
    query = f"tag={trade.uid}&target={ban.uid}&g1=any&g1_has=tag.{trade.uid}&g1_has=target.{ban.uid}"
    saved = {"name": "Mine", "query": query}
    client_of("anna").post(f"/projects/{project.slug}/passages/views/", saved)
    actions.merge_tags(tags=[trade], into=commerce, actor=olga)
    merge = Change.objects.filter(project=project).order_by("number").last()
    actions.merge_entities(entities=[ban], into=the_ban, actor=olga)
    found, errors = parse(project, QueryDict(query))
    now = f"tag={commerce.uid}&target={the_ban.uid}"
    groups = f"&g1=any&g1_has=tag.{commerce.uid}&g1_has=target.{the_ban.uid}"
    assert (found.query_string(), errors) == (now + groups, {})
    assert parse(project, QueryDict(f"{query}&tag={commerce.uid}&target={the_ban.uid}"))[0] == found
    tags = project.taggings.filter(tag=commerce)
    assert set(parse(project, QueryDict(f"tag={trade.uid}"))[0].taggings(olga, project)) == set(tags)
    assert tags.count() == 2
    view = SavedView.objects.get()
    html = client_of("anna").get(f"/projects/{project.slug}/passages/?{view.query}").text
    assert ">Commerce<" in html and "<bdi>The ban</bdi>" in html and "tagging" in html
    actions.merge_tags(tags=[commerce], into=last, actor=olga)
    assert parse(project, QueryDict(f"not_tag={trade.uid}"))[0].not_tags == (last,)
    own = client_of("anna").get(f"/projects/{project.slug}/tags/{trade.uid}/")
    assert own.status_code == 200 and "Nothing is tagged with this" in own.text
    actions.undo(change=Change.objects.filter(project=project).order_by("number").last(), actor=olga)
    actions.undo(change=merge, actor=olga)
    assert parse(project, QueryDict(f"tag={trade.uid}"))[0].tags == (trade,)


def test_what_a_tag_means_is_a_page_when_it_is_opened_by_itself(project):
    trade = project.tags.get(name="Trade")
    address = f"/projects/{project.slug}/tags/{trade.uid}/meaning/"
    page = client_of("anna").get(address)
    assert page.text.startswith("<!doctype html>") and "The codebook does not say yet" in page.text
    part = client_of("anna").get(address, headers={"Corpus-Reader": "1"})
    assert part.text.startswith("<section") and "Corpus-Reader" in page["Vary"]
