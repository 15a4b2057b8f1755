"""Presets: what each would add is shown, added in one change, undone in one, and never doubled."""

import re

import pytest

from annotations import actions
from annotations.models import Facet, Tag
from annotations.presets import AT_START, PRESETS
from corpus_app.models import Change, Project, Role
from tests.factories import a_highlight, a_project, a_user, an_article, client_of

pytestmark = pytest.mark.django_db
OWNER = "olga"


def presets_url(project: Project) -> str:
    return f"/projects/{project.slug}/tags/presets/"


def add(project: Project, key: str, by: str = OWNER):
    return client_of(by).post(presets_url(project), {"preset": key}, follow=True)


def names(project: Project) -> list[str]:
    return list(Facet.objects.filter(project=project).values_list("name", flat=True))


@pytest.mark.parametrize("key", AT_START)
def test_a_project_begins_with_any_of_them(key):
    response = client_of(OWNER).post("/projects/new/", {"name": "Harbour", "preset": key})
    project = Project.objects.get(name="Harbour")
    assert response.status_code == 302
    assert names(project) == [facet.name for facet in AT_START[key].facets]
    assert Tag.objects.filter(project=project).count() == sum(len(facet.tags) for facet in AT_START[key].facets)
    for path in ("", "tags/", "codebook.json", "passages/"):
        assert client_of(OWNER).get(f"/projects/{project.slug}/{path}").status_code == 200


@pytest.mark.parametrize("key", PRESETS)
def test_each_shows_every_tag_before_and_adds_them_with_one_change_and_one_undo(key):
    project = actions.start_project(owner=a_user(OWNER), name="Bare", preset=AT_START["empty"])
    before = client_of(OWNER).get(presets_url(project)).text
    html = add(project, key).text
    tags = list(Tag.objects.filter(project=project))
    assert all(f"<span>{tag.name}</span>" in before for tag in tags)
    assert Change.objects.filter(project=project).count() == 2  # the project, the preset
    assert all(tag.definition for tag in tags) or key == "themes-stance"
    undo = re.search(r'action="([^"]*/undo/)"', html).group(1)
    client_of(OWNER).post(undo)
    assert names(project) == [] and not Tag.objects.filter(project=project).exists()
    client_of(OWNER).post(f"/projects/{project.slug}/changes/{Change.objects.filter(project=project).count()}/undo/")
    assert {tag.uid for tag in tags} == set(Tag.objects.filter(project=project).values_list("uid", flat=True))


def test_what_is_there_by_name_stays_as_it_is_and_that_is_told():
    project = a_project()
    stance = Facet.objects.get(project=project, slug="stance")
    actions.add_facet(project=project, actor=a_user(OWNER), name="FRAME", kind="theme")
    html = client_of(OWNER).get(presets_url(project)).text
    assert "The codebook has a facet “Frame” already: it stays as it is." in html and "In the codebook" in html
    add(project, "media-frames")
    assert names(project) == ["Theme", "Stance", "FRAME", "Tone"]
    assert Tag.objects.filter(facet=stance).count() == 3 and not Tag.objects.filter(facet__name="FRAME").exists()
    again = client_of(OWNER).post(presets_url(project), {"preset": "media-frames"})
    assert again.status_code == 409 and "is in the codebook already" in again.text
    assert client_of(OWNER).post(presets_url(project), {"preset": "nonsense"}).status_code == 422


def test_a_facets_rules_are_told_before_and_after_in_the_same_words():
    project = actions.start_project(owner=a_user(OWNER), name="Bare", preset=AT_START["empty"])
    owner = client_of(OWNER)
    before = owner.get(presets_url(project)).text
    after = [add(project, key).text for key in ("semeval-stance", "political-claims")][-1]
    for rules in (
        "A stance with a target; one for each target, from each coder",
        "A stance with a target and a holder if known; one for each target and holder, from each coder",
        "Themes; one for each passage, from each coder",
        "Themes; several on one passage",
    ):
        assert rules in before and rules in after


def test_children_stand_below_their_parents():
    project = a_project()
    add(project, "manifesto-pairs")
    tag = Tag.objects.select_related("parent").get(project=project, name="504 Expand it")
    assert tag.parent.name == "Welfare state" and "social services" in tag.definition


@pytest.mark.parametrize("use", ["tagging", "memo", "tag below"])
def test_what_somebody_has_built_upon_it_is_not_undone_with_it(use):
    project = a_project(anna=Role.CODER)
    html = add(project, "persuasion").text
    tag = Tag.objects.get(project=project, name="Doubt")
    if use == "tagging":
        a_highlight(an_article(project), "work", tags=(tag,))
    elif use == "memo":
        actions.write_memo(project=project, author=a_user("anna"), text="Hm.", is_shared=True, tag=tag)
    else:
        actions.add_tag(facet=tag.facet, actor=a_user("anna"), name="Serious doubt", parent=tag)
    undo = re.search(r'action="([^"]*/undo/)"', html).group(1)
    told = client_of(OWNER).post(undo, follow=True).text
    assert ("so it stays" in told) or ("so they stay" in told)
    assert Tag.objects.filter(facet=tag.facet).count() == 14 + (use == "tag below")


def test_presets_are_the_owners_business():
    project = a_project(anna=Role.CODER)
    assert client_of("anna").get(presets_url(project)).status_code == 403
    assert add(project, "persuasion", by="anna").status_code == 403
    assert "Add a preset" not in client_of("anna").get(f"/projects/{project.slug}/tags/").text


def test_no_label_of_a_preset_is_a_missing_value_to_r_or_pandas():
    labels = {tag.name.casefold() for preset in PRESETS.values() for facet in preset.facets for tag in facet.tags}
    assert not labels & {"na", "nan", "none", "null", "n/a"}
