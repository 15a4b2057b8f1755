"""Rows of a table that are about articles which are here: shown before they are written, and one step in the diary."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from annotations import actions as annotating
from corpus_app import actions
from corpus_app.importing.draft import Draft, Rows
from corpus_app.matching import By, Fate, matched
from corpus_app.models import Article, ArticleDraft, Change, Project, Role
from tests import uploads
from tests.factories import a_project, a_user, an_article, client_of
from tests.unit.importing.test_tables import csv_of

HEADER = ("id", "Headline", "URL", "Paper", "When", "Kind", "Body")
FIELDS = ("id", "title", "url", "source", "published")


@pytest.fixture
def project(db):
    return a_project("Quay", anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def kind(project):
    return actions.add_field(
        project=project, actor=a_user("olga"), name="Kind", type="choice", choices=["News", "Op-ed"]
    )


@pytest.fixture
def articles(project):
    known = (("Gulls", "https://www.gull.example/a/"), ("Ferry", ""), ("Ferry", ""), ("Wind", "http://tide.example/w"))
    return [an_article(project, f"{title}.", title=title, url=url) for title, url in known]


def bring(*rows: tuple[str, ...]) -> ArticleDraft:
    file = SimpleUploadedFile("t.csv", csv_of(HEADER, *rows))
    uploads.bring(client_of("anna"), Project.objects.get(slug="quay"), file)
    return ArticleDraft.objects.exclude(table={}).get()


def ask(table: ArticleDraft, by: str, *fields: str, **more: str):
    said = {f"column-{at}": field for at, field in enumerate(fields)} | {"rows": "match", "by": by, **more}
    return client_of("anna").post(reverse("choose-columns", args=["quay", table.uid]), said, follow=True)


def write(table: ArticleDraft, page) -> object:
    seal = page.context["page"].seal
    return client_of("anna").post(reverse("match-rows", args=["quay", table.uid]), {"seal": seal}, follow=True)


def test_each_row_is_shown_and_then_written_as_one_change_that_is_undone_as_one(project, articles, kind):
    table = bring(
        ("7", "GULLS", "", "The Gull", "May 2023", "News", ""),
        ("8", "Ferry", "", "The Gull", "", "", ""),
        ("9", "Nobody", "", "The Gull", "", "", "A text of nobody."),
        ("10", "Wind", "", "", "soon", "Poem", ""),
        ("11", "", "", "The Gull", "", "", ""),
    )
    page = ask(table, "title", *FIELDS, f"own-{kind.uid}", "text")
    fates = [match.fate for match in page.context["page"].rows]
    assert fates == [Fate.CHANGES, Fate.SEVERAL, Fate.NONE, Fate.CHANGES, Fate.NONE]
    for told in (
        "It may mean “Ferry”, “Ferry”, so it is left out.",
        "Its date “soon” is left out", "Its Kind “Poem” is left out.",
        "does not say its title",
        "<ins><bdi>The Gull</bdi></ins>", "<ins><bdi>2023-05</bdi></ins>", "2 change an article",
    ):
        assert told in page.text, told
    assert not Change.objects.filter(verb="correct-metadata").exists()
    done = write(table, page)
    gulls = Article.objects.get(pk=articles[0].pk)
    assert (gulls.title, gulls.source, gulls.published, gulls.provider_id) == ("Gulls", "The Gull", "2023-05", "7")
    assert gulls.meta == {kind.uid: "News"} and gulls.url == "https://www.gull.example/a/"
    assert "2 articles changed." in done.text and not ArticleDraft.objects.exists()
    change = Change.objects.get(verb="correct-metadata")
    assert reverse("annotations:undo", args=["quay", change.number]) in done.text
    annotating.undo(change=change, actor=a_user("anna"))
    gulls.refresh_from_db()
    assert (gulls.source, gulls.published, gulls.provider_id, gulls.meta) == ("", "", "", {})


def test_rows_of_no_article_become_drafts_where_that_is_said(project, articles):
    table = bring(
        ("a", "Gulls, again", "http://gull.example/a#top", "", "", "", ""),
        ("b", "New", "https://gull.example/new", "", "2024", "", "A text of the new one."),
        ("c", "Later", "https://gull.example/later", "", "", "", ""),
    )
    page = ask(table, "url", *FIELDS, "", "text", others="drafts")
    assert "Change 1 article and make 2 drafts" in page.text
    assert "2 drafts made of the other rows." in write(table, page).text
    new, later = ArticleDraft.objects.order_by("position")
    assert (new.metadata["title"], new.metadata["published"], new.is_bare) == ("New", "2024", False)
    assert (later.metadata["provider_id"], later.is_bare) == ("c", True)
    assert Article.objects.get(pk=articles[0].pk).title == "Gulls, again"


def test_what_changed_since_it_was_shown_is_shown_again(project, articles):
    table = bring(("a", "Gulls", "", "The Gull", "", "", ""))
    page = ask(table, "title", *FIELDS, "", "")
    actions.correct_metadata(article=articles[0], actor=a_user("ben"), source="The Tide")
    again = write(table, page)
    assert again.status_code == 409 and "<del><bdi>The Tide</bdi></del>" in again.text
    assert Article.objects.get(pk=articles[0].pk).source == "The Tide"
    page = ask(table, "title", "", "title", "", "source", only_empty="on")
    assert "There is nothing to write" in page.text


def test_a_mapping_that_matches_nothing_is_refused_and_a_table_is_its_bringers_alone(project, articles):
    table = bring(("a", "Gulls", "", "", "", "", ""))
    assert "Say which column holds the address on the web" in ask(table, "url", "", "title", "", "source").text
    assert "Say what one more column holds" in ask(table, "title", "", "title").text
    address = reverse("match-rows", args=["quay", table.uid])
    assert "Say first what the columns" in client_of("anna").get(address, follow=True).text
    assert client_of("ben").get(address).status_code == 404


def test_an_id_is_the_articles_own_or_the_one_at_its_archive_and_two_rows_of_one_article_are_left_out():
    one, other = Article(pk=1, uid="a" * 12), Article(pk=2, uid="b" * 12, provider_id="AN1")
    rows = Rows(bare=[
        Draft((), (), (), str(n), position=n, metadata={"provider_id": said, "source": f"The {n}"})
        for n, said in ((2, f"a-{'a' * 12}"), (3, "AN1"), (4, "b" * 12))
    ])  # fmt: skip
    found = matched(rows, [one, other], [], by=By.ID)
    assert [match.fate for match in found.rows] == [Fate.CHANGES, Fate.TWICE, Fate.TWICE]
    assert "Row 4 means the same article" in found.rows[1].said[0]
