"""After its events a page equals the page fetched afresh: for every action, as somebody else sees it happen.

`Followed` does in Python what static/js/follow.js does; tests/browser/test_live.py watches that one.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from inspect import getsource, isfunction
from pkgutil import iter_modules

import pytest
from django.test import Client

from annotations import actions
from annotations.actions.bulk import Way
from annotations.actions.facets import edit_facet
from annotations.exchange.outline import SaidCodebook, SaidFacet, SaidTag
from annotations.live import describe
from annotations.models import Highlight, Placement, Tag
from annotations.pages.followed import joined
from annotations.pages.occurrences import occurrences
from annotations.presets import PRESETS
from corpus_app import actions as corpus_actions
from corpus_app.actions.bringing import add_draft
from corpus_app.actions.drafts import save_drafts
from corpus_app.live.admission import standings_of
from corpus_app.live.diary_reader import news
from corpus_app.live.events import View
from corpus_app.live.listeners import Credentials, Listener
from corpus_app.models import Article, Change, Project, Role, Standing
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.reading import address, by_id, client_of, legend, parsed, reading_url, rows

pytestmark = pytest.mark.django_db
FRAME = ("about", "name", "turn", "where", "read")


@dataclass
class Ground:
    """A project in which everything is there once; its second article has two highlights side by side."""

    project: Project
    article: Article
    other: Article
    tag: Tag
    mine: Highlight
    theirs: Highlight

    @classmethod
    def prepared(cls) -> "Ground":
        project = a_project(anna=Role.CODER, ben=Role.CODER, rita=Role.READER)
        article = an_article(project, "Sanctions work, they say.", "They hurt, too.", "Nobody knows.")
        other = an_article(project, "Another article.")
        tag = a_tag(project, "Trade")
        mine = a_highlight(article, "work", by="ben", tags=(tag,))
        theirs = a_highlight(article, "too.\n\nNobody", by="anna", tags=(tag,))
        actions.write_note(highlight=theirs, author=a_user("anna"), text="A note")
        return cls(project, article, other, tag, mine, theirs)

    def by(self, name: str):
        return self.project.memberships.get(user=a_user(name))

    def note(self):
        return self.theirs.comments.get()

    def version_no(self) -> int:
        return Highlight.objects.get(pk=self.theirs.pk).version_no

    def change(self, verb: str) -> Change:
        return Change.objects.filter(project=self.project, verb=verb).select_related("project", "article").last()


ANNA, OLGA = "anna", "olga"


def add_highlight(g: Ground) -> None:
    a_highlight(g.article, "they say.\n\nThey", by=ANNA, tags=(g.tag,))


def add_tagging(g: Ground) -> None:
    a_tagging(g.mine, a_stance(g.project, "for"), by=ANNA, target=an_entity(g.project, "Harbour"))


def remove_tagging(g: Ground) -> None:
    actions.remove_tagging(tagging=g.theirs.taggings.get(), actor=a_user(ANNA))


def remove_highlight(g: Ground) -> None:
    actions.remove_highlight(highlight=g.theirs, actor=a_user(ANNA))


def write_note(g: Ground) -> None:
    actions.write_note(highlight=g.mine, author=a_user(ANNA), text="Really?")


def edit_note(g: Ground) -> None:
    actions.edit_note(note=g.note(), actor=a_user(ANNA), text="Another text")


def remove_note(g: Ground) -> None:
    actions.remove_note(note=g.note(), actor=a_user(ANNA))


def mention(g: Ground) -> None:
    actions.write_note(highlight=g.mine, author=a_user(ANNA), text="Ask @Rita")


def resolve_note(g: Ground) -> None:
    actions.resolve_note(note=g.note(), actor=a_user(OLGA))


def reopen_note(g: Ground) -> None:
    resolve_note(g)
    actions.reopen_note(note=g.note(), actor=a_user(ANNA))


def reply_to_note(g: Ground) -> None:
    actions.write_note(parent=g.note(), highlight=g.theirs, author=a_user(ANNA), text="An answer")


def write_article_note(g: Ground) -> None:
    actions.write_note(article=g.article, author=a_user(ANNA), text="On the whole")


def settle_article_note(g: Ground) -> None:
    note = actions.write_note(article=g.article, author=a_user(ANNA), text="On the whole")
    actions.write_note(parent=note, author=a_user(OLGA), text="Indeed")
    actions.resolve_note(note=note, actor=a_user(OLGA))


def a_memo(g: Ground, is_shared: bool = True):
    return actions.write_memo(
        project=g.project, article=g.article, author=a_user(ANNA), text="A memo", is_shared=is_shared
    )


def write_memo(g: Ground) -> None:
    a_memo(g)


def write_private_memo(g: Ground) -> None:
    a_memo(g, is_shared=False)


def edit_memo(g: Ground) -> None:
    memo = a_memo(g, is_shared=False)
    actions.edit_memo(memo=memo, actor=a_user(ANNA), text="For all", is_shared=True, version_no=1)


def unshare_memo(g: Ground) -> None:
    memo = a_memo(g)
    actions.edit_memo(memo=memo, actor=a_user(ANNA), text="A memo", is_shared=False, version_no=1)


def remove_memo(g: Ground) -> None:
    actions.remove_memo(memo=a_memo(g), actor=a_user(ANNA))


def move_edges(g: Ground) -> None:
    start = g.article.version.text.index("They")
    actions.move_edges(
        highlight=g.theirs, actor=a_user(ANNA), start=start, end=start + 4, quote="They", version_no=g.version_no()
    )


def split_highlight(g: Ground) -> None:
    actions.split_highlight(
        highlight=g.theirs, actor=a_user(ANNA), uid="", at=g.article.version.text.index("Nobody"),
        version_no=g.version_no(),
    )


def merge_highlights(g: Ground) -> None:
    second = a_highlight(g.article, "Nobody knows", by=ANNA, tags=(a_tag(g.project, "Doubt"),))
    actions.merge_highlights(
        highlight=g.theirs, actor=a_user(ANNA), other=second, version_no=g.version_no(),
        other_version_no=second.version_no,
    )


def undo(g: Ground) -> None:
    add_highlight(g)
    actions.undo(change=g.change("add-highlight"), actor=a_user(ANNA))


def redo(g: Ground) -> None:
    undo(g)
    actions.undo(change=g.change("undo add-highlight"), actor=a_user(ANNA))


def restore(g: Ground) -> None:
    remove_highlight(g)
    actions.restore(change=g.change("remove-highlight"), actor=a_user(OLGA))


def add_facet(g: Ground) -> None:
    actions.add_facet(project=g.project, actor=a_user(OLGA), name="Frames", kind="theme")


def edit_facet_of_tag(g: Ground) -> None:
    edit_facet(facet=g.tag.facet, actor=a_user(OLGA), name="Frames", many=False)


def add_tag(g: Ground) -> None:
    a_tag(g.project, "New")


def edit_tag(g: Ground) -> None:
    actions.edit_tag(tag=g.tag, actor=a_user(OLGA), name="Commerce", colour="teal", pattern="dot")


def code_occurrences(g: Ground) -> None:
    anna = a_user(ANNA)
    hits = [hit for word in ("they", "article") for hit in occurrences(g.project, anna, word).hits]
    assert {hit.article for hit in hits} == {g.article, g.other}
    places = [(hit.article, hit.passage) for hit in hits]
    actions.code_occurrences(project=g.project, actor=anna, places=places, taggings=[actions.NewTagging(g.tag)])


def add_taggings(g: Ground) -> None:
    actions.add_taggings(highlight=g.mine, coder=a_user(ANNA), taggings=[actions.NewTagging(g.tag)])


def tag_passages(g: Ground, way: Way = Way.ADD, **said: object) -> None:
    """Many at once: Anna's own tags on Ben's passage, on hers, and in another article."""
    marked = [g.mine, g.theirs, a_highlight(g.other, "Another", by=ANNA)]
    said.setdefault("tag", a_tag(g.project, "Ports"))
    actions.change_passages(project=g.project, actor=a_user(ANNA), highlights=marked, way=way, **said)


def retag_passages(g: Ground) -> None:
    tag_passages(g, Way.SWAP, tag=g.tag, to=a_tag(g.project, "Ports"))


def untag_passages(g: Ground) -> None:
    tag_passages(g, Way.REMOVE, tag=g.tag)


def undo_untag_passages(g: Ground) -> None:
    untag_passages(g)
    actions.undo(change=g.change("untag-passages"), actor=a_user(ANNA))


def save_view(g: Ground, is_shared: bool = True):
    return actions.save_view(project=g.project, owner=a_user(ANNA), name="Trade", query="", is_shared=is_shared)


def make_view_private(g: Ground) -> None:
    save_view(g)
    save_view(g, is_shared=False)


def remove_view(g: Ground) -> None:
    actions.remove_view(view=save_view(g), actor=a_user(OLGA))


def archive_tag(g: Ground) -> None:
    actions.archive_tag(tag=g.tag, actor=a_user(OLGA))


def unarchive_tag(g: Ground) -> None:
    archive_tag(g)
    actions.unarchive_tag(tag=g.tag, actor=a_user(OLGA))


def move_tag(g: Ground) -> None:
    actions.edit_tag(tag=g.tag, actor=a_user(OLGA), parent=a_tag(g.project, "Economy"))


def move_tags(g: Ground) -> None:
    actions.move_tags(tags=[g.tag], actor=a_user(OLGA), project=g.project, parent=a_tag(g.project, "Economy"))


def archive_tags(g: Ground) -> None:
    actions.archive_tags(tags=[g.tag, a_tag(g.project, "Old")], actor=a_user(OLGA), project=g.project)


def split_tag(g: Ground) -> None:
    """Of two passages of Trade one goes to a tag that its coder has put there, too."""
    into = a_tag(g.project, "Ports")
    a_tagging(g.theirs, into, by=ANNA)
    actions.split_tag(tag=g.tag, dealt={g.mine: into, g.theirs: into}, actor=a_user(OLGA), archive=True)


def undo_split_tag(g: Ground) -> None:
    split_tag(g)
    actions.undo(change=g.change("split-tag"), actor=a_user(OLGA))


def change_meaning(g: Ground) -> None:
    actions.edit_tag(tag=g.tag, actor=a_user(OLGA), name="Commerce", new_meaning="Too wide")


def look_again(g: Ground) -> None:
    """Two of Anna's: one kept, one with another tag; nothing is new but that one."""
    own = a_tagging(g.mine, g.tag, by=ANNA)
    actions.edit_tag(tag=g.tag, actor=a_user(OLGA), new_meaning="Too wide")
    decided = {own: "keep", g.theirs.taggings.get(): a_tag(g.project, "Ports")}
    actions.look_again(project=g.project, actor=a_user(ANNA), decided=decided)


