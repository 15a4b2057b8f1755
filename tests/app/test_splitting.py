"""A tag split: its passages dealt out one by one, shown first, done and undone as one step."""

import re

import pytest

from annotations import actions
from annotations.models import Tag, Tagging
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


class Ground:
    def __init__(self) -> None:
        self.project = a_project(anna=Role.CODER, ben=Role.CODER)
        self.tag, self.into = a_tag(self.project, "Trade"), a_tag(self.project, "Ports")
        article = an_article(self.project, "Tariffs rise.", "Ports close now.", "Nobody knows.")
        self.first = a_highlight(article, "Tariffs", by="anna", tags=(self.tag,))
        self.second = a_highlight(article, "close now", by="anna", tags=(self.tag, self.into))
        self.third = a_highlight(article, "Nobody", by="ben", tags=(self.tag,))
        a_tagging(self.first, self.tag, by="ben", memo="Mine, too")

    def url(self, rest: str = "") -> str:
        return f"/projects/{self.project.slug}/tags/{self.tag.uid}/split/{rest}"

    def post(self, **said: str):
        address = self.url(f"passages/?into={self.into.uid}")
        return client_of("olga").post(address, said, follow=True)

    def taggings(self) -> dict[str, int]:
        return {tag.name: Tagging.objects.filter(tag=tag).count() for tag in (self.tag, self.into)}


@pytest.fixture
def ground() -> Ground:
    return Ground()


def dealt(ground: Ground, *marks) -> dict[str, str]:
    return {f"to-{mark.uid}": ground.into.uid for mark in marks}


def test_it_is_shown_first_then_done_and_undone_in_one_step(ground):
    cards = client_of("olga").get(ground.url(f"passages/?into={ground.into.uid}")).text
    assert "3 passages" in cards and cards.count('class="deal-card"') == 3 and "Mine, too" in cards
    shown = ground.post(**dealt(ground, ground.first, ground.second))
    told = ("2 of 3 passages", ">+2<", ">−2<", "On 1 of them a coder")
    assert all(words in shown.text for words in told)
    assert ground.taggings() == {"Trade": 4, "Ports": 1}
    done = ground.post(sure="1", archive="on", **dealt(ground, ground.first, ground.second))
    assert "2 passages of “Trade” dealt out." in done.text
    assert ground.taggings() == {"Trade": 1, "Ports": 3}
    assert set(Tagging.objects.filter(tag=ground.into).values_list("coder__display_name", flat=True)) == {"Anna", "Ben"}
    assert Tag.objects.get(pk=ground.tag.pk).archived_at is None
    history = client_of("olga").get(f"/projects/{ground.project.slug}/history/").text
    assert re.search(r"split the tag.{0,200}Trade", history, re.S)
    change = Change.objects.filter(verb="split-tag").select_related("project", "article").get()
    a_tagging(ground.first, a_tag(ground.project, "Law"), by="ben")
    actions.remove_tagging(tagging=Tagging.objects.get(tag=ground.into, coder=a_user("ben")), actor=a_user("ben"))
    actions.undo(change=change, actor=a_user("olga"))
    assert ground.taggings() == {"Trade": 3, "Ports": 1}


def test_a_tag_that_is_empty_afterwards_can_go(ground):
    ground.post(sure="1", archive="on", **dealt(ground, ground.first, ground.second, ground.third))
    assert Tag.objects.get(pk=ground.tag.pk).archived_at
    actions.undo(
        change=Change.objects.filter(verb="split-tag").select_related("project", "article").get(), actor=a_user("olga")
    )
    assert Tag.objects.get(pk=ground.tag.pk).archived_at is None and ground.taggings() == {"Trade": 4, "Ports": 1}


def test_tags_are_made_on_the_way_and_names_that_are_there_refused(ground):
    a_tag(ground.project, "Tariffs", parent=ground.tag)
    post = client_of("olga").post
    refused = post(ground.url(), {"new": "tariffs"})
    assert refused.status_code == 422 and "is a tag “tariffs” here already" in refused.text
    assert "at least one tag" in post(ground.url(), {}).text
    assert "up to 9 tags" in post(ground.url(), {"new": "\n".join(map(str, range(11, 22)))}).text
    answer = post(ground.url(), {"new": "Customs\nDuties", "into": [ground.into.uid]})
    assert client_of("olga").get(answer.url).text.count("<kbd>3</kbd>") == 3
    assert not Tag.objects.filter(name="Duties").exists(), "who goes no further leaves no tags behind"


def test_tags_that_a_deal_made_go_with_it_unless_somebody_uses_them(ground):
    url = client_of("olga").post(ground.url(), {"new": "Customs\nDuties"}).url
    said = {f"to-{ground.first.uid}": "new-0", f"to-{ground.second.uid}": "new-1"}
    shown = client_of("olga").post(url, said)
    assert shown.status_code == 200 and "Customs" in shown.text and not Tag.objects.filter(name="Customs").exists()
    client_of("olga").post(url, {**said, "sure": "1"})
    made = Tag.objects.get(name="Customs")
    assert made.parent == ground.tag and ground.taggings()["Trade"] == 1 and made.taggings.count() == 2

    def last():
        return Change.objects.filter(project=ground.project).select_related("project", "article").latest("number")

    olga = a_user("olga")
    actions.undo(change=last(), actor=olga)
    assert not Tag.objects.filter(name__in=("Customs", "Duties")).exists() and ground.taggings()["Trade"] == 4
    actions.undo(change=last(), actor=olga)
    assert Tag.objects.get(name="Customs").taggings.count() == 2
    redone = last()
    a_tagging(ground.third, Tag.objects.get(name="Duties"), by="ben")
    actions.undo(change=redone, actor=olga)
    assert list(Tag.objects.filter(name__in=("Customs", "Duties")).values_list("name", flat=True)) == ["Duties"]
    assert ground.taggings() == {"Trade": 4, "Ports": 1}


def test_what_cannot_be_dealt_is_said(ground):
    assert "Choose a tag for at least one" in ground.post(sure="1").text
    assert "Begin again" in ground.post(**{f"to-{ground.first.uid}": ground.tag.uid}).text
    elsewhere = a_stance(ground.project, "for")
    with pytest.raises(actions.Refused, match="another question"):
        actions.split_tag(tag=ground.tag, dealt={ground.first: elsewhere}, actor=a_user("olga"))
    with pytest.raises(actions.Refused, match="to itself"):
        actions.split_tag(tag=ground.tag, dealt={ground.first: ground.tag}, actor=a_user("olga"))
    actions.archive_tag(tag=ground.into, actor=a_user("olga"))
    with pytest.raises(actions.Refused, match="archived or merged since"):
        actions.split_tag(tag=ground.tag, dealt={ground.first: ground.into}, actor=a_user("olga"))
    assert ground.post().redirect_chain, "without a tag to deal to, the choice of tags comes again"
    assert client_of("anna").get(ground.url()).status_code == 403
