"""What is kept of a big project's counts is what counting gives, whatever was done since it was read the last time."""

import random
from collections.abc import Callable
from itertools import cycle

import pytest
from django.http import QueryDict

from annotations import actions, overview, tallies
from annotations.actions.bulk import Way
from annotations.filters import parse
from annotations.kept import KEPT
from annotations.models import WHOLE, Tag, Tagging, Tallied, Tally
from annotations.pages import choice_counts, codebook, passages
from annotations.pages.passages import batch, passages_per_article
from annotations.tagtree import TagTree
from annotations.tallied import kept
from annotations.verbs import root
from corpus_app.actions import Refused, edit_project, remove_article, restore_article
from corpus_app.actions.members import remove_member
from corpus_app.diary import CannotUndo
from corpus_app.models import Article, Change, Project, Role, User
from tests.app.test_filters import a_random_project
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article
from tests.seeds import seeds

pytestmark = pytest.mark.django_db
COUNTS = {  # verbs by which numbers change
    "add-highlight", "remove-highlight", "merge-highlights", "add-tagging", "remove-tagging", "tag-passages",
    "retag-passages", "untag-passages", "remove-article", "move-tags", "merge-tags", "split-tag", "merge-entities",
}
CHOICES = (
    "", "facet=stance", "facet=theme&not_source=Tide", "source=Gull&without=date", "value=for", "not_tag=", "noted=no",
    "not_coder=", "g1=none&g1_has=source.Gull&g1_has=value.for&facet=theme", "not_tag=&noted=no",
)
QUERIES = ("", "source=Gull", "not_source=Tide&published_to=2024")


@pytest.fixture(autouse=True)
def every_project_is_big(monkeypatch):
    monkeypatch.setattr(tallies, "BIG", 0)
    monkeypatch.setattr(tallies, "STEP", 3)
    monkeypatch.setattr(tallies, "LONGEST", 60.0)


class Deeds:
    """What people do, at random, by the actions; what is refused is left."""

    def __init__(self, chance: random.Random, project: Project) -> None:
        self.chance, self.project = chance, project

    def one(self) -> None:
        deeds: list[Callable[[], object]] = [
            self.mark, self.mark, self.tag, self.tag, self.untag, self.unmark, self.undo, self.undo, self.undo,
            self.move, self.merge, self.split, self.retag, self.remove, self.restore, self.join_marks, self.leave,
            self.say, self.say, self.name,
        ]
        self.project.refresh_from_db()
        try:
            self.chance.choice(deeds)()
        except (Refused, CannotUndo, IndexError):
            return

    def someone(self) -> User:
        return a_user(self.chance.choice(("anna", "ben", "olga")))

    def of(self, rows: object) -> object:
        return self.chance.choice(list(rows.order_by("pk")))

    def tags(self) -> object:
        return Tag.objects.filter(project=self.project, archived_at=None, value="").select_related("facet", "project")

    def live(self) -> object:
        rows = self.project.highlights.filter(removed_at=None, article__removed_at=None)
        return rows.select_related("article__project", "project", "version")

    def taggings(self) -> object:
        rows = Tagging.objects.filter(project=self.project, article__removed_at=None)
        return rows.select_related("highlight__article", "project", "tag__project", "coder", "article")

    def mark(self) -> None:
        article = self.of(Article.objects.filter(project=self.project, removed_at=None).select_related("version"))
        words = article.version.text.split(" ")
        by = self.someone().display_name.lower()
        a_highlight(article, self.chance.choice(words), by=by, tags=(self.of(self.tags()),))

    def tag(self) -> None:
        a_tagging(self.of(self.live()), self.of(self.tags()), by=self.someone().display_name.lower())

    def say(self) -> None:
        names = self.project.entities.filter(merged_into=None)
        stance = self.of(Tag.objects.filter(project=self.project, value__gt="").select_related("facet", "project"))
        a_tagging(
            self.of(self.live()), stance, by=self.someone().display_name.lower(), target=self.of(names),
            holder=self.chance.choice((None, self.of(names))), holder_kind=self.chance.choice(("", "quoted")),
        )

    def name(self) -> None:
        """Merges two names; few are left in the end."""
        names = self.project.entities.filter(merged_into=None).select_related("project")
        if names.count() > 2:
            actions.merge_entities(entities=[self.of(names)], into=self.of(names), actor=a_user("olga"))

    def untag(self) -> None:
        tagging = self.of(self.taggings())
        actions.remove_tagging(tagging=tagging, actor=tagging.coder)

    def unmark(self) -> None:
        highlight = self.of(self.live())
        actions.remove_highlight(highlight=highlight, actor=highlight.author)

    def undo(self) -> None:
        changes = Change.objects.filter(project=self.project, undone_by=None).order_by("-number")
        change = self.chance.choice([one for one in changes if root(one.verb) in COUNTS][:6])
        actions.undo(change=change, actor=change.actor)

    def move(self) -> None:
        tag, parent = self.of(self.tags()), self.chance.choice([None, self.of(self.tags())])
        actions.move_tags(tags=[tag], actor=a_user("olga"), project=self.project, parent=parent)

    def merge(self) -> None:
        actions.merge_tags(tags=[self.of(self.tags())], into=self.of(self.tags()), actor=a_user("olga"))

    def split(self) -> None:
        tag, into = self.of(self.tags()), self.of(self.tags())
        some = self.live().filter(taggings__tag=tag).distinct()[:3]
        actions.split_tag(tag=tag, dealt=dict.fromkeys(some, into), actor=a_user("olga"))

    def retag(self) -> None:
        anna = self.someone()
        way = self.chance.choice(list(Way))
        actions.change_passages(
            project=self.project, actor=anna, highlights=list(self.live()[:6]), way=way, tag=self.of(self.tags()),
            to=self.of(self.tags()),
        )

    def remove(self) -> None:
        remove_article(article=self.of(self.project.articles.filter(removed_at=None)), actor=a_user("olga"))

    def restore(self) -> None:
        restore_article(article=self.of(self.project.articles.exclude(removed_at=None)), actor=a_user("olga"))

    def join_marks(self) -> None:
        one = self.of(self.live())
        other = self.of(self.live().filter(article=one.article_id, author=one.author_id).exclude(pk=one.pk))
        actions.merge_highlights(
            highlight=one, other=other, actor=one.author, version_no=one.version_no, other_version_no=other.version_no
        )

    def leave(self) -> None:
        membership = self.project.memberships.get(user=a_user("ben"))
        if membership.removed_at is None and self.chance.random() < 0.2:
            remove_member(membership=membership, actor=a_user("olga"))