def said_of(g: Ground, name: str, by: str):
    entity = an_entity(g.project, name)
    a_tagging(g.mine, a_stance(g.project, "for"), by=by, target=entity)
    return entity


def edit_entity(g: Ground) -> None:
    actions.edit_entity(entity=said_of(g, "Harbour", ANNA), actor=a_user(OLGA), name="Port")


def merge_entities(g: Ground) -> None:
    """Of Anna's and Ben's."""
    harbour, port = said_of(g, "Harbour", ANNA), said_of(g, "Port", "ben")
    actions.merge_entities(entities=[port], into=harbour, actor=a_user(OLGA))


def undo_merge_entities(g: Ground) -> None:
    merge_entities(g)
    actions.undo(change=g.change("merge-entities"), actor=a_user(OLGA))


def merge_tags(g: Ground) -> None:
    """On a passage that has both, on one that has one of them, and in another article."""
    into = a_tag(g.project, "Commerce")
    a_tagging(g.mine, into, by=ANNA)
    a_highlight(g.other, "Another", by=ANNA, tags=(g.tag,))
    actions.merge_tags(tags=[g.tag], into=into, actor=a_user(OLGA))


def undo_merge(g: Ground) -> None:
    merge_tags(g)
    a_tagging(g.theirs, Tag.objects.get(project=g.project, name="Commerce"), by="ben")
    actions.undo(change=g.change("merge-tags"), actor=a_user(OLGA))


