"""The codebook: its trees with counts, and making and changing facets and tags."""

import re

import pytest

from annotations import actions
from annotations.models import Facet, Tag
from annotations.pages.codebook import Uses, uses
from annotations.similar import alike
from annotations.tagtree import TagTree
from corpus_app.models import Project, Role
from tests.app.test_passages_page import client_of
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity

pytestmark = pytest.mark.django_db


def tags_url(project: Project) -> str:
    return f"/projects/{project.slug}/tags/"


def facet_of(project: Project, slug: str = "theme") -> Facet:
    return Facet.objects.get(project=project, slug=slug)


def add_tag(by: str, project: Project, facet: str = "theme", **said: object):
    url = f"/projects/{project.slug}/facets/{facet_of(project, facet).uid}/tags/"
    return client_of(by).post(url, {"name": "Trade", **said})


def edit_tag(by: str, tag: Tag, **said: object):
    fields = {"name": tag.name, "look": tag.look, "definition": "", "use_when": "", "avoid_when": ""}
    return client_of(by).post(f"{tags_url(tag.project)}{tag.uid}/edit/", {**fields, **said})


def test_passages_articles_and_coders_are_counted_once_each_also_over_a_whole_subtree():
    project = a_project(anna=Role.CODER, ben=Role.CODER)
    top = a_tag(project, "Security")
    middle = a_tag(project, "Alliances", parent=top)
    leaf = a_tag(project, "NATO", parent=middle)
    article, other = an_article(project), an_article(project)
    both = a_highlight(article, "Sanctions", tags=(top, leaf))
    a_tagging(both, leaf, by="ben")
    a_highlight(article, "work", tags=(middle,))
    a_highlight(other, "work", tags=(leaf,))
    own, below = uses(project, a_user("anna"), TagTree.of(project))
    assert (own[top.pk], own[middle.pk], own[leaf.pk]) == (Uses(1, 1, 1), Uses(1, 1, 1), Uses(2, 2, 2))
    assert (below[top.pk], below[middle.pk], below[leaf.pk]) == (Uses(3, 2, 2), Uses(3, 2, 2), Uses(2, 2, 2))
    for node in TagTree.of(project).nodes.values():
        own_here, below_here = uses(project, a_user("anna"), TagTree.of(project), top=node)
        assert own_here.get(node.tag.pk) == own.get(node.tag.pk)
        assert below_here.get(node.tag.pk) == below.get(node.tag.pk)


def test_a_blind_coder_counts_only_her_own():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    tag = a_tag(project, "Security")
    highlight = a_highlight(an_article(project), "Sanctions", tags=(tag,))
    a_tagging(highlight, tag, by="ben")
    assert uses(project, a_user("anna"), TagTree.of(project))[0] == {tag.pk: Uses(1, 1, 1)}
    assert uses(project, a_user("olga"), TagTree.of(project))[0] == {tag.pk: Uses(1, 1, 2)}
    assert uses(project, a_user("ben"), TagTree.of(project))[0] == {tag.pk: Uses(1, 1, 1)}


def test_the_page_shows_facets_trees_definitions_and_links():
    project = a_project(anna=Role.CODER)
    top = a_tag(project, "Security")
    below = a_tag(project, "NATO", parent=top)
    gone = a_tag(project, "Old")
    actions.edit_tag(tag=below, actor=a_user("olga"), definition="The pact.")
    actions.archive_tag(tag=gone, actor=a_user("olga"))
    html = client_of("anna").get(tags_url(project)).text
    for text in ("Theme", "Stance", "The pact.", f'href="{tags_url(project)}{below.uid}/"', "1 archived tag"):
        assert text in html
    assert re.search(rf'id="tag-{below.uid}" class="depth-1"', html)
    assert html.index("Security") < html.index("NATO") < html.index("1 archived tag") < html.index(">Old<")


def test_a_coder_adds_tags_and_a_reader_does_not():
    project = a_project(anna=Role.CODER, rita=Role.READER)
    assert add_tag("anna", project).status_code == 302
    top = Tag.objects.get(project=project, name="Trade")
    assert add_tag("anna", project, name="Jobs", parent=top.uid).status_code == 302
    assert Tag.objects.get(project=project, name="Jobs").parent == top
    assert add_tag("rita", project, name="Law").status_code == 403
    assert add_tag("stranger", project, name="Law").status_code == 404
    assert "Add a tag" not in client_of("rita").get(tags_url(project)).text


