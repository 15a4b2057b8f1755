"""What the palette is told of the codebook: enough to search it, in few queries, and nothing of other projects."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import actions
from corpus_app.models import Role
from tests.factories import a_project, a_stance, a_tag, a_user, an_entity
from tests.reading import address, client_of, facet

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, rita=Role.READER)


def codebook(project, name: str = "anna") -> dict:
    response = client_of(name).get(address("palette-codebook", project))
    assert response.status_code == 200
    return response.json()


def test_tags_come_with_path_look_and_facet_parents_first(project):
    frames = a_tag(project, "Frames & <b>")
    threat = a_tag(project, "Threat 🚲", parent=frames)
    told = [tag for tag in codebook(project)["tags"] if not tag["value"]]
    assert [(tag["id"], tag["path"]) for tag in told] == [
        (frames.uid, ["Frames & <b>"]), (threat.uid, ["Frames & <b>", "Threat 🚲"]),
    ]
    assert {tag["facet"] for tag in told} == {facet(project, "theme").uid}
    assert [tag["look"] for tag in told] == [frames.look, threat.look]


def test_facets_say_whether_they_want_target_and_holder(project):
    told = {entry["name"]: (entry["kind"], entry["target"], entry["holder"]) for entry in codebook(project)["facets"]}
    assert told == {"Theme": ("theme", "no", "no"), "Stance": ("stance", "required", "optional")}


def test_archived_tags_are_not_offered(project):
    actions.archive_tag(tag=a_tag(project, "Old"), actor=a_user("olga"))
    assert ["Old"] not in [tag["path"] for tag in codebook(project)["tags"]]


def test_entities_come_with_their_other_names(project):
    actions.add_entity(project=project, actor=a_user("anna"), name="The Order", aliases=("Order 14",))
    told = [(entity["name"], entity["aliases"]) for entity in codebook(project)["entities"]]
    assert told == [("The Order", ["Order 14"])]


def test_a_hint_says_when_to_use_a_tag(project):
    actions.edit_tag(tag=a_stance(project, "for"), actor=a_user("olga"), definition="Wants it.", use_when="Says so.")
    assert "Says so." in [tag["hint"] for tag in codebook(project)["tags"]]


def test_nothing_of_another_project_is_told(project):
    other = a_project("Other")
    a_tag(other, "Canary"), an_entity(other, "Canary")
    assert "Canary" not in str(codebook(project))
    assert client_of("anna").get(address("palette-codebook", other)).status_code == 404
    assert codebook(project, "rita") == codebook(project)


def test_the_number_of_queries_does_not_grow(project):
    counted = []
    client = client_of("anna")
    for _ in range(2):
        for _ in range(6):
            a_tag(project, parent=a_tag(project))
            an_entity(project, f"Entity {len(counted)} {project.change_number}")
        with CaptureQueriesContext(connection) as caught:
            client.get(address("palette-codebook", project))
        counted.append(len(caught))
    assert counted[0] == counted[1] <= 8