def add_preset(g: Ground) -> None:
    actions.add_preset(project=g.project, actor=a_user(OLGA), preset=PRESETS["basil-bias"])


def import_codebook(g: Ground) -> None:
    said = SaidFacet("Theme", "theme", {}, (SaidTag(("Trade",), {"colour": "pink"}), SaidTag(("Law",))))
    actions.import_codebook(project=g.project, actor=a_user(OLGA), said=SaidCodebook((said,)))


def add_entity(g: Ground) -> None:
    an_entity(g.project, "Harbour board")


def assign(g: Ground) -> None:
    actions.assign(project=g.project, actor=a_user(OLGA), pairs=[(g.other, a_user("ben"))])


def unassign(g: Ground) -> None:
    assign(g)
    actions.unassign(project=g.project, actor=a_user(OLGA), pairs=[(g.other, a_user("ben"))])


def finish_article(g: Ground) -> None:
    actions.finish_reading(article=g.article, coder=a_user("ben"))  # in another window


def skip_article(g: Ground) -> None:
    actions.skip_article(article=g.article, coder=a_user("ben"), reason="A double")


def reopen_article(g: Ground) -> None:
    finish_article(g)
    actions.reopen_article(article=g.article, coder=a_user("ben"))


def reopen_articles(g: Ground) -> None:
    actions.assign(project=g.project, actor=a_user(OLGA), pairs=[(g.article, a_user("ben"))])
    finish_article(g)
    actions.reopen_articles(project=g.project, actor=a_user(OLGA), pairs=[(g.article, a_user("ben"))])


