"""A new text of an article: highlights that surely belong somewhere move, the others wait for a person."""

import pytest

from annotations import actions
from annotations.models import Highlight, Placement, PlacementState
from corpus_app.actions import NewParagraph, NothingChanged, Refused, StaleVersion, add_version
from corpus_app.actions.versions import stored_paragraphs
from corpus_app.models import Article, Change, Role
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article

pytestmark = pytest.mark.django_db
TEXTS = (
    "Council weighs the ban", "The vote was long overdue, said Ana Ruiz on Monday 🚗.", "Shops fear for their trade.",
    "The council will vote again in May.",
)


def a_text(*texts: str) -> list[NewParagraph]:
    return [NewParagraph(text, "body", "content") for text in texts]


def edited(article: Article, *texts: str, by: str = "olga"):
    number = Article.objects.get(pk=article.pk).version.number
    return add_version(article=article, actor=a_user(by), paragraphs=a_text(*texts), seen=number)


def now(highlight: Highlight) -> Highlight:
    return Highlight.objects.select_related("version").get(pk=highlight.pk)


@pytest.fixture
def article():
    return an_article(a_project(anna=Role.CODER, ben=Role.CODER), *TEXTS)


@pytest.fixture
def marks(article):
    """Exact, changed and gone in CHANGED; the first and the last are a colleague's."""
    tag = a_tag(article.project, "Trade")
    return [a_highlight(article, quote, by=by, tags=(tag,)) for quote, by in (
        ("Ruiz on Monday 🚗", "ben"), ("The council will vote", "anna"), ("Shops fear", "ben"),
    )]


CHANGED = ("Updated 🚌.", TEXTS[0], TEXTS[1], "The city council will vote again in May.")


def test_what_is_certain_moves_and_what_is_not_waits(article, marks):
    version = edited(article, *CHANGED)
    exact, changed, gone = map(now, marks)
    assert (exact.version, exact.quote) == (version, "Ruiz on Monday 🚗")
    assert version.text[exact.start : exact.end] == exact.quote
    assert (exact.first_paragraph, exact.version_no, exact.prefix[-5:]) == (3, 2, " Ana ")
    assert (changed.version.number, changed.quote, changed.taggings.count()) == (1, "The council will vote", 1)
    assert [(p.state, p.quote) for p in Placement.objects.order_by("-highlight__start")] == [
        (PlacementState.WAITING, "The city council will vote"), (PlacementState.UNPLACED, ""),
    ]
    assert (gone.version.number, gone.quote) == (1, "Shops fear")
    assert Article.objects.get(pk=article.pk).version == version


def test_the_former_version_is_as_it_was(article):
    first = article.version
    edited(article, *CHANGED)
    first.refresh_from_db()
    assert [p.text for p in stored_paragraphs(first)] == list(TEXTS)
    assert (first.number, first.text) == (1, "\n\n".join(TEXTS))


def test_undone_all_is_as_before_and_done_again_as_after(article, marks):
    before = [diary_row(mark) for mark in marks]
    edited(article, *CHANGED)
    after = [diary_row(mark) for mark in marks]
    change = Change.objects.get(verb="add-version")
    undone = actions.undo(change=change, actor=a_user("olga"))
    assert [diary_row(mark) for mark in marks] == before
    assert Article.objects.get(pk=article.pk).version.number == 1
    assert not Placement.objects.exists()
    actions.undo(change=undone, actor=a_user("olga"))
    assert [diary_row(mark) for mark in marks] == after
    assert Placement.objects.count() == 2


def diary_row(mark: Highlight) -> tuple:
    mark = now(mark)
    return mark.version_id, mark.start, mark.end, mark.quote, mark.prefix, mark.suffix, mark.first_paragraph


def test_it_is_not_undone_once_passages_are_marked_in_the_new_text(article, marks):
    edited(article, *CHANGED)
    article.refresh_from_db()
    a_highlight(article, "Updated", by="anna")
    with pytest.raises(Refused, match="marked in this text since"):
        actions.undo(change=Change.objects.get(verb="add-version"), actor=a_user("olga"))


def test_a_decision_moves_the_highlight_and_can_be_undone(article, marks):
    edited(article, *CHANGED)
    waiting = Placement.objects.get(state=PlacementState.WAITING)
    change = actions.place_highlights(article=article, actor=a_user("olga"), placements=[waiting])
    assert (now(marks[1]).quote, now(marks[1]).version.number) == ("The city council will vote", 2)
    assert now(marks[1]).taggings.count() == 1
    actions.undo(change=change, actor=a_user("olga"))
    assert (now(marks[1]).quote, now(marks[1]).version.number) == ("The council will vote", 1)
    assert Placement.objects.get(highlight=marks[1]).state == PlacementState.WAITING


def test_a_person_says_where_it_belongs_or_that_it_stays(article, marks):
    version = edited(article, *CHANGED)
    gone = Placement.objects.select_related("project", "article").get(state=PlacementState.UNPLACED)
    start = version.text.index("again in May")
    with pytest.raises(actions.StaleText):
        actions.place_highlight(placement=gone, actor=a_user("ben"), start=start, end=start + 3, quote="May")
    with pytest.raises(Refused, match="inside paragraphs"):
        actions.place_highlight(
            placement=gone, actor=a_user("ben"), start=10, end=13, quote=version.text[10:13]
        )
    actions.leave_highlights(article=article, actor=a_user("ben"), placements=[gone])
    assert list(Placement.objects.open().values_list("state", flat=True)) == [PlacementState.WAITING]
    actions.place_highlight(placement=gone, actor=a_user("ben"), start=start, end=start + 5, quote="again")
    assert now(marks[2]).quote == "again"
    with pytest.raises(Refused, match="decided on since"):
        actions.leave_highlights(article=article, actor=a_user("ben"), placements=[gone])


def test_what_waits_is_tried_again_from_its_own_text_in_the_next_version(article, marks):
    edited(article, *CHANGED)
    version = edited(article, *TEXTS, "A postscript.")
    assert [now(mark).version for mark in marks] == [version] * 3
    assert not Placement.objects.exists()


def test_a_deleted_highlight_comes_along(article, marks):
    actions.remove_highlight(highlight=marks[0], actor=a_user("ben"))
    change = Change.objects.get(verb="remove-highlight")
    edited(article, *CHANGED)
    actions.restore(change=change, actor=a_user("olga"))
    assert now(marks[0]).version.number == 2


def test_other_kinds_make_a_version_and_the_same_text_none(article, marks):
    with pytest.raises(NothingChanged):
        edited(article, *TEXTS)
    kinds = [NewParagraph(TEXTS[0], "title", "content"), *a_text(*TEXTS[1:])]
    version = add_version(article=article, actor=a_user("olga"), paragraphs=kinds, seen=1, reason="Its title")
    assert {now(mark).version for mark in marks} == {version}
    assert (version.added_by, version.reason) == (a_user("olga"), "Its title")
    with pytest.raises(StaleVersion, match="version 2 is the newest"):
        add_version(article=article, actor=a_user("olga"), paragraphs=a_text("Other"), seen=1)
    with pytest.raises(Refused, match="at least one paragraph"):
        add_version(article=article, actor=a_user("olga"), paragraphs=[], seen=2)