@pytest.mark.parametrize("name", ["Trade", "  tRADE ", "ÖKONOMIE"])
def test_a_name_that_is_taken_is_refused_in_a_sentence(name):
    project = a_project(anna=Role.CODER)
    a_tag(project, "Trade")
    a_tag(project, "Ökonomie")
    response = add_tag("anna", project, name=name)
    assert response.status_code == 422
    assert "is a tag" in response.text and "Choose another name." in response.text
    assert Tag.objects.filter(project=project, facet__slug="theme").count() == 2


def test_the_same_name_may_stand_under_another_parent():
    project = a_project(anna=Role.CODER)
    a_tag(project, "Other")
    top = a_tag(project, "Trade")
    assert add_tag("anna", project, name="Other", parent=top.uid).status_code == 302


def test_a_parent_of_another_facet_or_project_and_an_empty_name_are_refused():
    project = a_project(anna=Role.CODER)
    elsewhere = a_tag(a_project())
    for said in ({"parent": elsewhere.uid}, {"parent": a_stance(project, "for").uid}, {"name": "  "}):
        assert add_tag("anna", project, **said).status_code == 422, said
    assert not Tag.objects.filter(project=project, facet__slug="theme").exists()


def test_a_new_stance_gets_a_machine_value_and_its_number():
    project = a_project(anna=Role.CODER)
    add_tag("anna", project, "stance", name="Strongly for", value_num="2")
    add_tag("anna", project, "stance", name="反对", value_num="")
    stances = Tag.objects.filter(project=project, facet__slug="stance").order_by("pk")[3:]
    assert [(tag.value, tag.value_num) for tag in stances] == [("strongly-for", 2), ("value-5", None)]


def test_a_name_that_programs_take_for_a_missing_value_brings_a_warning():
    project = a_project(anna=Role.CODER)
    client = client_of("anna")
    url = f"/projects/{project.slug}/facets/{facet_of(project, 'stance').uid}/tags/"
    assert "R and pandas read “NA” as a missing value." in client.post(url, {"name": "NA"}, follow=True).text
    assert "missing value" not in client.post(url, {"name": "Mixed"}, follow=True).text


@pytest.mark.parametrize("name", ["Tráde!", "Trades", "Trad", "Trdae", "Trede"])
def test_a_name_close_to_another_is_pointed_out_and_saved(name):
    project = a_project(anna=Role.CODER)
    a_tag(project, "Trade")
    url = f"/projects/{project.slug}/facets/{facet_of(project).uid}/tags/"
    html = client_of("anna").post(url, {"name": name}, follow=True).text
    assert f"“{name}” is close to “Trade”." in html and Tag.objects.filter(project=project, name=name).exists()


@pytest.mark.parametrize("name", ["Travel", "Trade unions", "Tra", "Law"])
def test_other_names_are_not(name):
    project = a_project(anna=Role.CODER)
    a_tag(project, "Trade")
    url = f"/projects/{project.slug}/facets/{facet_of(project).uid}/tags/"
    assert "is close to" not in client_of("anna").post(url, {"name": name}, follow=True).text


@pytest.mark.parametrize("one, other, close", [
    ("Policies", "Policy", True), ("504 Expand", "505 Expand", False), ("Über", "uber", True), ("War", "Wax", False),
    ("Buses", "Bus", True), ("汉字", "汉", False), ("", "", False),
])  # fmt: skip
def test_what_is_close(one, other, close):
    assert alike(one, [other]) == ([other] if close else [])


def test_an_owner_changes_a_tag_and_can_undo_it():
    project = a_project(anna=Role.CODER)
    tag = a_tag(project, "Trade")
    client = client_of("olga")
    url = f"{tags_url(project)}{tag.uid}/edit/"
    fields = {"name": " Trade  & takings ", "look": 4, "definition": "Sales.", "use_when": "", "avoid_when": "Jobs."}
    assert "Trade" in client.get(url).text
    html = client.post(url, fields, follow=True).text
    tag.refresh_from_db()
    assert (tag.name, tag.look, tag.definition, tag.avoid_when) == ("Trade & takings", 4, "Sales.", "Jobs.")
    undo = re.search(r'action="([^"]*/undo/)"', html).group(1)
    client.post(undo)
    tag.refresh_from_db()
    assert (tag.name, tag.definition) == ("Trade", "")


