"""manage.py export_annotations: the same bytes as from the page, in a file that is whole or not there."""

import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from annotations.management.commands import export_annotations
from corpus_app.models import Role
from tests.factories import a_highlight, a_project, a_tag, a_user, an_article, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    project = a_project("Harbour", anna=Role.CODER, ben=Role.CODER)
    article = an_article(project, "=One 🚲\r two", source="Tide")
    a_highlight(article, "=One 🚲\r two", tags=(a_tag(project, "Cars"),))
    a_highlight(article, "two", by="ben")
    return project


def from_page(project, **query):
    return b"".join(client_of("anna").get(reverse("annotations:export", args=[project.slug]), query))


def to_file(folder: Path, *arguments: str) -> bytes:
    file = folder / "annotations.csv"
    call_command("export_annotations", "harbour", *arguments, "--as", "anna@corpus.test", "--output", str(file))
    return file.read_bytes()


def test_the_file_is_what_the_page_gives(project, tmp_path):
    assert to_file(tmp_path) == from_page(project)
    assert to_file(tmp_path, "--flavour", "analysis") == from_page(project, flavour="analysis")
    named = to_file(tmp_path, "--names")
    assert named == from_page(project, names="1") and b'"Anna"' in named


def test_a_filter_is_that_of_the_page(project, tmp_path):
    coder = f"coder={a_user('ben').uid}"
    assert to_file(tmp_path, "--filter", coder) == from_page(project, coder=a_user("ben").uid)
    assert len(to_file(tmp_path, "--filter", coder).splitlines()) == 2


def test_standard_output_gets_the_bytes(project):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    call_command("export_annotations", "harbour", "--as", "anna@corpus.test", stdout=out)
    assert out.buffer.getvalue() == from_page(project)
    text = io.StringIO(newline="")
    call_command("export_annotations", "harbour", "--as", "anna@corpus.test", "--output", "-", stdout=text)
    assert text.getvalue().encode() == from_page(project)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "--as", "anna@corpus.test"], "no project “nowhere”"),
        (["harbour", "--as", "nobody@corpus.test"], "Nobody here has the address nobody@corpus.test"),
        (["harbour", "--as", "sam@corpus.test"], "not a member of “harbour”"),
        (["harbour", "--as", "anna@corpus.test", "--filter", "tag=0"], "no such tag"),
        (["harbour", "--as", "anna@corpus.test", "--output", "/nowhere/a.csv"], "cannot be written"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(project, arguments, words):
    a_user("sam")
    with pytest.raises(CommandError, match=words):
        call_command("export_annotations", *arguments)


def test_a_failure_leaves_the_former_file_and_no_rest(project, tmp_path, monkeypatch):
    def broken(**wanted):
        yield b"half"
        raise RuntimeError("the database has gone")

    before = to_file(tmp_path)
    monkeypatch.setattr(export_annotations, "annotations_csv", broken)
    with pytest.raises(RuntimeError):
        to_file(tmp_path)
    assert (tmp_path / "annotations.csv").read_bytes() == before
    assert os.listdir(tmp_path) == ["annotations.csv"]


def test_a_pipe_is_written_to_and_stays_one(project, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    call_command("export_annotations", "harbour", "--as", "anna@corpus.test", "--output", str(pipe))
    assert os.read(reader, 65_536) == from_page(project)
    os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_file_is_the_same(project, tmp_path):
    assert to_file(tmp_path) == from_page(project)