def add_article(g: Ground) -> None:
    an_article(g.project, "A third.")


def correct_metadata(g: Ground) -> None:
    corpus_actions.correct_metadata(
        article=g.article, actor=a_user(ANNA), title="Another title", source="Tide", published="2024-05"
    )


def correct_metadata_beside(g: Ground) -> None:
    corpus_actions.correct_metadata(article=g.other, actor=a_user(ANNA), title="Another title")


def correct_many(g: Ground) -> None:
    corpus_actions.correct_many(
        project=g.project, actor=a_user(ANNA), articles=[g.article, g.other], source="Tide", author="Ada Lane"
    )


def correct_each(g: Ground) -> None:
    said = {g.article.pk: {"title": "Rows", "source": "The Tide"}, g.other.pk: {"source": "The Gull"}}
    corpus_actions.correct_each(project=g.project, actor=a_user(OLGA), values=said)


def add_field(g: Ground):
    return corpus_actions.add_field(project=g.project, actor=a_user(OLGA), name="Desk", type="text")


def fill_field(g: Ground):
    field = add_field(g)
    corpus_actions.correct_metadata(article=g.article, actor=a_user(ANNA), meta={field.uid: "Foreign"})
    return field


def edit_field(g: Ground) -> None:
    corpus_actions.edit_field(field=fill_field(g), actor=a_user(OLGA), name="Section")


def archive_field(g: Ground) -> None:
    corpus_actions.archive_field(field=fill_field(g), actor=a_user(OLGA))


def add_set(g: Ground):
    return corpus_actions.add_set(project=g.project, actor=a_user(OLGA), name="Harbour", articles=[g.other])


def fill_set(g: Ground) -> None:
    corpus_actions.fill_set(into=add_set(g), actor=a_user(OLGA), articles=[g.article])


def remove_set(g: Ground) -> None:
    corpus_actions.remove_set(unwanted=add_set(g), actor=a_user(OLGA))


def add_version(g: Ground, *texts: str) -> None:
    """Ben's “work” is in changed words, Anna's passage over two paragraphs is gone."""
    paragraphs = [actions_of_text(text) for text in texts or ("New.", "Sanctions at work, they say.")]
    corpus_actions.add_version(article=g.article, actor=a_user(OLGA), paragraphs=paragraphs, seen=1)


def actions_of_text(text: str) -> corpus_actions.NewParagraph:
    return corpus_actions.NewParagraph(text, "body", "content")


def undo_add_version(g: Ground) -> None:
    add_version(g)
    actions.undo(change=g.change("add-version"), actor=a_user(OLGA))


def changed_words(g: Ground) -> Placement:
    add_version(g, "New.", "Sanctions work, they say.", "They hurt us, too. Nobody knows.")
    return Placement.objects.select_related("project", "article__version").get()