def test_an_owner_archives_a_tag_and_can_undo_it():
    project = a_project(anna=Role.CODER)
    tag = a_tag(project, "Trade")
    client = client_of("olga")
    assert "No passage has it yet." in client.get(f"{tags_url(project)}{tag.uid}/edit/").text
    a_highlight(an_article(project), "Sanctions", by="anna", tags=(tag,))
    form = client.get(f"{tags_url(project)}{tag.uid}/edit/").text
    assert "show at once on its 1 passage in 1 article." in form and "by 1 coder keeps it" in form
    html = client.post(f"{tags_url(project)}{tag.uid}/archive/", follow=True).text
    tag.refresh_from_db()
    assert tag.archived_at is not None
    client.post(re.search(r'action="([^"]*/undo/)"', html).group(1))
    tag.refresh_from_db()
    assert tag.archived_at is None


def test_meaning_is_the_owners_business():
    project = a_project(anna=Role.CODER)
    tag = a_tag(project, "Trade")
    assert edit_tag("anna", tag, name="Law").status_code == 403
    assert client_of("anna").post(f"{tags_url(project)}{tag.uid}/archive/").status_code == 403
    assert client_of("anna").get(f"/projects/{project.slug}/facets/new/").status_code == 403
    assert edit_tag("stranger", tag, name="Law").status_code == 404
    tag.refresh_from_db()
    assert tag.name == "Trade"


def test_renaming_to_a_taken_name_or_an_unknown_look_is_refused():
    project = a_project(anna=Role.CODER)
    tag = a_tag(project, "Trade")
    a_tag(project, "Law")
    for said in ({"name": "LAW"}, {"look": 36}, {"look": "x"}, {"name": ""}, {"name": "x" * 121}):
        assert edit_tag("olga", tag, **said).status_code == 422, said
    assert edit_tag("olga", tag, name="TRADE").status_code == 302
    tag.refresh_from_db()
    assert tag.name == "TRADE"


def test_an_owner_makes_a_facet():
    project = a_project()
    client, url = client_of("olga"), f"/projects/{project.slug}/facets/new/"
    said = {"name": "Frame", "kind": "theme", "many": "on", "target": "no", "holder": "no", "definition": "How?"}
    assert client.get(url).status_code == 200
    assert client.post(url, said).status_code == 302
    facet = facet_of(project, "frame")
    assert (facet.name, facet.kind, facet.many, facet.definition) == ("Frame", "theme", True, "How?")
    response = client.post(url, {**said, "name": " FRAME "})
    assert response.status_code == 422
    assert "There is a facet “FRAME” here already." in response.text
    assert client.post(url, {**said, "name": "X", "kind": "nonsense"}).status_code == 422


def test_facets_whose_names_have_no_latin_letters_get_different_slugs():
    project = a_project()
    for name in ("框架", "语气"):
        actions.add_facet(project=project, actor=a_user("olga"), name=name, kind="theme")
    assert list(project.facets.values_list("slug", flat=True))[2:] == ["facet", "facet-2"]


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    project = a_project(anna=Role.CODER)

    def more(count: int) -> None:
        for _ in range(count):
            top = a_tag(project, f"Tag {project.tags.count()}")
            below = a_tag(project, f"Tag {project.tags.count()}", parent=top)
            highlight = a_highlight(an_article(project), "Sanctions", tags=(top, below))
            a_tagging(highlight, a_stance(project, "for"), target=an_entity(project, f"Entity {highlight.pk}"))
            actions.add_facet(project=project, actor=a_user("olga"), name=f"Facet {highlight.pk}", kind="theme")

    def queries() -> int:
        with django_assert_max_num_queries(20) as captured:
            assert client.get(tags_url(project)).status_code == 200
        return len(captured)

    client = client_of("anna")
    more(2)
    before = queries()
    more(10)
    assert queries() == before
