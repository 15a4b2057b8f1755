"""manage.py import_articles: what it stores, what it says, and that one bad file does not stop the others."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotations.models import Facet
from corpus_app.models import Article, Membership, Paragraph, Project, Role, User
from tests.factories import a_project, a_user
from tests.unit.importing import files

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
STORY = "The quay is empty\n\nBy Ana Lima\n\n12 March 2025\n\n" + "\n\n".join(
    f"Paragraph {n} says that nobody has parked on the quay since the gulls came back, and that it is quiet."
    for n in ("one", "two", "three")
)
KINDS = {"reference_heading": "heading", "lead": "body"}  # the golden files know finer kinds


class Run:
    """What a run of the command printed, and the sentence it ended with if it failed."""

    def __init__(self, *arguments: object) -> None:
        out, err = StringIO(), StringIO()
        self.failure = ""
        try:
            call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
        except CommandError as error:
            self.failure = str(error)
        self.out, self.err = out.getvalue(), err.getvalue()

    @property
    def objects(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes, name: str = "story.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def project():
    return a_project("Quay", anna=Role.CODER, rita=Role.READER)


ANNA = ("--as", "anna@corpus.test")


def test_an_article_is_stored_with_what_the_text_states(project, file):
    run = Run("quay", file(STORY), *ANNA, "--json")
    article = Article.objects.get(project=project)
    assert (article.title, article.author, article.published) == ("The quay is empty", "Ana Lima", "2025-03-12")
    assert article.added_by == a_user("anna")
    (told,) = run.objects
    assert told["article_id"] == f"a-{article.uid}"
    assert (told["title"], told["author"], told["published"]) == ("The quay is empty", "Ana Lima", "2025-03-12")
    stored = list(Paragraph.objects.filter(version=article.version).values("position", "kind", "role", "text"))
    assert told["paragraphs"] == stored
    assert [(p["kind"], p["role"]) for p in stored[:3]] == [("title", "content"), ("meta", "meta"), ("meta", "meta")]


def test_what_the_text_does_not_state_is_missing_not_invented(project, file):
    text = "the plain beginning of a note.\n\n" + "It goes on for a while about the quay and what stands on it. " * 3
    (told,) = Run("quay", file(text), *ANNA, "--json").objects
    assert (told["title"], told["author"], told["published"]) == (None, None, None)
    article = Article.objects.get()
    assert (article.title, article.author, article.published, article.source) == ("", "", "", "")


def test_text_comes_through_verbatim(project, file):
    lines = [
        "Zoe\u0308 said \u201cna\u00efve\u201d \u2013 \U0001f6b2\U0001f3f4\u200d\u2620\ufe0f \u00abda\u00bb.",
        "\u0633\u0645\u064a\u0631\u0629 \u062d\u062f\u0627\u062f: \u0644\u0627 \u200f\u0623\u0628\u062f\u064b\u0627.",
        "Tab\there,  two spaces.",
    ]
    Run("quay", file("\ufeff" + "\r\n\r\n".join(lines)), *ANNA)
    assert list(Paragraph.objects.values_list("text", flat=True)) == lines


def test_one_bad_file_is_told_and_does_not_stop_the_others(project, file, tmp_path):
    bad = [file(b"", "empty.txt"), file(b"%PDF-1.7", "paper.pdf"), tmp_path / "missing.txt", tmp_path]
    run = Run("quay", *bad, file(STORY), *ANNA, "--json")
    assert run.failure == "4 of 5 files could not be imported."
    assert Article.objects.count() == 1
    assert [told["file"] for told in run.objects] == [str(tmp_path / "story.txt")]
    assert [line.split(": ")[0] for line in run.err.splitlines()] == [str(path) for path in bad]


def test_the_same_file_again_is_skipped_and_the_same_text_is_told(project, file):
    path = file(STORY)
    first = Run("quay", path, *ANNA, "--json").objects[0]
    again = Run("quay", path, *ANNA, "--json").objects[0]
    assert again["article_id"] == first["article_id"] and "already" in again["warnings"][0]
    other = Run("quay", file(STORY.replace("quay", "QUAY"), "other.txt"), *ANNA, "--json").objects[0]
    assert f"The same text is in the project already, as {first['article_id']}." in other["warnings"]
    assert Article.objects.count() == 2
    Run("quay", path, *ANNA, "--again")
    assert Article.objects.count() == 3


def test_a_removed_article_can_be_imported_anew(project, file):
    Run("quay", file(STORY), *ANNA)
    Article.objects.update(removed_at="2025-01-01T00:00Z")
    Run("quay", file(STORY), *ANNA)
    assert Article.objects.filter(removed_at=None).count() == 1


def test_an_unknown_encoding_is_asked_for_and_then_used(project, file):
    path = file("Das Öl für die Fähre ist gestern über das Geländer gelaufen.".encode("cp1252"))
    refused = Run("quay", path, *ANNA)
    assert refused.failure and "--encoding cp1252" in refused.err
    Run("quay", path, *ANNA, "--encoding", "cp1252")
    assert Paragraph.objects.get().text == "Das Öl für die Fähre ist gestern über das Geländer gelaufen."


def test_one_file_may_hold_many_articles_and_each_is_printed(project, file):
    path = file(files.nexis_docx(3), "delivery.docx")
    told = Run("quay", path, file(files.html(STORY), "page.html"), *ANNA, "--json").objects
    assert [one["title"] for one in told[:3]] == [f"Harbour {n} loses its last car" for n in (1, 2, 3)]
    assert {one["file"] for one in told[:3]} == {str(path)} and len({one["article_id"] for one in told}) == 4
    assert (told[0]["author"], told[0]["published"]) == ("Ana Lima", "2024-03-02")
    again = Run("quay", path, *ANNA, "--json").objects
    assert [one["article_id"] for one in again] == [one["article_id"] for one in told[:3]]
    assert Article.objects.count() == 4


def test_create_makes_the_project_with_its_codebook_and_the_person(file):
    assert not Run("old-quay", file(STORY), "--as", "New@Corpus.test", "--create").failure
    project, person = Project.objects.get(), User.objects.get()
    assert (project.slug, project.name, person.email) == ("old-quay", "Old quay", "new@corpus.test")
    assert Membership.objects.get(project=project, user=person).role == Role.OWNER
    assert not person.has_usable_password()
    assert set(Facet.objects.values_list("slug", flat=True)) == {"theme", "stance"}


def test_create_takes_somebody_into_a_project_that_is_there_as_a_coder(project, file):
    Run("quay", file(STORY), "--as", "new@corpus.test", "--create")
    assert Membership.objects.get(user__email="new@corpus.test").role == Role.CODER


@pytest.mark.parametrize(
    "arguments",
    [
        ("quay", "--as", "nobody@corpus.test"),
        ("quay", "--as", "rita@corpus.test"),
        ("quay", "--as", "rita@corpus.test", "--create"),
        ("quay", "--as", "stranger@corpus.test"),
        ("nothing", *ANNA),
        ("new", *ANNA, "--create"),
        ("a b", *ANNA, "--create"),
        ("x" * 61, *ANNA, "--create"),
        ("fresh", "--as", "no address", "--create"),
        ("new", "--as", "fresh@corpus.test", "--create"),
    ],
)
def test_a_refusal_is_a_sentence_and_leaves_nothing_behind(project, file, arguments):
    a_user("stranger")
    before = (User.objects.count(), Project.objects.count(), Membership.objects.count())
    slug, *options = arguments
    run = Run(slug, file(STORY), *options)
    assert run.failure.endswith(".") and not run.out
    assert not Article.objects.exists()
    assert (User.objects.count(), Project.objects.count(), Membership.objects.count()) == before


@pytest.fixture
def seeds() -> Path:
    if not SEEDS.is_dir():
        message = "The seed articles are missing: shared/seeds is not beside the repository."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return SEEDS


def test_all_seeds_import_as_the_golden_files_say(seeds):
    files = sorted(seeds.glob("*.txt"))
    assert len(files) == 5
    run = Run("seeds", *files, "--as", "anna@corpus.test", "--create", "--json")
    assert not run.failure and not run.err
    told = {Path(one["file"]).name: one for one in run.objects}
    golden = json.loads((seeds / "golden-000-003.json").read_text("utf-8"))["documents"]
    for document in golden:
        assert_golden(told[document["file"]], document)
    for path in files:
        source = path.read_text("utf-8").split()
        assert " ".join(p["text"] for p in told[path.name]["paragraphs"]).split() == source
    assert [(one["author"], one["published"]) for one in run.objects] == [
        (None, None), (None, None), (None, None), ("Fateh Sami", "2025-02-17"), (None, None),
    ]
    assert [bool(one["title"]) for one in run.objects] == [True, True, True, True, False]


def assert_golden(told: dict, document: dict) -> None:
    metadata = document["metadata"]
    assert (told["title"], told["author"], told["published"], told["language"]) == (
        metadata["title"], metadata["byline"], metadata["published"], metadata["language"],
    )
    blocks = document["blocks"]
    assert [(p["text"], p["role"]) for p in told["paragraphs"]] == [(b["text"], b["role"]) for b in blocks]
    for paragraph, block in zip(told["paragraphs"], blocks, strict=True):
        accepted = {KINDS.get(kind, kind) for kind in (block["kind"], *(block.get("also_ok") or ()))}
        if block["role"] in ("meta", "boilerplate"):
            accepted = {block["role"]}
        assert paragraph["kind"] in accepted
    version = Article.objects.get(uid=told["article_id"][2:]).version
    joins = list(version.paragraphs.values_list("joins", flat=True))
    assert joins == [block.get("join_at", []) for block in blocks]


def test_a_table_is_imported_when_its_columns_are_certain_and_wrong_rows_are_told(file):
    rows = 'Gulls,"One.\n\nTwo.",2024-05-06\nFerry,,2024\nThree,too,many,fields\n'
    table = file(f"Headline,Body,Date\n{rows}", "press.csv")
    run = Run("quay", table, "--as", "anna@example.org", "--create", "--json")
    assert [(one["title"], one["published"], len(one["paragraphs"])) for one in run.objects] == [
        ("Gulls", "2024-05-06", 2)
    ]
    assert "row 4: It has 4 fields" in run.err and "Metadata only: 1 row has no text" in run.err and run.failure


def test_a_table_with_other_columns_says_what_to_give_and_takes_it(file):
    table = file("Kopfzeile;Was da steht\nGulls;A text of its own.\n", "press.csv")
    run = Run("quay", table, "--as", "anna@example.org", "--create")
    assert "--columns title=Headline,text=Body" in run.err and "“Was da steht”" in run.err
    run = Run("quay", table, "--as", "anna@example.org", "--columns", "title=Kopfzeile,text=Was da steht", "--json")
    assert run.objects[0]["title"] == "Gulls" and not run.failure
    again = Run("quay", table, "--as", "anna@example.org", "--columns", "title=Kopfzeile,text=Was da steht")
    assert "in the project already" in again.out and Article.objects.count() == 1