def place_highlights(g: Ground) -> None:
    waiting = changed_words(g)
    actions.place_highlights(article=waiting.article, actor=a_user(OLGA), placements=[waiting])


def place_highlight(g: Ground) -> None:
    waiting = changed_words(g)
    start = waiting.article.version.text.index("hurt us")
    actions.place_highlight(placement=waiting, actor=a_user(OLGA), start=start, end=start + 7, quote="hurt us")


def leave_highlights(g: Ground) -> None:
    waiting = changed_words(g)
    actions.leave_highlights(article=waiting.article, actor=a_user(OLGA), placements=[waiting])


def remove_article(g: Ground) -> None:
    corpus_actions.remove_article(article=g.other, actor=a_user(OLGA))


def undo_import(g: Ground) -> None:
    text = b"A story\n\nNobody has parked on the quay since the gulls came back."
    draft = add_draft(project=g.project, added_by=a_user(ANNA), name="story.txt", content=text)
    saved_in, _ = save_drafts(drafts=[draft], actor=a_user(ANNA))
    actions.undo_import(project=g.project, actor=a_user(ANNA), saved_in=saved_in)


def restore_article(g: Ground) -> None:
    remove_article(g)
    corpus_actions.restore_article(article=g.other, actor=a_user(OLGA))


def edit_project(g: Ground) -> None:
    corpus_actions.edit_project(project=g.project, actor=a_user(OLGA), name="Renamed", blind=False)


def make_blind(g: Ground) -> None:
    corpus_actions.edit_project(project=g.project, actor=a_user(OLGA), name=g.project.name, blind=True)


def reveal(g: Ground) -> None:
    make_blind(g)
    actions.reveal(project=g.project, actor=a_user(OLGA), articles=[g.article])


def open_to_all(g: Ground) -> None:
    make_blind(g)
    actions.assign(project=g.project, actor=a_user(OLGA), pairs=[(g.article, a_user("ben"))])
    actions.open_to_all(project=g.project, actor=a_user(OLGA), articles=[g.article])


def blind_only_in(g: Ground) -> None:
    make_blind(g)
    actions.blind_only_in(project=g.project, actor=a_user(OLGA), articles=[g.article])


def hide(g: Ground) -> None:
    reveal(g)
    actions.hide(project=g.project, actor=a_user(OLGA), articles=[g.article])


def join(g: Ground) -> None:
    corpus_actions.join(project=g.project, user=a_user("nina"), role=Role.CODER, actor=a_user(OLGA))


def change_role(g: Ground) -> None:
    corpus_actions.change_role(membership=g.by("rita"), actor=a_user(OLGA), role=Role.CODER)


def remove_member(g: Ground) -> None:
    corpus_actions.remove_member(membership=g.by(ANNA), actor=a_user(OLGA))


def several(g: Ground) -> None:
    for act in (add_highlight, add_tag, move_edges, add_tagging, edit_tag, remove_note, remove_article):
        act(g)


DEEDS = [
    add_highlight, add_tagging, remove_tagging, remove_highlight, write_note, edit_note, remove_note, move_edges,
    mention, resolve_note, reopen_note, reply_to_note, write_article_note, settle_article_note, write_memo,
    write_private_memo, edit_memo, unshare_memo, remove_memo,
    split_highlight, merge_highlights, undo, redo, restore, add_facet,
    edit_facet_of_tag, add_tag, edit_tag, archive_tag, add_entity,
    add_preset, import_codebook, unarchive_tag, move_tag, move_tags, archive_tags, split_tag, undo_split_tag,
    change_meaning, look_again, edit_entity, merge_entities, undo_merge_entities,
    merge_tags, undo_merge,
    assign, unassign, finish_article, skip_article, reopen_article, reopen_articles, add_article, correct_metadata,
    correct_metadata_beside, remove_article, undo_import, restore_article, edit_project, make_blind, reveal, hide, join,
    open_to_all, blind_only_in,
    change_role, remove_member, several, code_occurrences, add_taggings,
    add_version, undo_add_version, place_highlights, place_highlight, leave_highlights,
    tag_passages, retag_passages, untag_passages, undo_untag_passages, save_view, make_view_private, remove_view,
    correct_many, correct_each, add_field, edit_field, archive_field, add_set, fill_set, remove_set,
]  # fmt: skip


