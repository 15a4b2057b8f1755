"""Changing tags on many passages: first what would change, then one step that undo takes back."""

import pytest

from annotations import actions
from annotations.models import Highlight, Tagging
from corpus_app.models import Change, Project, Role
from tests.factories import (
    a_highlight,
    a_project,
    a_stance,
    a_tag,
    a_tagging,
    a_user,
    an_article,
    an_entity,
    client_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)


@pytest.fixture
def marks(project) -> list[Highlight]:
    one, other = an_article(project, "Sanctions work."), an_article(project, "Sanctions hurt.")
    return [a_highlight(one, "Sanctions"), a_highlight(other, "Sanctions", by="ben"), a_highlight(other, "hurt")]


def asked(project: Project, by: str = "anna", **said: object):
    return client_of(by).post(f"/projects/{project.slug}/passages/change/", said)


def tags_of(by: str) -> list[tuple[str, str]]:
    rows = Tagging.objects.filter(coder=a_user(by)).order_by("highlight", "tag__name")
    return list(rows.values_list("highlight__quote", "tag__name"))


def test_ticked_passages_are_tagged_after_a_look_and_undone_in_one_step(project, marks):
    trade = a_tag(project, "Trade")
    a_tagging(marks[2], trade)
    said = {"passage": [mark.uid for mark in marks], "filter": "order=newest"}
    assert "3 passages" in asked(project, **said).text
    said |= {"way": "add", "tag": trade.uid}
    seen = asked(project, **said).context["plan"]
    assert (seen.passages, len(seen.made), seen.same) == (2, 2, 1)
    assert len(tags_of("anna")) == 1
    answer = asked(project, **said, save="1")
    assert answer.url == f"/projects/{project.slug}/passages/?order=newest"
    assert tags_of("anna") == [("Sanctions", "Trade"), ("Sanctions", "Trade"), ("hurt", "Trade")]
    change = Change.objects.latest("number")
    assert (change.verb, change.article) == ("tag-passages", None)
    actions.undo(change=change, actor=a_user("anna"))
    assert tags_of("anna") == [("hurt", "Trade")]
    assert asked(project, **{**said, "passage": [marks[2].uid]}, save="1").status_code == 409


def test_one_tag_takes_anothers_place_with_what_it_says_and_only_on_ones_own(project, marks):
    loud, quiet, port = a_stance(project, "for"), a_stance(project, "against"), an_entity(project, "Port")
    mayor = an_entity(project, "Mayor")
    a_tagging(marks[0], loud, target=port, holder=mayor, holder_kind="quoted", memo="Why?")
    a_tagging(marks[1], loud, by="ben", target=port)
    said = {"passage": [mark.uid for mark in marks], "way": "swap", "tag": loud.uid, "to": quiet.uid, "save": "1"}
    asked(project, **said)
    (row,) = Tagging.objects.filter(coder=a_user("anna"))
    assert (row.tag, row.target, row.holder, row.holder_kind, row.memo) == (quiet, port, mayor, "quoted", "Why?")
    assert tags_of("ben") == [("Sanctions", "For")]
    asked(project, **said | {"way": "remove", "tag": quiet.uid})
    assert tags_of("anna") == []


def test_another_value_of_a_stance_gives_way(project, marks):
    a_tagging(marks[0], a_stance(project, "for"), target=an_entity(project, "Port"))
    said = {"passage": [marks[0].uid], "way": "add", "tag": a_stance(project, "against").uid}
    assert "needs a target" in asked(project, **said).text
    assert asked(project, **said, target="port").context["plan"].replaced == 1
    asked(project, **said, target="port", save="1")
    assert tags_of("anna") == [("Sanctions", "Against")]


def test_all_that_the_filter_finds_but_finished_articles(project, marks):
    trade = a_tag(project, "Trade")
    actions.assign(project=project, actor=a_user("olga"), pairs=[(marks[0].article, a_user("anna"))])
    actions.finish_reading(article=marks[0].article, coder=a_user("anna"))
    said = {"all": "1", "filter": f"coder={a_user('anna').uid}", "way": "add", "tag": trade.uid}
    page = asked(project, **said)
    assert [mark.quote for mark in page.context["chosen"].highlights] == ["hurt"]
    assert page.context["chosen"].locked == 1
    asked(project, **said, save="1")
    assert tags_of("anna") == [("hurt", "Trade")]


@pytest.mark.parametrize("wrong", [{"tag": "x"}, {"way": "nonsense"}, {"way": "swap"}, {"target": "Port"}])
def test_what_cannot_be_done_is_told(project, marks, wrong):
    said = {"passage": [marks[0].uid], "way": "add", "tag": a_tag(project, "Trade").uid}
    page = asked(project, **said | wrong)
    assert page.status_code == 422
    assert "errors" in page.text
    assert asked(project, by="rita", **said).status_code == 403
    assert 'form="together"' not in client_of("rita").get(f"/projects/{project.slug}/passages/").text
    assert 'form="together"' in client_of("anna").get(f"/projects/{project.slug}/passages/").text


def test_a_blind_coder_cannot_reach_the_others_passages():
    blind = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    theirs = a_highlight(an_article(blind, "Sanctions work."), "Sanctions", by="ben")
    page = asked(blind, passage=[theirs.uid], way="add", tag=a_tag(blind).uid, save="1")
    assert page.context["chosen"].highlights == []
    assert not Tagging.objects.exists()
