"""A table becomes drafts once a person has said what its columns hold; the next with the same header remembers it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from corpus_app.actions.fields import add_field
from corpus_app.models import Article, ArticleDraft, Project, Role, TableColumns
from tests import uploads
from tests.factories import a_project, a_user, signed_in
from tests.unit.importing import files
from tests.unit.importing.test_tables import LEAD, NEXT, TEXT, csv_of

pytestmark = pytest.mark.django_db
HEADER = ("Headline", "Body", "Date", "Extra")
GULLS = ("Gulls", TEXT, "2024-05-06", "7")
FERRY = ("Ferry", "The ferry runs no more, and nobody at the office says why.", "May 2023", "")


@pytest.fixture
def project():
    return a_project("Quay", anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def anna(client):
    signed_in(a_user("anna"), client)
    return client


def bring(client, data: bytes, name: str = "press.csv", source: str = ""):
    return uploads.bring(client, Project.objects.get(slug="quay"), SimpleUploadedFile(name, data), source=source)


def say(client, table: ArticleDraft, *fields: str):
    data = {f"column-{at}": field for at, field in enumerate(fields)}
    return client.post(reverse("choose-columns", args=["quay", table.uid]), data, follow=True)


def the_table() -> ArticleDraft:
    return ArticleDraft.objects.exclude(table={}).get()


def test_columns_are_shown_with_their_first_rows_to_be_confirmed(anna, project):
    page = bring(anna, csv_of(HEADER, GULLS, FERRY, GULLS, ("fourth", "row", "", "")))
    assert "Say what its columns hold" in page.text and "separated by commas" in page.text
    assert '<option value="title" selected>' in page.text and '<option value="published" selected>' in page.text
    assert "Ferry" in page.text and "fourth" not in page.text
    assert not ArticleDraft.objects.filter(table={}).exists()


def test_each_row_becomes_a_draft_with_what_the_columns_say(anna, project):
    bring(anna, csv_of(HEADER, GULLS, ("Only a title", "", "2024", ""), FERRY), source="The Gull")
    page = say(anna, the_table(), "title", "text", "published", "")
    gulls, ferry = ArticleDraft.objects.all()
    assert [block["text"] for block in gulls.blocks] == [LEAD, NEXT]
    assert (gulls.metadata["title"], gulls.metadata["published"], gulls.metadata["source"]) == (
        "Gulls", "2024-05-06", "The Gull",
    )  # fmt: skip
    assert (str(gulls), ferry.metadata["published"]) == ("press.csv, row 2", "2023-05")
    assert "2 drafts made" in page.text and "Metadata only: 1 row has no text and is left out." in page.text
    anna.post(reverse("save-drafts", args=["quay"]))
    assert sorted(Article.objects.values_list("title", "published")) == [("Ferry", "2023-05"), ("Gulls", "2024-05-06")]


def test_what_a_row_says_beside_the_usual_is_shown_in_its_preview_and_saved(anna, project):
    tone, kind = (
        add_field(project=project, actor=a_user("olga"), name=name, type=type, choices=("News", "Op-ed"))
        for name, type in (("Tone <b>", "number"), ("Kind", "choice"))
    )
    row = ("Gulls", TEXT, "-3", "Op-ed", "Opinion", "17")
    bring(anna, csv_of(("Headline", "Body", "Tone", "Kind", "Desk", "Id"), row))
    page = say(anna, the_table(), "title", "text", f"own-{tone.uid}", f"own-{kind.uid}", "section", "id").text
    said = page.partition('id="more-said"')[2].partition("</dl>")[0]
    assert re.findall("<bdi>(.*?)</bdi>", said) == [
        "Section", "Opinion", "Id at the archive", "17", "Tone &lt;b&gt;", "-3", "Kind", "Op-ed",
    ]  # fmt: skip
    anna.post(reverse("save-drafts", args=["quay"]))
    assert Article.objects.get().meta == {tone.uid: -3, kind.uid: "Op-ed"}


def test_what_was_said_is_offered_for_the_next_table_with_the_same_header_in_this_project_only(anna, project):
    bring(anna, csv_of(("X", "Y"), ("Gulls", TEXT)))
    say(anna, the_table(), "title", "text")
    page = bring(anna, csv_of(("X", "Y"), ("Ferry", LEAD)), "more.csv")
    assert '<option value="text" selected>' in page.text
    assert TableColumns.objects.get().project == project
    TableColumns.objects.update(project=a_project("Other", anna=Role.CODER))
    assert bring(anna, csv_of(("X", "Y"), ("Wind", NEXT)), "other.csv").text.count("selected") == 3
    both_left_out = bring(anna, csv_of(("Y", "X"), ("Ferry", LEAD)), "third.csv").text
    assert both_left_out.count("selected") == 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (("title", "", "", ""), "Say which column holds the text."),
        (("title", "text", "title", ""), "More than one column is set as the title."),
        (("title", "text", "nonsense", ""), "Choose one of the fields in the list."),
    ],
)
def test_columns_that_make_no_article_are_refused(anna, project, fields, sentence):
    bring(anna, csv_of(HEADER, GULLS))
    page = say(anna, the_table(), *fields)
    assert page.status_code == 422 and sentence in page.text
    assert ArticleDraft.objects.count() == 1


def test_several_columns_make_up_the_text(anna, project):
    bring(anna, csv_of(("Headline", "Lead", "Body"), ("Gulls", LEAD, NEXT)))
    say(anna, the_table(), "title", "text", "text")
    assert [block["text"] for block in ArticleDraft.objects.get().blocks] == [LEAD, NEXT]


def test_a_wrong_row_waits_as_a_draft_that_says_why(anna, project):
    bring(anna, b"title,text\nOne,A text.\nTwo,too,many\nThree,Another text.\n")
    page = say(anna, the_table(), "title", "text")
    assert "Row 3 cannot be read. It has 3 fields, but the header has 2." in page.text
    assert "1 row is wrong" in page.text and "2 drafts made" in page.text
    anna.post(reverse("discard-drafts", args=["quay"]))
    assert ArticleDraft.objects.count() == 2


def test_rows_without_room_wait_in_the_table_and_none_is_lost(anna, project, monkeypatch):
    monkeypatch.setattr("corpus_app.actions.bringing.MAX_WAITING", 3)
    bring(anna, csv_of(("title", "text"), *((f"T{n}", f"Text number {n}.") for n in range(5))))
    page = say(anna, the_table(), "title", "text")
    assert "2 more rows found no room" in page.text and "from row 5 on" in page.text
    assert "drafts wait already" in say(anna, the_table(), "title", "text").text
    for draft in ArticleDraft.objects.filter(table={}):
        anna.post(reverse("draft", args=["quay", draft.uid]), {"title": draft.metadata["title"]})
    say(anna, the_table(), "title", "text")
    assert not ArticleDraft.objects.exclude(table={}).exists()
    titles = [draft.metadata["title"] for draft in ArticleDraft.objects.order_by("id")]
    assert titles == ["T0", "T1", "T2", "T3", "T4"]


def test_two_rows_with_the_same_id_and_title_make_one_draft_and_that_is_told(anna, project):
    bring(anna, csv_of(("id", "title", "text"), ("1", "Gulls", TEXT), ("1", "Gulls", LEAD)))
    page = say(anna, the_table(), "id", "title", "text")
    assert ArticleDraft.objects.count() == 1
    anna.post(reverse("discard-draft", args=["quay", ArticleDraft.objects.get().uid]))
    assert "has the same id and title" in page.text


def test_a_table_of_unknown_encoding_asks_for_it_first_and_then_for_its_columns(anna, project):
    data = "Titel;Text\nM\u00f6wen;Das \u00d6l der F\u00e4hre ist ausgelaufen.\n".encode("cp1252")
    bring(anna, data)
    draft = ArticleDraft.objects.get()
    anna.post(reverse("choose-encoding", args=["quay", draft.uid]), {"encoding": "cp1252"})
    say(anna, the_table(), "title", "text")
    assert ArticleDraft.objects.get().metadata["title"] == "M\u00f6wen"


def test_a_table_in_an_archive_is_told_to_be_brought_alone_and_a_workbook_is_read(anna, project):
    page = bring(anna, files.packed({"a.csv": csv_of(HEADER, GULLS), "b.txt": TEXT}), "all.zip")
    assert "This table lies in an archive." in page.text
    ArticleDraft.objects.all().delete()
    bring(anna, files.xlsx(["<c t='s'><v>0</v></c>", "<c t='s'><v>1</v></c>"], ["Text", TEXT]), "press.xlsx")
    say(anna, the_table(), "text")
    assert [block["text"] for block in ArticleDraft.objects.get().blocks] == [LEAD, NEXT]


def test_a_table_is_its_bringers_alone(anna, project, client):
    bring(anna, csv_of(HEADER, GULLS))
    signed_in(a_user("ben"), client)
    assert say(client, the_table(), "title", "text").status_code == 404


def test_a_person_can_say_what_separates_the_fields(anna, project):
    data = b"Headline,,;Body\nGulls, and,,;Nobody parks there,, now.\nFerry, too,,;It does not run,, any more.\n"
    bring(anna, data)
    table = the_table()
    address = reverse("choose-delimiter", args=["quay", table.uid])
    wrong = anna.post(address, {"delimiter": "colon"})
    assert wrong.status_code == 422 and "Choose one of the signs" in wrong.text
    page = anna.post(address, {"delimiter": "semicolon"}, follow=True).text
    assert "separated by semicolons" in page and '<option value="semicolon" selected>' in page
    assert the_table().table["header"] == ["Headline,,", "Body"]
    say(anna, the_table(), "title", "text")
    assert [draft.metadata["title"] for draft in ArticleDraft.objects.all()] == ["Gulls, and,,", "Ferry, too,,"]


def test_only_a_table_in_plain_text_asks_what_separates_its_fields(anna, project):
    bring(anna, files.workbook("<row><c t='inlineStr'><is><t>Body</t></is></c></row>"), "press.xlsx")
    for draft in ArticleDraft.objects.all():
        answer = anna.post(reverse("choose-delimiter", args=["quay", draft.uid]), {"delimiter": "comma"})
        assert answer.status_code == 409 and 'id="separated"' not in answer.text