class Followed:
    """Ben's page of the article, and what it makes of events."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.client: Client = client_of("ben")
        self.listener = Listener(
            View(ground.project.pk, a_user("ben").pk, Standing((), ()), ground.article.uid),
            Credentials(self.client.session.session_key, a_user("ben").password), after=0,
        )
        self.standing = standings_of([self.listener])[self.listener]
        self.number = Project.objects.get(pk=ground.project.pk).change_number
        self.shown = self.afresh()

    def afresh(self) -> dict[str, object]:
        body = self.get(reading_url(self.ground.article), notes="all")
        frame = {name: by_id(body, name) for name in FRAME}
        return {"rows": rows(body), "legend": legend(body), **frame, "palette": self.palette(), **self.beside()}

    def beside(self) -> dict[str, object]:
        """What is open beside the text: the sheet of the article, and the panel of a highlight."""
        sheet = self.get(address("talk", self.ground.project, self.ground.article.uid))
        url = address("highlight", self.ground.project, self.ground.theirs.uid)
        panel = self.client.get(url, headers={"Corpus-Reader": "1"})
        return {"talk": by_id(sheet, "talk"), "panel": by_id(parsed(panel.text), "panel") or ""}

    def palette(self) -> dict[str, object]:
        return self.client.get(address("palette-codebook", self.ground.project)).json()

    def get(self, url: str, **asked: str):
        response = self.client.get(url, asked, headers={"Corpus-Reader": "1"})
        assert response.status_code == 200, response.content
        return parsed(response.text)

    def follow(self) -> None:
        now = Project.objects.get(pk=self.ground.project.pk).change_number
        told = news(self.ground.project.pk, self.number, now, describe)
        assert told.is_whole and told.reached == now
        standing = standings_of([self.listener])[self.listener]
        view = self.listener.view._replace(standing=standing)
        if standing != self.standing:
            self.shown = self.afresh()  # the stream says: reload
        said = [event.said_to(view) for event in told.events]
        self.take([one for one in said if one])

    def take(self, said: list[dict]) -> None:
        about = {part for one in said for part in one["about"]}
        if "version" in about:  # the page offers the new text, and shows it when somebody asks for it
            self.shown = self.afresh()
            return
        if "codebook" in about:
            self.shown["palette"] = self.palette()
        if about & {"articles", "project", "members", "work"}:
            body = self.get(reading_url(self.ground.article), notes="all")
            self.shown |= {name: by_id(body, name) for name in FRAME}
        if "talk" in about:
            self.shown["talk"] = self.beside()["talk"]
        touched = {uid for one in said for uid in one.get("highlights", ())}
        if self.ground.theirs.uid in touched or about & {"looks", "project"}:
            self.shown["panel"] = self.beside()["panel"]
        if about & {"text", "looks"}:
            looks = [one for one in said if "looks" in one["about"]]
            body = self.get(
                f"{reading_url(self.ground.article)}followed/",
                paragraphs=",".join(one["paragraphs"] for one in said if "paragraphs" in one),
                tags=",".join(tag for one in said for tag in one.get("tags", ())),
                looks=",".join(tag for one in looks for tag in one.get("tags", ())), within="1-3",
            )
            self.shown["rows"] |= rows(body)
            entries = {entry.get("id") for entry in body.iter("li") if entry.get("id", "").startswith("legend-")}
            kept = {name: text for name, text in self.shown["legend"].items() if name not in entries}
            self.shown["legend"] = kept | legend(body)


@pytest.fixture(scope="module")
def opened(kept) -> Followed:
    """As the page was before each deed; the clients' sessions are kept with it."""
    return kept(lambda: Followed(Ground.prepared()))


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_a_page_after_its_events_equals_the_page_fetched_afresh(deed: Callable[[Ground], None], opened: Followed):
    page, before = deepcopy(opened), opened.shown
    deed(page.ground)
    page.follow()
    after = page.afresh()
    after["palette"]["version"] = page.shown["palette"]["version"]  # archiving … counts up; nobody compares it
    for part, fresh in after.items():
        assert page.shown[part] == fresh, part
    assert deed in UNSEEN or page.shown != before, "the deed shows nothing: it tests nothing"


