"""A new text of an article: highlights that surely belong somewhere move, the others wait for a person."""

import csv
import io

import pytest
from django.urls import reverse

from annotations import actions
from annotations.models import Highlight, Placement, PlacementState
from corpus_app.actions import NewParagraph, NothingChanged, Refused, StaleVersion, add_version, edit_project
from corpus_app.actions.bringing import add_draft
from corpus_app.actions.versions import stored_paragraphs
from corpus_app.models import Article, Change, Role
from tests.factories import a_highlight, a_project, a_tag, a_tagging, a_user, an_article
from tests.reading import address, client_of, parsed, reading_url

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


# --- Pages


def test_an_owner_edits_the_text_and_others_may_not(article, marks):
    url = address("edit-text", article.project, article.uid)
    page = client_of("olga").get(url).text
    assert "Shops fear for their trade." in page and 'name="kind-4"' in page
    fields = {f"text-{n}": text for n, text in enumerate(TEXTS, 1)} | {"version": 1, "first": 1}
    fields |= {f"kind-{n}": "body" for n in range(1, 5)} | {"reason": "As printed", "kind-1": "title"}
    fields |= {"text-2": "New.\r\n\r\n" + TEXTS[1], "text-3": "", "text-4": "The city council will vote again in May."}
    answer = client_of("olga").post(url, fields)
    assert (answer.status_code, answer.url) == (302, f"{address('placing', article.project)}?article={article.uid}")
    version = Article.objects.select_related("version").get(pk=article.pk).version
    assert version.text == "\n\n".join([TEXTS[0], "New.", TEXTS[1], fields["text-4"]])
    assert [p.kind for p in stored_paragraphs(version)] == ["title", "body", "body", "body"]
    assert (now(marks[0]).version, version.reason) == (version, "As printed")
    assert client_of("anna").get(url).status_code == 403
    stale = client_of("olga").post(url, fields)
    assert stale.status_code == 409
    assert "version 2 is the newest" in stale.text and 'name="over" value="2"' in stale.text
    assert "The city council" in stale.text
    assert client_of("olga").post(url, fields | {"over": 2, "join-1": "on"}).status_code == 302
    third = Article.objects.select_related("version").get(pk=article.pk).version
    assert (third.number, third.text.split("\n\n")[0]) == (3, f"{TEXTS[0]} New.")


def test_a_newer_text_is_looked_at_before_it_is_saved(article, marks):
    url = address("read-newer-text", article.project, article.uid)
    page = client_of("olga").post(url, {"text": "\n\n".join([*TEXTS, "A correction was added at the end."])}).text
    assert 'name="whole"' in page and "A correction was added" in page
    assert Article.objects.get(pk=article.pk).version.number == 1
    fields = {f"text-{n}": text for n, text in enumerate([*TEXTS, "A correction."], 1)}
    fields |= {f"kind-{n}": "body" for n in range(1, 6)} | {"version": 1, "first": 1, "whole": 1}
    client_of("olga").post(address("edit-text", article.project, article.uid), fields)
    assert {now(mark).version.number for mark in marks} == {2}
    assert client_of("olga").post(url, {"text": " "}).status_code == 422


def test_the_tray_shows_before_and_after_and_a_coder_decides_of_their_own(article, marks):
    edited(article, *CHANGED)
    url = address("placing", article.project)
    page = client_of("anna").get(url).text
    assert "<ins> city</ins>" in page and "No place was found" in page
    mine, theirs = (Placement.objects.get(highlight=mark).uid for mark in (marks[1], marks[2]))
    decide = address("decide-placing", article.project)
    assert client_of("anna").post(decide, {"placement": theirs, "decision": "leave"}).status_code == 403
    assert client_of("rita").post(decide, {"placement": mine, "decision": "leave"}).status_code == 404
    client_of("anna").post(decide, {"placement": mine, "decision": "accept"})
    assert now(marks[1]).quote == "The city council will vote"
    place = address("choose-place", article.project, theirs)
    assert "Shops fear" in client_of("ben").get(place).text
    assert client_of("ben").post(place, {"words": "Nowhere"}).status_code == 422
    several = client_of("ben").post(place, {"words": "a"})
    assert several.status_code == 422 and several.text.count('type="radio"') > 1
    assert client_of("ben").post(place, {"words": "again  in\nMay"}).status_code == 302
    assert now(marks[2]).quote == "again in May"
    assert "All passages have their place" in client_of("anna").get(url).text


