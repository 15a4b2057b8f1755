"""Moving edges, splitting, merging: what they keep, what they refuse, and that each is undone as one step."""

import pytest

from annotations import actions
from annotations.models import Comment, Highlight, Tagging
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity

pytestmark = pytest.mark.django_db
TEXTS = ("The quay 🚲 stays open to e\u0301lite bikes.", "It was always so.", "Order 14 changes this.")


@pytest.fixture
def article():
    return an_article(a_project(anna=Role.CODER, ben=Role.CODER), *TEXTS)


@pytest.fixture
def anna():
    return a_user("anna")


def move(highlight: Highlight, quote: str, **said: object) -> Highlight:
    start = highlight.article.version.text.index(quote)
    return actions.move_edges(**{
        "highlight": highlight, "actor": highlight.author, "start": start, "end": start + len(quote), "quote": quote,
        "version_no": highlight.version_no, **said,
    })


def split(highlight: Highlight, before: str, **said: object) -> tuple[Highlight, Highlight]:
    """Cut where the text goes on with `before`."""
    return actions.split_highlight(**{
        "highlight": highlight, "actor": highlight.author, "at": highlight.article.version.text.index(before),
        "version_no": highlight.version_no, **said,
    })


def merge(highlight: Highlight, other: Highlight, **said: object) -> Highlight:
    return actions.merge_highlights(**{
        "highlight": highlight, "other": other, "actor": highlight.author,
        "version_no": highlight.version_no, "other_version_no": other.version_no, **said,
    })


def a_note(highlight: Highlight, text: str, by: str = "anna") -> Comment:
    return actions.write_note(highlight=highlight, author=a_user(by), text=text)


def quotes(article) -> list[str]:
    there = Highlight.objects.filter(article=article, removed_at=None)
    return list(there.order_by("start").values_list("quote", flat=True))


def rows(article) -> dict[str, list]:
    """All that is there, but for counters and times of changes."""
    highlights = Highlight.objects.filter(article=article, removed_at=None).order_by("pk")
    return {
        "highlights": list(highlights.values(
            "pk", "uid", "start", "end", "quote", "folded", "prefix", "suffix", "first_paragraph", "last_paragraph"
        )),
        "taggings": list(Tagging.objects.filter(article=article).order_by("pk").values()),
        "notes": list(
            Comment.objects.filter(highlight__in=highlights, removed_at=None).order_by("pk")
            .values("pk", "highlight", "text")
        ),
    }


# --- Moving edges


def test_moved_edges_move_quote_context_and_paragraphs_with_them(article):
    highlight = a_highlight(article, "open")
    moved = move(highlight, "e\u0301lite bikes.\n\nIt")
    moved.refresh_from_db()
    assert moved.quote == article.version.text[moved.start : moved.end] == "e\u0301lite bikes.\n\nIt"
    assert (moved.prefix, moved.suffix[:9]) == ("The quay 🚲 stays open to ", " was alwa")
    assert (moved.first_paragraph, moved.last_paragraph, moved.version_no) == (1, 2, 2)


def test_edges_that_are_there_already_are_no_change(article):
    highlight = a_highlight(article, "open")
    before = Change.objects.count()
    assert move(highlight, "open", version_no=7).version_no == 1
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"start": 5}, "text has changed"),
        ({"start": len(TEXTS[0]), "end": len(TEXTS[0]) + 1}, "inside paragraphs"),
        ({"end": 10**6}, "inside paragraphs"),
    ],
)
def test_edges_that_are_no_passage_of_the_text_are_refused(article, said, words):
    highlight = a_highlight(article, "quay")
    with pytest.raises(actions.StaleText, match=words):
        move(highlight, "open", **said)
    assert quotes(article) == ["quay"]


def test_a_second_window_is_told_and_overwrites_nothing(article):
    highlight = a_highlight(article, "open")
    move(highlight, "stays open")
    with pytest.raises(actions.ChangedMeanwhile, match="“stays open”") as refusal:
        move(highlight, "open to")
    assert refusal.value.highlight.quote == "stays open" and quotes(article) == ["stays open"]


