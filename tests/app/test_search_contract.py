"""What a question finds: the same on both databases, and as a plain model of it says."""

import random

import pytest
from django.db import connection

from annotations import actions
from annotations.models import Entry, EntryKind
from annotations.pages import search as pages
from annotations.pages.search import Order, Where, search
from annotations.search import lookup
from annotations.search.index import LATE, catch_up, rebuild
from annotations.search.lookup import entries
from annotations.search.query import BadQuery, parse
from annotations.search.vocabulary import in_whole_words
from annotations.search.words import LONGEST_TEXT, stored
from corpus_app.actions import correct_metadata, remove_article
from corpus_app.importing.fold import fold
from corpus_app.models import Project, Role
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article

pytestmark = pytest.mark.django_db

WHOLE = "INSERT INTO annotations_entry_fts(annotations_entry_fts, rank) VALUES ('integrity-check', 1)"
TEXTS = (
    "The “old” harbour’s café in São Tomé.",
    "Don't close the old harbor, say 20 harbour-masters; e-mail us!",
    "Climate change changes the harbour. The change of climate.",
    "台北市與北京大學。東京タワー",
    "北京 is big. ภาษาไทย हिन्दी भाषा",
    "ﬁsh STRASSE Straße naïve 100% under_score",
)
ASKED = {
    "harbour": {0, 1, 2},
    "HARBOUR -masters": {0, 2},
    "cafe": {0},
    "'old'": {0, 1},
    '"climate change"': {2},
    "“climate change”": {2},
    '"climate chan*"': {2},
    "climate change": {2},
    "sao OR climate": {0, 2},
    "old sao OR climate": {0},
    "harb*": {0, 1, 2},
    "*arbour": {0, 1, 2},
    "*arbo*": {0, 1, 2},
    "old -*arbour": set(),
    "*ste*": {1},
    "don’t": {1},
    "don't": {1},
    "e-mail": {1},
    "(old OR climate) -cafe": {1, 2},
    "(cafe tome) OR (climate change)": {0, 2},
    "harbour -(old cafe)": {1, 2},
    'harbour -"old harbour"': {1, 2},
    "北京": {3, 4},
    "北": {3, 4},
    "京": {3, 4},
    "学": set(),
    "學": {3},
    "京大學": {3},
    "北京 市": {3},
    "タワー": {3},
    "ภาษา": {4},
    "हिन्दी": {4},
    "strasse": {5},
    "fish": {5},
    "naive": {5},
    "100%": {5},
    "under_score": {5},
    "nothing": set(),
}  # fmt: skip


def found(project: Project, asked: str, by: str = "olga", kinds=(EntryKind.TEXT,)) -> list[int]:
    """By the parts of words themselves and by the whole words that have them, which must be the same."""
    words = parse(asked).words
    either = [
        list(entries(project, a_user(by), tuple(kinds), part).values_list("subject", flat=True))
        for part in (words, in_whole_words(project, words))
    ]
    assert either[0] == either[1], asked
    return either[0]


@pytest.fixture
def project() -> Project:
    return a_project(anna=Role.CODER, ben=Role.CODER)


def test_every_kind_of_question_finds_what_it_says(project):
    an_article(a_project(), *TEXTS)
    article = an_article(project, *TEXTS)
    keys = list(article.version.paragraphs.values_list("pk", flat=True))
    for asked, places in ASKED.items():
        assert found(project, asked) == [keys[place] for place in sorted(places)], asked