def test_a_blind_coder_sees_their_own_passages_only(article, marks):
    edited(article, *CHANGED)
    project = article.project
    edit_project(project=project, actor=a_user("olga"), name=project.name, blind=True)
    page = client_of("anna").get(address("placing", project)).text
    theirs = Placement.objects.get(highlight=marks[2]).uid
    assert "<ins> city</ins>" in page and theirs not in page
    assert "1 passage waits" in client_of("anna").get(address("text-versions", project, article.uid)).text
    assert client_of("anna").get(address("choose-place", project, theirs)).status_code == 404
    table = client_of("anna").get(address("version-table", project, article.uid, 1)).text
    assert (f"h-{marks[1].uid}" in table, f"h-{marks[2].uid}" in table) == (True, False)


def test_the_older_version_is_read_and_taken_away_as_files(article, marks):
    a_tagging(marks[0], a_tag(article.project, "Said"), by="ben")
    old = client_of("anna").get(address("export", article.project), {"flavour": "analysis"}).getvalue().decode()
    edited(article, *CHANGED)
    page = client_of("anna").get(address("text-version", article.project, article.uid, 1)).text
    assert "Shops fear" in page and "3 passages" in page and "🚌" not in page
    text = client_of("anna").get(address("version-text", article.project, article.uid, 1))
    assert text.content.decode() == "\n\n".join(TEXTS)
    table = client_of("anna").get(address("version-table", article.project, article.uid, 1))
    assert table.content.decode() == old
    new = client_of("anna").get(address("export", article.project), {"flavour": "analysis"}).getvalue().decode()
    rows = {row["quote"]: row for row in csv.DictReader(io.StringIO(new))}
    assert [rows[quote]["article_version"] for quote in ("Ruiz on Monday 🚗", "Shops fear")] == ["2", "1"]
    assert client_of("anna").get(address("text-version", article.project, article.uid, 9)).status_code == 404
    assert client_of("anna").get(address("text-version", article.project, article.uid, 2)).status_code == 302


def test_a_page_with_the_older_text_can_neither_save_nor_fetch(article, marks):
    headers = {"Corpus-Reader": "1", "Corpus-Text": f"{reading_url(article)}1"}
    part = f"{reading_url(article)}paragraphs/1-1/"
    assert client_of("anna").get(part, headers=headers).status_code == 200
    edited(article, *CHANGED)
    stale = client_of("anna").get(part, headers=headers)
    assert stale.status_code == 409 and f'href="{reading_url(article)}"' in stale.text
    assert parsed(stale.text)[0].get("id") == "toasts"  # else it would be put in the page's place
    url = address("add-tagging", article.project, marks[0].uid)
    tag = a_tag(article.project, "New")
    assert client_of("anna").post(url, {"tag": tag.uid}, headers=headers).status_code == 409
    fresh = headers | {"Corpus-Text": f"{reading_url(article)}2"}
    assert client_of("anna").post(url, {"tag": tag.uid}, headers=fresh).status_code == 200
    assert ">version 2</a>" in client_of("anna").get(reading_url(article)).text


def test_a_draft_that_looks_like_an_article_becomes_its_newest_text():
    days = [f"On day {n} of the closure the harbour counted {n * 7} boats and {n * 3} bikes." for n in range(40)]
    article = an_article(a_project(anna=Role.CODER), *days)
    mark = a_highlight(article, "counted 70 boats")
    content = "\n\n".join([*days, "A correction was added."]).encode()
    draft = add_draft(project=article.project, added_by=a_user("olga"), name="again.txt", content=content)
    draft_url = reverse("draft", args=[article.project.slug, draft.uid])
    assert "make it the newest text" in client_of("olga").get(draft_url).text
    answer = client_of("olga").post(f"{draft_url}version/", {"article": article.uid})
    assert answer.url == reading_url(article)
    version = Article.objects.select_related("version").get(pk=article.pk).version
    assert (version.number, version.reason, now(mark).version) == (2, "From again.txt", version)
    assert client_of("olga").get(draft_url).status_code == 404