UNSEEN = {
    undo_add_version, undo_import,
    undo, restore, restore_article, unassign, reveal, skip_article, reopen_article, join, change_role, remove_member,
    reopen_note, write_private_memo, unshare_memo, remove_memo, undo_untag_passages,
    save_view, make_view_private, remove_view, add_field, edit_field, archive_field, add_set, fill_set, remove_set,
}  # fmt: skip


def test_every_action_has_been_tried():
    tried = {deed.__name__ for deed in DEEDS} | {"finish_reading", "change_passages", "edit_facet"}
    nothing_new = {"open_article", "keep_position", "pin_tag", "find_or_add_entity", "start_project", "create_project"}
    own = {"read_notices"}  # nobody else's
    links = {"invite", "invite_all", "revoke_invitation", "accept_invitation"}
    parts = {"reopen_drafts"}  # of undo_import
    as_others = {"leave_project", "hand_over", "undo_membership"}  # edits as those of remove_member and change_role
    assert verbs_there_are() - tried - nothing_new - own - links - parts - as_others == set()


def verbs_there_are() -> set[str]:
    """All that are exported, and all that open a change and are not. Accounts and sessions have no diary."""
    exported = {(module, name) for module in (actions, corpus_actions) for name in module.__all__}
    packages = (actions, corpus_actions)
    below = [found.name for one in packages for found in iter_modules(one.__path__, f"{one.__name__}.")]
    for module in map(import_module, below):
        exported |= {(module, name) for name, verb in vars(module).items() if opens_a_change(verb, module.__name__)}
    verbs = {name: getattr(module, name) for module, name in exported}
    outside = ("corpus_app.actions.people", "corpus_app.actions.sessions")
    return {name for name, verb in verbs.items() if isfunction(verb) and verb.__module__ not in outside}


def opens_a_change(verb: object, module: str) -> bool:
    if not isfunction(verb) or verb.__module__ != module or verb.__name__.startswith("_"):
        return False
    return "diary.writing(" in getsource(verb)


def test_stretches_are_joined_where_they_touch_and_then_by_nearness():
    assert joined([(5, 6), (1, 2), (3, 3), (9, 9)], 6) == [(1, 3), (5, 6), (9, 9)]
    assert joined([(1, 1), (3, 3), (10, 10), (30, 30)], 2) == [(1, 10), (30, 30)]
    assert joined([(1, 9), (2, 3)], 6) == [(1, 9)]
    assert joined([], 6) == []


@pytest.mark.parametrize("asked", [
    {"paragraphs": "1"}, {"paragraphs": "a-b"}, {"paragraphs": "1-2,"}, {"paragraphs": "١-٢"}, {"tags": "x"},
    {"paragraphs": "1-" + "9" * 30}, {"looks": "'"}, {"highlight": "x" * 50}, {"within": "5"},
])  # fmt: skip
def test_what_no_stream_says_is_refused(asked):
    ground = Ground.prepared()
    url = f"{reading_url(ground.article)}followed/"
    assert client_of("ben").get(url, asked).status_code == 422


def test_paragraphs_and_highlights_that_are_not_there_give_nothing():
    ground = Ground.prepared()
    url = f"{reading_url(ground.article)}followed/"
    asked = {"paragraphs": "9-3,700-900", "highlight": "0" * 12, "tags": "0" * 12, "looks": "0" * 12}
    answer = client_of("rita").get(url, asked)
    assert (answer.status_code, answer.text.strip()) == (200, "")


def test_a_blind_coder_fetches_nothing_of_others_by_naming_it():
    ground = Ground.prepared()
    make_blind(ground)
    url = f"{reading_url(ground.article)}followed/"
    asked = {"paragraphs": "1-3", "highlight": ground.theirs.uid, "tags": ground.tag.uid, "looks": ground.tag.uid}
    answer = client_of("ben").get(url, asked).text
    assert ground.theirs.uid not in answer and "A note" not in answer and ground.mine.uid in answer
    assert legend(parsed(answer)) == {f"legend-{ground.tag.uid}": "Trade 1"}