@pytest.mark.parametrize(
    "asked",
    ["", " ", "!!!", '"', "a OR", "OR a", "a OR OR b", "-a", "a OR -b", "(a", "a)", "()", "- a", "nope:a", "source:a",
     "a (b source:c)", "a OR source:c", "*ab", "a*b", "x" * 501, "a " * 41, "(" * 12 + "a" + ")" * 12, "a -(-b)"],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_in_a_sentence(asked):
    with pytest.raises(BadQuery, match=r"^[A-Z“].*\.$"):
        parse(asked)


WORDS = ("red", "reds", "blue", "bluebell", "re", "école", "北京", "京", "don't")


def test_questions_at_random_find_what_a_plain_model_finds(project):
    rng = random.Random(7)
    texts = [" ".join(rng.choices(WORDS, k=rng.randint(1, 5))) for _ in range(40)]
    keys = list(an_article(project, *texts).version.paragraphs.values_list("pk", flat=True))
    for _ in range(150):
        asked, holds = a_question(rng, 2)
        expected = [key for key, text in zip(keys, texts, strict=True) if holds(text)]
        assert found(project, asked) == expected, asked


def a_question(rng: random.Random, depth: int):
    """A question, and what it says of a text, told by nothing but Python's own means."""
    kind = rng.choice(["word", "prefix", "inside", "phrase"] if not depth else ["and", "or", "not", "word"])
    if kind == "and":
        (one, holds), (other, holds_too) = a_question(rng, depth - 1), a_question(rng, depth - 1)
        return f"({one}) ({other})", lambda text: holds(text) and holds_too(text)
    if kind == "or":
        (one, holds), (other, holds_too) = a_question(rng, depth - 1), a_question(rng, depth - 1)
        return f"({one}) OR ({other})", lambda text: holds(text) or holds_too(text)
    if kind == "not":
        (one, holds), (other, holds_too) = a_question(rng, depth - 1), a_question(rng, depth - 1)
        return f"({one}) -({other})", lambda text: holds(text) and not holds_too(text)
    word = fold(rng.choice(WORDS))
    if kind == "inside":
        word = rng.choice(["luebe", "ecol", "red", "eds"])
        return f"*{word}*", lambda text: any(word in one for one in fold(text).split())
    if kind == "phrase":
        word = f"{word} {fold(rng.choice(WORDS))}"
    begins = "" if word[0] in "北京" else " "
    ends = "" if kind == "prefix" or word[-1] in "北京" else " "
    said = f'"{word}*"' if kind == "prefix" else f'"{word}"'
    return said, lambda text: f"{begins}{word}{ends}" in f" {fold(text)} "


@pytest.mark.parametrize("near", [0, 40_000])
@pytest.mark.parametrize(("counted", "span"), [(12, 0), (3, 1), (3, 99)])
def test_of_many_the_first_ones_are_looked_at_wherever_they_are_told(project, monkeypatch, near, counted, span):
    """By their keys, by the index or by reading; `span` is far too short, and far too long, for how they lie."""
    an_article(project, *["Nothing here.", "Red harbour"] * 5, "Red red harbour harbour")
    monkeypatch.setattr(pages, "COUNTED", counted)
    monkeypatch.setattr(pages, "MOST", 4)
    monkeypatch.setattr(lookup, "NEAR", near)
    if span:
        monkeypatch.setattr(pages, "how_many", lambda *told, **said: lookup.Counted(4, span))
    for asked in ("harbour", '"red harbour"', "*arbou*", "harbour -absent"):
        first = search(project, a_user("anna"), q=asked, where=Where.TEXTS, order=Order.BEST, page=1, path="/")
        assert (first.is_cut, [hit.place for hit in first.hits]) == (True, ["2", "4", "6", "8"]), asked
        text = search(project, a_user("anna"), q=asked, where=Where.TEXTS, order=Order.TEXT, page=1, path="/")
        assert [hit.place for hit in text.hits] == ["2", "4", "6", "8", "10", "11"], asked


def test_a_text_of_very_many_words_loses_its_end():
    """PostgreSQL takes no more of them into its index, where each stands with its scope."""
    letters = "".join(map(chr, range(0x20000, 0x29000)))
    heavy, common = stored(letters + letters[::-1]), stored("long " * 60_000)
    words = set(heavy.split())
    assert len(common) == LONGEST_TEXT > len(heavy) > 100_000
    assert sum(len(word.encode()) + 16 for word in words) <= 1_000_000


def contents(project: Project) -> list[tuple]:
    catch_up(project)
    columns = ("kind", "subject", "words", "scope", "article", "person")
    return sorted(Entry.objects.filter(project=project).values_list(*columns))


def test_after_every_action_the_index_is_as_if_made_anew(project):
    anna, olga = a_user("anna"), a_user("olga")
    article = an_article(project, "Old words here.", "Menu", kinds="bx", title="A title", source="Gull")
    other = an_article(project, "Other words.")
    mark = a_highlight(article, "Old words", tags=(a_tag(project),))
    a_highlight(other, "Other", tags=(a_tag(project),))
    note = actions.write_note(highlight=mark, author=anna, text="A thought, @Olga")
    actions.write_note(article=article, author=anna, text="On the whole")
    memo = actions.write_memo(project=project, author=anna, text="Mine alone", is_shared=False)
    gone = a_highlight(article, "here")
    remark = a_tagging(mark, a_tag(project, "Said"), by="ben", memo="Rather loud", holder=None)
    marked = a_highlight(article, "words here")
    a_tagging(marked, a_tag(project), memo="Goes with its passage")
    assert {"rather loud", "goes with its passage"} <= {
        words.strip() for kind, _, words, *_ in contents(project) if kind == EntryKind.REMARK
    }
    steps = [
        lambda: actions.remove_tagging(tagging=remark, actor=a_user("ben")),
        lambda: actions.remove_highlight(highlight=marked, actor=anna),
        lambda: actions.remove_highlight(highlight=gone, actor=anna),
        lambda: actions.edit_note(note=note, actor=anna, text="Another thought", version_no=note.version_no),
        lambda: actions.edit_memo(
            memo=memo, actor=anna, text="For all", is_shared=True, version_no=memo.version_no
        ),
        lambda: actions.remove_note(note=note, actor=anna),
        lambda: correct_metadata(article=article, actor=olga, title="Another title", source=""),
        lambda: remove_article(article=other, actor=olga),
    ]
    for step in steps:
        before = contents(project)
        done = step()
        kept = contents(project)
        assert kept != before
        assert "menu" not in " ".join(words for _, _, words, *_ in kept)
        rebuild(project)
        assert contents(project) == kept
        if hasattr(done, "change"):
            actions.undo(change=done.change, actor=done.change.actor)
            step_back = contents(project)
            assert step_back != kept
            rebuild(project)
            assert contents(project) == step_back
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(WHOLE)


def test_new_highlights_wait_until_somebody_searches_or_they_are_many(project):
    article = an_article(project, "Old words here.")
    mark = a_highlight(article, "words", by="anna")
    marks = Entry.objects.filter(kind=EntryKind.MARK)
    assert not marks.exists()
    page = search(project, a_user("anna"), q="words", where=Where.MARKS, order=Order.BEST, page=1, path="/")
    assert len(page.hits) == 1
    assert list(marks.values_list("subject", flat=True)) == [mark.pk]
    gone = a_highlight(article, "here", by="anna")
    actions.undo(change=gone.change, actor=a_user("anna"))
    catch_up(project)
    assert marks.count() == 1
    Project.objects.filter(pk=project.pk).update(change_number=LATE - 1)
    late = a_highlight(article, "Old", by="anna")
    assert set(marks.values_list("subject", flat=True)) == {mark.pk, late.pk}


def test_a_blind_coder_finds_nothing_of_the_others(project):
    blind = a_project(anna=Role.CODER, ben=Role.CODER, blind=True)
    article = an_article(blind, "Sanctions work.")
    mine, theirs = a_highlight(article, "Sanctions"), a_highlight(article, "Sanctions work", by="ben")
    actions.write_note(highlight=theirs, author=a_user("ben"), text="Sanctions again")
    private = actions.write_memo(project=blind, author=a_user("ben"), text="Sanctions alone", is_shared=False)
    everything = (EntryKind.MARK, EntryKind.NOTE, EntryKind.MEMO)
    catch_up(blind)
    assert found(blind, "sanctions", by="anna", kinds=everything) == [mine.pk]
    assert private.pk in found(blind, "alone", by="ben", kinds=everything)
    assert found(blind, "alone", by="olga", kinds=everything) == []
    assert len(found(blind, "sanctions", by="olga", kinds=everything)) == 3
    assert found(blind, "sanctions", by="stranger", kinds=(EntryKind.TEXT, *everything)) == []