def crossed(project: Project, user: User, tree: TagTree) -> list[overview.Cross]:
    found = []
    for slug, by, is_alone in (("theme", "source", False), ("theme", "month", True), ("stance", "year", False),
                               ("theme", "article", False)):
        asked, _ = parse(project, QueryDict(f"facet={slug}&not_source=Gull" if is_alone else f"facet={slug}"))
        limit = 2 if by == "article" else 50
        found.append(overview.cross(
            project, user, asked, asked.facet, overview.By(by), tree, is_alone=is_alone, limit=limit
        ))
    return found


def beside_choices(project: Project, user: User, tree: TagTree) -> list[choice_counts.Counts]:
    KEPT.forget()
    tags = [node.tag.uid for node in tree.nodes.values() if not (node.tag.replaced_by_id or node.tag.archived_at)]
    asked = (*CHOICES, f"tag={tags[-1]}&children=0")
    said = {"not_tag=": f"not_tag={tags[0]}", "not_coder=": f"not_coder={a_user('anna').uid}"}
    for key, whole in said.items():
        asked = [query.replace(key, whole) for query in asked]
    found = [parse(project, QueryDict(query), tree) for query in asked]
    return [choice_counts.choice_counts(project, user, one, tree) for one, errors in found if not errors]


def assert_equal(project: Project, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The codebook's numbers, and those of the passages page for filters that are kept."""
    project, tree = Project.objects.get(pk=project.pk), TagTree.of(project)
    assert tallies.tallies(project, user) is not None
    own, below = codebook.uses(project, user, tree)
    with monkeypatch.context() as plainly:
        plainly.setattr(codebook, "tallies", lambda *_: None)
        plainly.setattr(overview, "kept_of_facet", lambda *_: None)
        plainly.setattr(choice_counts, "kept_rows", lambda *_: None)
        beside = beside_choices(project, user, tree)
        counted, counted_below = codebook.uses(project, user, tree)
        tables = crossed(project, user, tree)
    assert crossed(project, user, tree) == tables
    assert beside_choices(project, user, tree) == beside
    nothing = codebook.Uses()
    for pk in tree.nodes:
        assert own.get(pk, nothing) == counted.get(pk, nothing), pk
        assert below.get(pk, nothing) == counted_below.get(pk, nothing), pk
    used = [node.tag.uid for pk, node in tree.nodes.items() if pk in below]
    asked = zip(used, cycle(("", "&children=0", "&source=Gull", "&children=0&without=date")), strict=False)
    for query in [*QUERIES, *(f"tag={tag}{more}" for tag, more in asked)]:
        found, errors = parse(project, QueryDict(query))
        if not errors:
            plain = passages_per_article(project, user, found)
            known = kept(project, user, found)
            assert known.per_article() == plain, query
            sums = zip(*plain.values(), strict=True) if plain else ((), ())
            assert known.totals() == (*map(sum, sums), len(plain)), query


@pytest.mark.parametrize("seed", seeds(2))
def test_it_is_what_counting_gives(seed, monkeypatch):
    chance = random.Random(seed)
    project = a_random_project(chance, blind=False)
    deeds = Deeds(chance, project)
    assert_equal(project, a_user("olga"), monkeypatch)
    for number in range(30):
        deeds.one()
        if number % 10 == 9:
            assert_equal(project, a_user("olga"), monkeypatch)
    tallies.recount(project)
    assert_equal(project, a_user("olga"), monkeypatch)


def test_pages_of_what_is_kept_are_those_of_counting(monkeypatch):
    chance = random.Random(7)
    project = a_random_project(chance, blind=False)
    tree, olga = TagTree.of(project), a_user("olga")
    monkeypatch.setattr(passages, "PAGE", 4)

    def pages(query: str, order: str) -> list:
        found, _ = parse(project, QueryDict(query))
        project.refresh_from_db()
        seen, after = [], ""
        while True:
            page, counts = batch(project, olga, found, order, after, tree)
            totals = [(one.article.pk, one.total) for one in page.groups]
            seen.append((totals, page.after, None if after else counts))
            after = page.after
            if not after:
                return seen

    tags = [f"tag={node.tag.uid}" for node in tree.nodes.values()]
    asked = [("", "article"), (f"{tags[1]}&children=0", "published")]
    for query, order in [*asked, *((tags[0], order) for order in ("article", "source", "newest"))]:
        by_tallies = pages(query, order)
        with monkeypatch.context() as plainly:
            plainly.setattr(passages, "kept", lambda *_: None)
            assert pages(query, order) == by_tallies, (query, order)


def test_who_works_blind_is_told_their_own():
    project = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    tag = a_tag(project, "Trade")
    for name in ("anna", "ben"):
        a_highlight(an_article(project), "Sanctions", by=name, tags=(tag,))
    project.refresh_from_db()
    uses = {name: codebook.uses(project, a_user(name), TagTree.of(project))[0][tag.pk].passages
            for name in ("olga", "anna")}
    assert uses == {"olga": 2, "anna": 1}
    edit_project(project=project, actor=a_user("olga"), name=project.name, blind=False)
    project = Project.objects.get(pk=project.pk)
    assert codebook.uses(project, a_user("anna"), TagTree.of(project))[0][tag.pk].passages == 2


def test_small_projects_are_counted_each_time(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tallies, "BIG", 1)
    project = a_project(anna=Role.CODER)
    tag = a_tag(project)
    a_highlight(an_article(project), "Sanctions", tags=(tag,))
    assert tallies.tallies(project, a_user("olga")) is None
    a_highlight(an_article(project), "work", tags=(tag,))
    project.refresh_from_db()
    assert tallies.tallies(project, a_user("olga")).of(tag.pk).passages == 2
    olga = a_user("olga")
    with django_assert_num_queries(2):  # memberships, and what is kept
        assert tallies.tallies(project, olga)


def test_what_takes_long_is_counted_by_several_pages(monkeypatch):
    """Meanwhile everything is counted from the taggings, so nobody is told too few."""
    project = a_project(anna=Role.CODER)
    tag = a_tag(project)
    for _ in range(7):
        a_highlight(an_article(project), "Sanctions", tags=(tag,))
    project.refresh_from_db()
    monkeypatch.setattr(tallies, "LONGEST", -1.0)
    told = [tallies.tallies(project, a_user("olga")) for _ in range(3)]
    assert [one is None for one in told] == [True, True, False]
    assert told[-1].of(WHOLE).passages == 7


def test_a_save_writes_nothing_for_it(django_assert_num_queries):
    project = a_project(anna=Role.CODER)
    article, tag = an_article(project), a_tag(project)
    a_highlight(article, "Sanctions", tags=(tag,))
    project.refresh_from_db()
    tallies.tallies(project, a_user("olga"))
    before = Tallied.objects.get(project=project).number, Tally.objects.count()
    a_highlight(article, "work", tags=(tag,))
    assert (Tallied.objects.get(project=project).number, Tally.objects.count()) == before
