"""A tag's page: what it means, how often it is used, and its passages in all articles."""

import re

import pytest

from annotations import actions
from corpus_app.models import Project, Role
from tests.app.test_passages_page import HTMX, client_of, shown
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity

pytestmark = pytest.mark.django_db


def tag_url(project: Project, tag: object, query: str = "") -> str:
    return f"/projects/{project.slug}/tags/{tag.uid}/{query}"


def test_it_lists_the_passages_of_the_tag_and_of_those_below_it_in_all_articles():
    project = a_project(anna=Role.CODER)
    top = a_tag(project, "Security")
    below = a_tag(project, "NATO", parent=top)
    one = a_highlight(an_article(project), "Sanctions", tags=(top,))
    two = a_highlight(an_article(project), "work", tags=(below,))
    a_highlight(an_article(project), "work", tags=(a_tag(project),))
    client = client_of("anna")
    html = client.get(tag_url(project, top)).text
    assert shown(html) == [one.uid, two.uid]
    assert "1 passage in 1 article by 1 coder; with the tags below it 2 in 2 by 1" in html
    assert shown(client.get(tag_url(project, top, "?children=0")).text) == [one.uid]
    assert shown(client.get(tag_url(project, below)).text) == [two.uid]


def test_it_tells_what_the_tag_means_and_where_it_stands():
    project = a_project(anna=Role.CODER)
    tag = a_tag(project, "NATO", parent=a_tag(project, "Security"))
    actions.edit_tag(tag=tag, actor=a_user("olga"), definition="The pact.", use_when="Named.", avoid_when="The EU.")
    html = client_of("anna").get(tag_url(project, tag)).text
    for text in ("The pact.", "Named.", "The EU.", "Security", "<h1"):
        assert text in html
    assert "Edit the tag" not in html
    assert "Edit the tag" in client_of("olga").get(tag_url(project, tag)).text


def test_its_addresses_leave_out_the_tag_and_its_export_names_it():
    project = a_project(anna=Role.CODER)
    tag = a_tag(project)
    other = a_tag(project)
    a_highlight(an_article(project), "Sanctions", tags=(tag,))
    client = client_of("anna")
    html = client.get(tag_url(project, tag, "?text=sanct")).text
    assert f"annotations.csv?tag={tag.uid}&amp;text=sanct" in html
    assert re.findall(r'<a href="([^"]*)" class="part">', html) == [tag_url(project, tag)]
    response = client.get(tag_url(project, tag, f"?text=sanct&tag={other.uid}"), headers=HTMX)
    assert response["HX-Push-Url"] == tag_url(project, tag, "?text=sanct")
    assert len(shown(response.text)) == 1


def test_a_stance_can_be_narrowed_to_a_target_and_a_theme_cannot():
    project = a_project(anna=Role.CODER)
    pro, port, ban = a_stance(project, "for"), an_entity(project, "Port"), an_entity(project, "Ban")
    highlight = a_highlight(an_article(project), "Sanctions", tags=(a_tag(project, "Trade"),))
    a_tagging(highlight, pro, target=port)
    a_tagging(a_highlight(an_article(project), "work"), pro, target=ban)
    client = client_of("anna")
    assert shown(client.get(tag_url(project, pro, f"?target={port.uid}")).text) == [highlight.uid]
    assert 'name="target"' in client.get(tag_url(project, pro)).text
    html = client.get(tag_url(project, highlight.taggings.first().tag)).text
    assert not re.search('name="(target|tag|facet|value|untagged|children)"', html)


def test_an_archived_tag_says_so_and_keeps_its_passages():
    project = a_project(anna=Role.CODER)
    tag = a_tag(project)
    highlight = a_highlight(an_article(project), "Sanctions", tags=(tag,))
    actions.archive_tag(tag=tag, actor=a_user("olga"))
    html = client_of("anna").get(tag_url(project, tag)).text
    assert "This tag is archived" in html
    assert shown(html) == [highlight.uid]


def test_a_blind_coder_counts_only_her_own():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    tag = a_tag(project)
    a_highlight(an_article(project), "Sanctions", by="ben", tags=(tag,))
    assert "0 passages in 0 articles by 0 coders" in client_of("anna").get(tag_url(project, tag)).text
    assert "1 passage in 1 article by 1 coder" in client_of("olga").get(tag_url(project, tag)).text


def test_a_tag_of_another_project_is_not_found():
    project, other = a_project(owner="olga"), a_project(owner="ben")
    tag = a_tag(other)
    assert client_of("olga").get(tag_url(project, tag)).status_code == 404
    assert client_of("olga").get(tag_url(other, tag)).status_code == 404


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    project = a_project(anna=Role.CODER)
    top = a_tag(project, "Top")

    def more(count: int) -> None:
        for _ in range(count):
            below = a_tag(project, f"Tag {project.tags.count()}", parent=top)
            a_highlight(an_article(project), "Sanctions", tags=(below, top))

    def queries() -> int:
        with django_assert_max_num_queries(40) as captured:
            assert client.get(tag_url(project, top)).status_code == 200
        return len(captured)

    client = client_of("anna")
    more(2)
    before = queries()
    more(10)
    assert queries() == before
