"""Targets and holders: who says what about whom, where and when; renamed, and merged without losing a stance."""

import re

import pytest

from annotations import actions
from annotations.models import Entity, Tagging
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity, client_of

pytestmark = pytest.mark.django_db


class Ground:
    def __init__(self, *, blind: bool = False) -> None:
        self.project = a_project(anna=Role.CODER, ben=Role.CODER, blind=blind)
        self.ban, self.closure = an_entity(self.project, "The ban"), an_entity(self.project, "The closure")
        self.mayor = an_entity(self.project, "Mayor")
        self.contra, self.pro = a_stance(self.project, "against"), a_stance(self.project, "for")
        article = an_article(self.project, "One two three four.", source="The Gull", published="2025-06-01")
        other = an_article(self.project, "Five six.", published="2025")
        self.one, self.two = a_highlight(article, "One", by="anna"), a_highlight(article, "two", by="anna")
        self.five = a_highlight(other, "Five", by="ben")
        a_tagging(self.one, self.contra, target=self.ban, holder=self.mayor, holder_kind="quoted")
        a_tagging(self.two, self.pro, target=self.ban, holder_kind="author", memo="So")
        a_tagging(self.five, self.pro, by="ben", target=self.closure)

    def url(self, rest: str = "") -> str:
        return f"/projects/{self.project.slug}/entities/{rest}"

    def page(self, entity: Entity, by: str = "olga") -> str:
        return client_of(by).get(self.url(f"{entity.uid}/")).text

    def merge(self, by: str = "olga", method: str = "post"):
        said = {"entity": [self.closure.uid], "into": self.ban.uid}
        return getattr(client_of(by), method)(self.url("merge/"), said, follow=True)


@pytest.fixture
def ground() -> Ground:
    return Ground()


def undo(verb: str) -> Change:
    change = Change.objects.filter(verb=verb).select_related("project", "article").last()
    return actions.undo(change=change, actor=a_user("olga"))


def test_a_page_tells_who_says_what_where_and_when_and_each_number_opens_its_passages(ground):
    html = ground.page(ground.ban)
    about, by = html.split('id="by"')
    for words in ("Mayor", "The article’s author", "The Gull", "2025-06", "−1.0", "+1.0", "2 passages", ">One<"):
        assert words in about, words
    assert "No stance of its own yet." in by and "Toward whom or what" in ground.page(ground.mayor)
    links = [link.replace("&amp;", "&") for link in re.findall(r'<td class="number"><a href="([^"]+)">1</a>', about)]
    assert len(links) == 6
    for link in links:
        assert "1 passage · 1 tagging" in client_of("olga").get(link).text, link


def test_the_list_counts_filters_and_points_out_what_is_close(ground):
    listed = client_of("anna").get(ground.url()).text
    assert listed.index("The ban") < listed.index("Mayor") < listed.index("Export CSV") or "The ban" in listed
    assert "Merge some" not in listed and "Perhaps the same" not in listed
    an_entity(ground.project, "The bans")
    assert "Perhaps the same" in client_of("olga").get(ground.url()).text
    found = client_of("anna").get(ground.url("?words=mayor")).text
    assert f"entity-{ground.mayor.uid}" in found and f"entity-{ground.ban.uid}" not in found
    assert "None found" in client_of("anna").get(ground.url("?kind=place")).text
    assert "Nobody and nothing yet" in client_of("olga").get(f"/projects/{a_project().slug}/entities/").text


def test_a_blind_coder_reads_only_her_own():
    ground = Ground(blind=True)
    assert "No stance toward it yet." in (html := ground.page(ground.ban, "ben")) and "Mayor" not in html
    assert "2 passages" in ground.page(ground.ban, "anna")
    listed = client_of("ben").get(ground.url()).text
    assert re.search(rf'entity-{ground.ban.uid}".*?about it">·<', listed, re.S)


def test_it_is_renamed_with_other_names_and_undone(ground):
    url = ground.url(f"{ground.ban.uid}/edit/")
    said = {"name": "Order  14", "kind": "policy", "aliases": "The ban\n\nthe trial\nThe ban"}
    assert "has been changed" in client_of("olga").post(url, said, follow=True).text
    ground.ban.refresh_from_db()
    assert (ground.ban.name, ground.ban.kind, ground.ban.aliases) == ("Order 14", "policy", ["The ban", "the trial"])
    refused = client_of("olga").post(url, {**said, "name": "MAYOR"})
    assert refused.status_code == 409 and "There is “Mayor” already" in refused.text
    assert "aliases" in client_of("olga").get(f"/projects/{ground.project.slug}/history/").text
    undo("edit-entity")
    ground.ban.refresh_from_db()
    assert (ground.ban.name, ground.ban.aliases) == ("The ban", [])
    assert client_of("anna").get(url).status_code == 403


def test_merging_is_shown_moves_stances_and_is_undone_in_one_step(ground):
    a_tagging(ground.two, ground.pro, target=ground.closure, holder_kind="author", memo="Again")
    shown = ground.merge(method="get").text
    assert "On 1 passage one coder has said the same" in shown and Entity.objects.live().count() == 3
    before = list(Tagging.objects.order_by("pk").values_list("pk", "tag", "target", "memo"))
    done = ground.merge()
    assert "is said of “The ban” now" in done.text and "also: <bdi>The closure</bdi>" in done.text
    assert set(Tagging.objects.values_list("target", flat=True)) == {ground.ban.pk}
    assert Tagging.objects.get(highlight=ground.two).memo == "So\n\nAgain"
    assert client_of("olga").get(ground.url(f"{ground.closure.uid}/")).url == ground.url(f"{ground.ban.uid}/")
    assert an_entity(ground.project, "the CLOSURE") == ground.ban
    late = actions.NewTagging(ground.contra, ground.closure)
    saved = actions.add_tagging(highlight=ground.five, coder=a_user("anna"), new=late)
    assert saved.target == ground.ban
    taken_back = undo("merge-entities")
    others = Tagging.objects.exclude(pk=saved.pk).order_by("pk")
    assert list(others.values_list("pk", "tag", "target", "memo")) == before
    assert Entity.objects.get(pk=ground.ban.pk).aliases == [] and Tagging.objects.get(pk=saved.pk).target == ground.ban
    with pytest.raises(actions.Refused, match="Others may have used these names"):
        actions.undo(change=taken_back, actor=a_user("olga"))


def test_different_stances_toward_the_two_are_shown_and_nothing_is_merged(ground):
    a_tagging(ground.one, ground.pro, target=ground.closure, holder=ground.mayor, holder_kind="quoted")
    assert "different stances" in ground.merge(method="get").text
    assert ground.merge().status_code == 409 and Entity.objects.live().count() == 3
    itself = {"entity": [ground.ban.uid], "into": ground.ban.uid}
    assert client_of("olga").post(ground.url("merge/"), itself).status_code == 422


def test_what_a_browser_kept_with_a_merged_name_goes_to_the_one_that_stayed(ground):
    ground.merge()
    url = f"/projects/{ground.project.slug}/highlights/{ground.five.uid}/taggings/"
    client_of("ben").post(url, {"tag": ground.contra.uid, "target": ground.closure.uid})
    assert ground.five.taggings.get(coder=a_user("ben")).target == ground.ban
    book = client_of("ben").get(f"/projects/{ground.project.slug}/codebook.json").json()
    assert [one["name"] for one in book["entities"]] == ["The ban", "Mayor"]
    assert a_tag(ground.project)
