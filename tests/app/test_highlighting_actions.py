"""The verbs on highlights: what they keep, what they refuse, and that undo gives back exactly what was."""

import pytest

from annotations import actions
from annotations.models import Comment, Highlight, Tagging
from corpus_app.models import Change, Role
from tests.factories import a_highlight, a_project, a_stance, a_tag, a_tagging, a_user, an_article, an_entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return an_article(a_project(anna=Role.CODER, ben=Role.CODER), "First 🚲 one.", "Second e\u0301 one.", "Third one.")


def test_a_highlight_across_paragraphs_keeps_its_quote_context_and_paragraphs(article):
    quote = "one.\n\nSecond e\u0301"
    highlight = a_highlight(article, quote)
    assert article.version.text[highlight.start : highlight.end] == highlight.quote == quote
    assert (highlight.prefix, highlight.suffix) == ("First 🚲 ", " one.\n\nThird one.")
    assert (highlight.first_paragraph, highlight.last_paragraph) == (1, 2)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 10_000), (12, 14), (13, 15), (10**12, 10**13)])
def test_offsets_outside_the_text_are_stale(article, start, end):
    with pytest.raises(actions.StaleText):
        actions.add_highlight(article=article, author=a_user("anna"), start=start, end=end, quote="")
    assert not Highlight.objects.exists()


def test_the_same_save_sent_twice_is_one_highlight(article):
    save = {"article": article, "author": a_user("anna"), "uid": "0123456789ab", "start": 0, "end": 5, "quote": "First"}
    first = actions.add_highlight(**save, taggings=[actions.NewTagging(a_tag(article.project))])
    again = actions.add_highlight(**save)
    assert first.pk == again.pk and Highlight.objects.count() == Tagging.objects.count() == 1
    with pytest.raises(actions.UsedId):
        actions.add_highlight(**{**save, "end": 4, "quote": "Firs"})


def test_another_value_toward_the_same_target_takes_the_place_of_the_first(article):
    project, highlight = article.project, a_highlight(article, "First")
    ban, mayor = an_entity(project, "The ban"), an_entity(project, "The mayor")
    a_tagging(highlight, a_stance(project, "for"), target=ban)
    a_tagging(highlight, a_stance(project, "against"), target=ban)
    a_tagging(highlight, a_stance(project, "for"), target=mayor)
    assert sorted(Tagging.objects.values_list("tag__value", "target__name")) == [
        ("against", "The ban"), ("for", "The mayor"),
    ]


def test_undo_gives_a_removed_highlight_back_with_its_taggings_and_redo_takes_it_again(article):
    anna = a_user("anna")
    highlight = a_highlight(article, "First", tags=(a_tag(article.project), a_tag(article.project)))
    before = list(Tagging.objects.order_by("id").values())
    removed = actions.remove_highlight(highlight=highlight, actor=anna)
    assert not Highlight.objects.visible_to(anna).exists() and not Tagging.objects.exists()
    undone = actions.undo(change=removed.change, actor=anna)
    assert Highlight.objects.visible_to(anna).get() == highlight
    assert list(Tagging.objects.order_by("id").values()) == before
    actions.undo(change=undone, actor=anna)
    assert not Highlight.objects.visible_to(anna).exists() and not Tagging.objects.exists()
    with pytest.raises(actions.Refused):
        actions.undo(change=removed.change, actor=anna)


def test_undo_refuses_to_take_a_colleagues_work_away(article):
    highlight = a_highlight(article, "First")
    a_tagging(highlight, a_tag(article.project), by="ben")
    with pytest.raises(actions.Refused):
        actions.undo(change=highlight.change, actor=a_user("anna"))
    with pytest.raises(actions.Refused):
        actions.remove_highlight(highlight=highlight, actor=a_user("anna"))
    assert Tagging.objects.count() == 1 and Highlight.objects.get().removed_at is None


def test_a_note_is_written_corrected_removed_and_given_back(article):
    anna = a_user("anna")
    note = actions.write_note(highlight=a_highlight(article, "First"), author=anna, text="Why?")
    corrected = actions.edit_note(note=note, actor=anna, text="Why not?")
    actions.undo(change=corrected.change, actor=anna)
    assert Comment.objects.get().text == "Why?"


def test_the_diary_counts_without_gaps(article):
    a_highlight(article, "First", tags=(a_tag(article.project),))
    a_highlight(article, "Second")
    numbers = list(Change.objects.filter(project=article.project).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
