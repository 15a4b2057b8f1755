"""What a person can undo and do again in an article, from the diary alone: the stack that survives every reload."""

import random
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone

from annotations import actions
from annotations.models import Comment, Highlight, Tagging
from annotations.pages import history
from corpus_app.actions import Refused, correct_metadata, remove_article
from corpus_app.models import Article, Change, Role, User
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity
from tests.seeds import seeds

pytestmark = pytest.mark.django_db
TEXTS = ("The quay 🚲 stays open to bikes.", "It was always so, and so it stays.", "Order 14 changes this.")
RUNS, SEQUENCES = 4, 50


@pytest.fixture
def project():
    return a_project(anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def article(project):
    return an_article(project, *TEXTS)


def offered(article: Article, name: str = "anna") -> tuple[str, str]:
    found = history.of(article, a_user(name))
    return tuple(step.what if step else "" for step in (found.undo, found.redo))


def step(article: Article, which: str) -> None:
    """Undo or redo what the history offers anna."""
    anna = a_user("anna")
    take_back(article, anna, getattr(history.of(article, anna), which).number)


def take_back(article: Article, user: User, number: int) -> None:
    change = Change.objects.get(project=article.project, number=number)
    change.project, change.article = article.project, article
    actions.undo(change=change, actor=user)


def test_steps_are_undone_newest_first_and_done_again_in_turn(project, article):
    assert offered(article) == ("", "")
    a_tagging(a_highlight(article, "quay"), a_tag(project))
    assert offered(article) == ("tagging “quay”", "")
    step(article, "undo")
    assert offered(article) == ("highlighting “quay”", "tagging “quay”")
    step(article, "undo")
    assert offered(article) == ("", "highlighting “quay”")
    step(article, "redo")
    assert offered(article) == ("highlighting “quay”", "tagging “quay”")
    step(article, "redo")
    step(article, "undo")
    assert offered(article) == ("highlighting “quay”", "tagging “quay”")


def test_something_new_leaves_nothing_to_do_again(article):
    a_highlight(article, "quay")
    step(article, "undo")
    a_highlight(article, "Order")
    assert offered(article) == ("highlighting “Order”", "")
    step(article, "undo")
    assert offered(article) == ("", "highlighting “Order”")


def test_a_note_is_told_by_its_passage_and_a_long_passage_is_cut(article):
    highlight = a_highlight(article, TEXTS[1])
    note = actions.write_note(highlight=highlight, author=a_user("anna"), text="Why?")
    actions.edit_note(note=note, actor=a_user("anna"), text="Why not?")
    assert offered(article)[0] == "changing a note on “It was always so, and so it stays.”"
    a_highlight(article, f"{TEXTS[1]}\n\nOrder 14")
    assert offered(article)[0] == "highlighting “It was always so, and so it stays. Orde…”"


def test_others_steps_and_other_articles_are_not_offered(project, article):
    a_highlight(article, "quay", by="ben")
    a_highlight(an_article(project, "Elsewhere."), "Elsewhere")
    assert offered(article) == ("", "") and offered(article, "ben") == ("highlighting “quay”", "")


def test_what_is_not_done_on_the_page_is_not_offered(article):
    olga = a_user("olga")
    correct_metadata(article=article, actor=olga, title="Another")
    assert offered(article, "olga") == ("", "")
    remove_article(article=article, actor=olga)
    change = Change.objects.last()
    for _ in range(3):
        change = actions.undo(change=change, actor=olga)
        assert offered(article, "olga") == ("", "")


def test_what_was_done_long_ago_is_not_undone_by_a_key(article):
    a_highlight(article, "quay")
    change = Change.objects.last()
    Change.objects.filter(pk=change.pk).update(at=change.at - history.REACH)
    assert offered(article) == ("", "")


def test_right_after_a_change_its_undo_is_known_without_asking(article, django_assert_num_queries):
    highlight = a_highlight(article, "quay")
    with django_assert_num_queries(0):
        known = history.after(highlight.change, highlight)
    assert known == history.of(article, a_user("anna"))


def test_the_history_takes_as_many_queries_for_a_long_one(project, article, django_assert_num_queries):
    tag, anna = a_tag(project), a_user("anna")
    for _ in range(10):
        a_tagging(a_highlight(article, "quay"), tag)
    for _ in range(8):
        step(article, "undo")
    with django_assert_num_queries(4):
        history.of(article, anna)


def test_who_may_no_longer_manage_cannot_redo_what_an_owner_did(project):
    """However often it went to and fro, a change asks for the right that doing it asked for."""
    tag, olga = a_tag(project, "Bikes"), a_user("olga")
    change = actions.edit_tag(tag=tag, actor=olga, name="Cycles").change
    verbs = []
    for _ in range(3):
        change = actions.undo(change=change, actor=olga)
        verbs.append(change.verb)
    assert verbs == ["undo edit-tag", "redo edit-tag", "undo edit-tag"]


# --- A thousand random ways of doing, undoing and doing again, beside the plainest model there is: a list of states


def state(article: Article) -> dict[str, list]:
    """Everything that is there, but for counters and times of changes."""
    highlights = Highlight.objects.filter(article=article, removed_at=None).order_by("pk")
    return {
        "highlights": list(highlights.values_list(
            "pk", "uid", "start", "end", "quote", "folded", "prefix", "suffix", "first_paragraph", "last_paragraph",
        )),
        "taggings": list(Tagging.objects.filter(article=article).order_by("pk").values_list()),
        "notes": list(
            Comment.objects.filter(article=article, removed_at=None, highlight__removed_at=None).order_by("pk")
            .values_list("pk", "uid", "highlight", "text")
        ),
    }


class Person:
    """Does random things as anna; what is refused is no step."""

    def __init__(self, article: Article, chance: random.Random) -> None:
        self.article, self.chance, self.user = article, chance, a_user("anna")
        self.tags = [a_tag(article.project, f"Tag {n}") for n in range(3)]
        self.stances = [a_stance(article.project, value) for value in ("for", "against")]
        self.target = an_entity(article.project, "The ban")

    def new(self) -> actions.NewTagging:
        if self.chance.random() < 0.3:
            return actions.NewTagging(self.chance.choice(self.stances), self.target)
        return actions.NewTagging(self.chance.choice(self.tags), memo=self.chance.choice(("", "Hm.", "Well.")))

    def passage(self) -> dict[str, object]:
        words = [*self.article.version.text.split()]
        first = self.chance.randrange(len(words))
        place = 0
        for word in words[:first]:
            place = self.article.version.text.index(word, place) + len(word)
        start = self.article.version.text.index(words[first], place)
        end = start
        for word in words[first : first + self.chance.randint(1, 6)]:
            end = self.article.version.text.index(word, end) + len(word)
        return {"start": start, "end": end, "quote": self.article.version.text[start:end]}

    def one(self, rows):
        found = list(rows.order_by("pk"))
        if not found:
            raise Refused("There is none.")
        row = self.chance.choice(found)
        row.article = self.article
        row.project = self.article.project
        return row

    def highlight(self) -> Highlight:
        return self.one(Highlight.objects.filter(article=self.article, removed_at=None))

    def add(self) -> None:
        taggings = [self.new()] if self.chance.random() < 0.7 else []
        actions.add_highlight(article=self.article, author=self.user, **self.passage(), taggings=taggings)

    def tag(self) -> None:
        made = actions.add_tagging(highlight=self.highlight(), coder=self.user, new=self.new())
        if not hasattr(made, "change"):
            raise Refused("It was there.")

    def untag(self) -> None:
        tagging = self.one(Tagging.objects.filter(article=self.article))
        actions.remove_tagging(tagging=tagging, actor=self.user)

    def remove(self) -> None:
        actions.remove_highlight(highlight=self.highlight(), actor=self.user)

    def write(self) -> None:
        actions.write_note(highlight=self.highlight(), author=self.user, text=f"Note {self.chance.random()}")

    def edit(self) -> None:
        notes = Comment.objects.filter(article=self.article, removed_at=None, highlight__removed_at=None)
        actions.edit_note(note=self.one(notes), actor=self.user, text=f"Edited {self.chance.random()}")

    def move(self) -> None:
        highlight = self.highlight()
        moved = actions.move_edges(
            highlight=highlight, actor=self.user, **self.passage(), version_no=highlight.version_no
        )
        if not hasattr(moved, "change"):
            raise Refused("It stood there.")

    def split(self) -> None:
        highlight = self.highlight()
        at = self.chance.randint(highlight.start, highlight.end)
        actions.split_highlight(highlight=highlight, actor=self.user, at=at, version_no=highlight.version_no)

    def merge(self) -> None:
        one = self.highlight()
        near = Highlight.objects.filter(author=self.user, end__gte=one.start - 1, start__lte=one.end + 1)
        other = self.one(near.filter(article=self.article, removed_at=None).exclude(pk=one.pk))
        actions.merge_highlights(
            highlight=one, other=other, actor=self.user, version_no=one.version_no, other_version_no=other.version_no
        )

    def anything(self) -> Callable[[], None]:
        doing = (self.add, self.tag, self.untag, self.remove, self.write, self.edit, self.move, self.split, self.merge)
        return self.chance.choices(doing, weights=(5, 4, 2, 1, 1, 1, 3, 3, 3))[0]


def go(article: Article, person: Person, states: list[dict], place: int) -> int:
    """One random step; gives the place in the states where the article must be now."""
    which = person.chance.choice(("do", "do", "undo", "undo", "redo"))
    known = history.of(article, person.user)
    assert (known.undo is not None, known.redo is not None) == (place > 0, place < len(states) - 1)
    if which == "do":
        try:
            person.anything()()
        except Refused:
            return place
        states[place + 1 :] = [state(article)]
        return place + 1
    if getattr(known, which) is None:
        return place
    take_back(article, person.user, getattr(known, which).number)
    return place + (1 if which == "redo" else -1)


@pytest.mark.parametrize("run", seeds(RUNS))
def test_hundreds_of_random_sequences_leave_what_the_model_says(article, run):
    person = Person(article, random.Random(run))
    a_highlight(article, "quay 🚲 stays", by="ben", tags=(person.tags[0],))
    for quote in ("stays open", "open to", "always so"):
        a_highlight(article, quote, tags=(person.tags[1],))
    Change.objects.filter(article=article).update(at=timezone.now() - 2 * history.REACH)
    done = set()
    for n in range(SEQUENCES):
        with transaction.atomic():
            first = Change.objects.order_by("number").last().number
            states, place = [state(article)], 0
            for _ in range(person.chance.randint(2, 6)):
                place = go(article, person, states, place)
                assert state(article) == states[place], f"run {run}, sequence {n}"
            done |= set(Change.objects.filter(number__gt=first).values_list("verb", flat=True))
            transaction.set_rollback(True)
    taken_back = {verb.removeprefix("undo ") for verb in done if verb.startswith("undo ")}
    assert len(taken_back) >= 4
