"""A change of meaning makes a version of the codebook; what was tagged before waits to be looked at again."""

import pytest

from annotations import actions
from annotations.models import Tag, Tagging
from corpus_app.models import Article, Change, Role
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


class Ground:
    """Anna has tagged three passages with Trade, Ben one; then it comes to mean less, and Anna tags a fourth."""

    def __init__(self, *, blind: bool = False) -> None:
        self.project = a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER, blind=blind)
        self.tag, self.other = a_tag(self.project, "Trade"), a_tag(self.project, "Ports")
        self.article: Article = an_article(self.project, "One two three four five six seven eight.")
        actions.edit_tag(tag=self.tag, actor=a_user("olga"), definition="All of it.")
        self.marks = [a_highlight(self.article, word, by="anna", tags=(self.tag,)) for word in ("One", "two", "three")]
        self.bens = a_highlight(self.article, "four", by="ben", tags=(self.tag,))
        said = {"name": "Trade", "look": self.tag.look, "definition": "Over borders only.", "new_meaning": "on"}
        client_of("olga").post(self.url(f"{self.tag.uid}/edit/"), {**said, "why": "Too wide."})
        self.tag.refresh_from_db()
        self.new = a_highlight(self.article, "five", by="anna", tags=(self.tag,))

    def url(self, rest: str) -> str:
        return f"/projects/{self.project.slug}/tags/{rest}"

    def page(self, by: str, rest: str = "again/") -> str:
        return client_of(by).get(self.url(rest)).text

    def decide(self, by: str, decisions: dict, rest: str = "again/"):
        said = {}
        for mark, way in decisions.items():
            uid = mark.taggings.get(tag=self.tag).uid
            said |= {f"to-{uid}": "other", f"tag-{uid}": way.uid} if isinstance(way, Tag) else {f"to-{uid}": way}
        return client_of(by).post(self.url(rest), said, follow=True)

    def state(self) -> list:
        rows = Tagging.objects.filter(highlight__in=self.marks).order_by("highlight", "pk")
        return list(rows.values_list("highlight", "tag__name", "codebook_version"))


def test_only_what_was_tagged_before_waits_and_words_alone_change_nothing():
    ground = Ground()
    assert ground.tag.meaning_version == Tagging.objects.get(highlight=ground.new).codebook_version
    page = ground.page("anna")
    assert page.count('class="deal-card"') == 3 and "All of it." in page and "Too wide." in page
    assert "3 taggings of yours" in ground.page("anna", "") and "4 taggings of others" in ground.page("olga", "")
    assert "1 tagging of yours" in ground.page("ben", "") and "of yours" not in ground.page("rita", "")
    actions.edit_tag(tag=ground.tag, actor=a_user("olga"), brief="Better words.")
    assert ground.page("anna").count('class="deal-card"') == 3
    told = ground.page("rita", "versions/")
    assert "Over borders only." in told and "<b>4</b> taggings wait" in told and "Look at yours" not in told
    assert client_of("rita").get(ground.url("again/")).status_code == 403


def test_kept_dropped_and_retagged_as_one_step_with_one_undo():
    ground = Ground()
    kept, dropped, retagged = ground.marks
    a_tagging(retagged, ground.other, by="anna")
    before = ground.state()
    done = ground.decide("anna", {kept: "keep", dropped: "drop", retagged: ground.other})
    assert "3 passages looked at again." in done.text and "Nothing waits" in done.text
    now = {pk: (name, version) for pk, name, version in ground.state()}
    assert now[kept.pk][1] >= ground.tag.meaning_version and dropped.pk not in now and now[retagged.pk][0] == "Ports"
    assert len(ground.state()) == 2
    change = Change.objects.filter(verb="look-again").select_related("project", "article").get()
    actions.undo(change=change, actor=a_user("anna"))
    assert ground.state() == before
    change = Change.objects.filter(verb="change-meaning").select_related("project", "article").get()
    actions.undo(change=change, actor=a_user("olga"))
    assert "Nothing waits" in ground.page("anna") and "meant at first" in ground.page("rita", "versions/")


def test_others_work_is_kept_or_retagged_by_owners_only_and_dropped_by_nobody():
    ground = Ground()
    assert ground.decide("anna", {ground.bens: "keep"}).status_code == 422
    refused = ground.decide("olga", {ground.bens: "drop"}, "again/?whose=all")
    assert refused.status_code == 422 and "Only who has put a tag" in refused.text
    ground.decide("olga", {ground.bens: ground.other}, "again/?whose=all")
    assert ground.bens.taggings.get().tag == ground.other
    assert "Decide on at least one" in ground.decide("anna", {}).text
    missing = client_of("anna").post(
        ground.url("again/"), {f"to-{ground.marks[0].taggings.get().uid}": "other"}
    )
    assert missing.status_code == 422 and "Choose the tag" in missing.text
    waiting = {ground.marks[0].taggings.select_related("tag").get(): "keep"}
    actions.look_again(project=ground.project, actor=a_user("anna"), decided=waiting)
    with pytest.raises(actions.Refused, match="looked at already"):
        actions.look_again(project=ground.project, actor=a_user("anna"), decided=waiting)


def test_a_finished_layer_stays_and_a_blind_coder_finds_only_her_own():
    ground = Ground(blind=True)
    assert ground.page("ben").count('class="deal-card"') == 1 and "Anna" not in ground.page("ben", "versions/")
    actions.assign(project=ground.project, actor=a_user("olga"), pairs=[(ground.article, a_user("ben"))])
    actions.finish_reading(article=ground.article, coder=a_user("ben"))
    assert "You have finished this article." in ground.page("ben")
    assert ground.decide("ben", {ground.bens: "keep"}).status_code == 422


def test_each_version_is_told_with_its_own_words_and_reason():
    ground = Ground()
    actions.edit_tag(tag=ground.tag, actor=a_user("olga"), definition="Goods only.", new_meaning="")
    told = ground.page("anna", "versions/")
    assert told.count('class="version"') == 2 and told.count("Too wide.") == 1
    assert told.index("Goods only.") < told.index("All of it.") and "<b>5</b> taggings wait" in told