def test_a_version_never_comes_back_so_that_no_window_mistakes_another_state_for_its_own(article, anna):
    highlight = a_highlight(article, "open")
    seen = move(highlight, "stays open").version_no
    actions.undo(change=Change.objects.last(), actor=anna)
    highlight.refresh_from_db()
    move(highlight, "open to")
    with pytest.raises(actions.ChangedMeanwhile):
        move(highlight, "quay", version_no=seen)


@pytest.mark.only_on("sqlite")  # which is the quicker one; two windows are the same on both
def test_a_thousand_conflicts_of_two_windows_overwrite_nothing_silently(article):
    """Each window moves what it saw; the second is always refused, and sees what the first made of it."""
    words = ("quay", "stays", "open", "bikes")
    highlight = a_highlight(article, "Order")
    for n in range(1000 // len(words)):
        for mine, theirs in zip(words, words[1:] + words[:1], strict=True):
            highlight.refresh_from_db()
            stale = Highlight.objects.select_related("article__version", "author", "project").get(pk=highlight.pk)
            if highlight.quote == mine:
                continue
            move(highlight, mine)
            with pytest.raises(actions.ChangedMeanwhile) as refusal:
                move(stale, theirs)
            assert refusal.value.highlight.quote == mine, n


@pytest.mark.parametrize("act", ["move", "split", "merge"])
def test_words_that_a_colleague_has_tagged_stay(article, act):
    highlight, near = a_highlight(article, "stays open"), a_highlight(article, "open to")
    a_tagging(highlight, a_tag(article.project), by="ben")
    acts = {
        "move": lambda: move(highlight, "open"),
        "split": lambda: split(highlight, "open"),
        "merge": lambda: merge(near, highlight),
    }
    with pytest.raises(actions.Refused, match="Ben has tagged these very words"):
        acts[act]()
    assert quotes(article) == ["stays open", "open to"]


def test_a_colleagues_note_keeps_nobody_from_following_it(article):
    highlight = a_highlight(article, "open")
    a_note(highlight, "Take “stays” as well.", by="ben")
    assert move(highlight, "stays open").quote == "stays open"


def test_what_is_deleted_is_not_changed(article, anna):
    highlight = a_highlight(article, "stays open")
    actions.remove_highlight(highlight=highlight, actor=anna)
    for act in (lambda: move(highlight, "open"), lambda: split(highlight, "open")):
        with pytest.raises(actions.Refused, match="deleted since"):
            act()


# --- Splitting


def test_a_split_gives_both_the_tags_and_the_first_the_notes(article):
    project = article.project
    ban = an_entity(project, "The ban")
    highlight = a_highlight(article, "quay 🚲 stays open", tags=(a_tag(project, "Bikes"),))
    a_tagging(highlight, a_stance(project, "for"), target=ban, holder_kind="author", memo="Sure?")
    a_note(highlight, "Why?")
    first, second = split(highlight, "stays")
    assert (first.pk, first.quote, second.quote) == (highlight.pk, "quay 🚲", "stays open")
    for part in (first, second):
        said = Tagging.objects.filter(highlight=part).values_list("tag__name", "target__name", "holder_kind", "memo")
        assert sorted(said, key=str) == [("Bikes", None, "", ""), ("For", "The ban", "author", "Sure?")]
    assert list(Comment.objects.values_list("highlight", flat=True)) == [first.pk]


def test_a_split_between_paragraphs_leaves_the_blank_line_out(article):
    highlight = a_highlight(article, "bikes.\n\nIt was")
    split(highlight, "\n\nIt was")
    assert quotes(article) == ["bikes.", "It was"]
    places = Highlight.objects.order_by("start").values_list("first_paragraph", "last_paragraph")
    assert list(places) == [(1, 1), (2, 2)]


@pytest.mark.parametrize("at", [0, 4, 8, 9, 14, 10**6])
def test_a_split_needs_words_on_both_sides(article, at):
    highlight = a_highlight(article, "quay")
    with pytest.raises(actions.Refused, match="words on both sides"):
        split(highlight, "quay", at=at)
    assert quotes(article) == ["quay"]


def test_a_split_sent_twice_is_one_split(article):
    highlight = a_highlight(article, "stays open")
    uid = "0123456789ab"
    first = split(highlight, "open", uid=uid)
    again = split(highlight, "open", uid=uid)
    assert first[1].pk == again[1].pk and quotes(article) == ["stays", "open"]


# --- Merging


def test_a_merge_unites_words_tags_and_notes_without_doubles(article):
    project = article.project
    bikes, quays = a_tag(project, "Bikes"), a_tag(project, "Quays")
    kept = a_highlight(article, "quay 🚲 stays", tags=(bikes,))
    other = a_highlight(article, "stays open")
    a_tagging(other, bikes, memo="Once more.")
    a_tagging(other, quays)
    a_note(other, "First."), a_note(kept, "Second.")
    a_note(other, "Third.", by="ben")
    merge(kept, other)
    assert quotes(article) == ["quay 🚲 stays open"]
    said = Tagging.objects.filter(highlight=kept).order_by("tag__name").values_list("tag__name", "memo")
    assert list(said) == [("Bikes", "Once more."), ("Quays", "")]
    notes = Comment.objects.filter(highlight=kept).order_by("pk").values_list("text", flat=True)
    assert list(notes) == ["First.", "Second.", "Third."]


@pytest.mark.parametrize(
    ("one", "other"), [("The", "quay"), ("quay", "The"), ("bikes.", "It was"), ("stays open to", "open")]
)
def test_passages_merge_where_only_white_space_is_between_them(article, one, other):
    kept = merge(a_highlight(article, one), a_highlight(article, other))
    assert quotes(article) == [kept.quote] and one in kept.quote and other in kept.quote


def test_passages_with_words_between_them_do_not_merge(article):
    one, other = a_highlight(article, "The"), a_highlight(article, "stays")
    with pytest.raises(actions.Refused, match="words between"):
        merge(one, other)
    assert quotes(article) == ["The", "stays"]


def test_two_values_toward_one_target_are_not_merged_away(article):
    project = article.project
    ban = an_entity(project, "The ban")
    one, other = a_highlight(article, "stays open"), a_highlight(article, "open to")
    a_tagging(one, a_stance(project, "for"), target=ban)
    a_tagging(other, a_stance(project, "against"), target=ban)
    with pytest.raises(actions.Refused, match="toward The ban: “For” and “Against”"):
        merge(one, other)
    assert quotes(article) == ["stays open", "open to"] and Tagging.objects.count() == 2


def test_two_kinds_of_holder_are_not_merged_away(article):
    tag, ban = a_stance(article.project, "for"), an_entity(article.project, "The ban")
    one, other = a_highlight(article, "stays open"), a_highlight(article, "open to")
    a_tagging(one, tag, target=ban, holder_kind="author")
    a_tagging(other, tag, target=ban, holder_kind="quoted")
    with pytest.raises(actions.Refused, match="different things"):
        merge(one, other)


def test_a_highlight_does_not_merge_with_one_changed_in_another_window(article):
    one, other = a_highlight(article, "stays open"), a_highlight(article, "open to")
    move(other, "open")
    with pytest.raises(actions.ChangedMeanwhile):
        merge(one, other)


def test_a_highlight_does_not_merge_with_itself(article):
    one = a_highlight(article, "stays open")
    with pytest.raises(actions.Refused, match="itself"):
        merge(one, one)
    assert quotes(article) == ["stays open"]


# --- Each is one step


@pytest.mark.parametrize("act", ["move", "split", "merge"])
def test_undo_puts_everything_back_and_redo_does_it_again(article, anna, act):
    project = article.project
    highlight = a_highlight(article, "quay 🚲 stays open", tags=(a_tag(project, "Bikes"), a_tag(project, "Quays")))
    other = a_highlight(article, "open to")
    a_tagging(other, Tagging.objects.first().tag, memo="Twice.")
    a_tagging(other, a_tag(project, "Ferries"))
    a_note(highlight, "Why?"), a_note(other, "Why not?")
    before, steps = rows(article), Change.objects.count()
    acts = {
        "move": lambda: move(highlight, "It was always"),
        "split": lambda: split(highlight, "stays"),
        "merge": lambda: merge(highlight, other),
    }
    acts[act]()
    after, change = rows(article), Change.objects.last()
    assert Change.objects.count() == steps + 1 and after != before
    for expected in (before, after, before, after):
        change = actions.undo(change=change, actor=anna)
        assert rows(article) == expected


# --- Others' later work


def test_undo_names_who_tagged_the_moved_words_since(article, anna):
    moved = move(a_highlight(article, "open"), "stays open")
    a_tagging(moved, a_tag(article.project, "Bikes"), by="ben")
    with pytest.raises(actions.Refused, match="Ben has tagged this passage “Bikes” since"):
        actions.undo(change=moved.change, actor=anna)
    assert quotes(article) == ["stays open"]


def test_undo_of_a_split_leaves_what_others_wrote_on_its_second_part(article, anna):
    _, second = split(a_highlight(article, "stays open"), "open")
    a_note(second, "Why?", by="ben")
    with pytest.raises(actions.Refused, match="Ben has written a note"):
        actions.undo(change=second.change, actor=anna)
    assert quotes(article) == ["stays", "open"]


def test_undo_of_a_merge_leaves_an_answer_beside_its_note(article, anna):
    one, other = a_highlight(article, "stays open"), a_highlight(article, "open to")
    note = a_note(other, "Why?")
    merged = merge(one, other)
    actions.write_note(highlight=merged, author=a_user("ben"), text="Because.", parent=note)
    with pytest.raises(actions.Refused, match="answered a note"):
        actions.undo(change=merged.change, actor=anna)


def test_in_a_blind_project_undo_does_not_tell_who(anna):
    article = an_article(a_project(anna=Role.CODER, blind=True), *TEXTS)
    moved = move(a_highlight(article, "open"), "stays open")
    a_tagging(moved, a_tag(article.project, "Bikes"), by="olga")
    for act in (lambda: actions.undo(change=moved.change, actor=anna), lambda: move(moved, "open")):
        with pytest.raises(actions.Refused, match="Somebody else has tagged") as refusal:
            act()
        assert "Olga" not in str(refusal.value) and "Bikes" not in str(refusal.value)


def test_undo_names_who_changed_the_same_row_since():
    project = a_project(owner="anna", ben=Role.OWNER)
    tag = a_tag(project, "Bikes")
    mine = actions.edit_tag(tag=tag, actor=a_user("anna"), name="Bicycles").change
    actions.edit_tag(tag=tag, actor=a_user("ben"), name="Cycles")
    with pytest.raises(actions.Refused, match="Ben has changed this tag since"):
        actions.undo(change=mine, actor=a_user("anna"))


def test_undo_tells_what_one_did_oneself_since(article, anna):
    highlight = a_highlight(article, "open")
    first = move(highlight, "stays open")
    move(first, "open to")
    with pytest.raises(actions.Refused, match=r"You have moved the edges of this passage since\. Undo that first"):
        actions.undo(change=first.change, actor=anna)
    assert quotes(article) == ["open to"]


def test_a_tag_that_is_there_again_is_told_in_words(article, anna):
    tag = a_tag(article.project)
    highlight = a_highlight(article, "open", tags=(tag,))
    removed = actions.remove_tagging(tagging=Tagging.objects.get(), actor=anna)
    a_tagging(highlight, tag)
    with pytest.raises(actions.Refused, match="the same tag"):
        actions.undo(change=removed.change, actor=anna)
    assert Tagging.objects.count() == 1


def test_a_name_that_is_taken_meanwhile_is_told_in_words():
    project = a_project(owner="anna")
    tag = a_tag(project, "Bikes")
    renamed = actions.edit_tag(tag=tag, actor=a_user("anna"), name="Cycles").change
    a_tag(project, "Bikes")
    with pytest.raises(actions.Refused, match="the same tag, name"):
        actions.undo(change=renamed, actor=a_user("anna"))


def test_no_tag_is_put_on_a_highlight_that_is_gone(article, anna):
    highlight = a_highlight(article, "open", tags=(a_tag(article.project),))
    removed = actions.remove_tagging(tagging=Tagging.objects.get(), actor=anna)
    actions.remove_highlight(highlight=highlight, actor=anna)
    with pytest.raises(actions.Refused, match="deleted, merged or tagged since"):
        actions.undo(change=removed.change, actor=anna)
    assert not Tagging.objects.exists()


def test_a_highlight_with_later_tags_is_not_undone_from_under_them(article, anna):
    highlight = a_highlight(article, "open")
    a_tagging(highlight, a_tag(article.project))
    with pytest.raises(actions.Refused, match="Undo the later change first"):
        actions.undo(change=highlight.change, actor=anna)
    assert quotes(article) == ["open"]
