"""The queue of files: read by any number of readers, each part once, whatever is killed, cancelled or late."""

import os
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from corpus_app.actions import bringing, uploads
from corpus_app.importing.reading import Reading
from corpus_app.models import ArticleDraft, Role, Upload, UploadFile
from corpus_app.server import reader as module
from corpus_app.server.reader import Reader
from corpus_app.server.reading_room import read
from tests.factories import a_project, a_user, signed_in
from tests.faults import KEY, ROOT, database_url
from tests.unit.importing import files
from tests.uploads import bring, read_all

pytestmark = pytest.mark.django_db
TEXT = "The quay\n\nNobody has parked on the quay since the gulls came back."


@pytest.fixture
def project():
    return a_project("Quay", anna=Role.CODER, ben=Role.CODER)


@pytest.fixture
def anna(client):
    signed_in(a_user("anna"), client)
    return client


def archive(count: int) -> bytes:
    return files.packed({f"{n}.txt": f"Story {n}\n\n{TEXT}" for n in range(count)})


def brought(project, *contents: tuple[str, bytes], by: str = "anna") -> Upload:
    return uploads.bring(project=project, added_by=a_user(by), files=contents)


def names() -> list[str]:
    return sorted(ArticleDraft.objects.values_list("name", flat=True))


def test_the_page_shows_a_bar_for_each_file_and_leads_on_when_all_are_read(anna, project):
    data = {"text": "", "source": "The Gull", "files": [SimpleUploadedFile(f"{n}.txt", TEXT.encode()) for n in "ab"]}
    page = anna.post(reverse("add-articles", args=["quay"]), data, follow=True)
    upload = Upload.objects.get()
    address = reverse("upload", args=["quay", upload.uid])
    assert page.redirect_chain == [(address, 302)] and not ArticleDraft.objects.exists()
    assert page.text.count("<progress") == 3 and "0 of 2</b> files read" in page.text and 'value="0"' in page.text
    assert "2 files are still being read" in anna.get(reverse("drafts", args=["quay"])).text
    with Reading() as reading:
        read(uploads.claim(), reading)
    part = anna.get(address, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<section") and "1 of 2</b> files read, 1 article found" in part
    assert 'value="50"' in part and "waits" in part
    read_all()
    assert anna.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == reverse("drafts", args=["quay"])
    assert set(ArticleDraft.objects.values_list("metadata__source", flat=True)) == {"The Gull"}
    assert not any(bytes(file.content) for file in UploadFile.objects.all())


def test_what_was_read_before_cancelling_is_kept_and_the_rest_is_not_read(anna, project):
    upload = brought(project, ("all.zip", archive(3)), ("b.txt", TEXT.encode()))
    file = uploads.claim()
    with Reading() as reading:
        outcomes = reading.outcomes(bytes(file.content), file.name)
        assert uploads.keep(file=file, outcome=next(outcomes), saved=())
        page = anna.post(reverse("cancel-upload", args=["quay", upload.uid]), follow=True)
        assert not uploads.keep(file=file, outcome=next(outcomes), saved=())
    assert "Cancelled after 0 of 2 files. What was found in them waits here." in page.text
    read_all()
    assert names() == ["all.zip/0.txt"]


def test_of_an_archive_each_file_is_read_once_also_by_two_readers(project):
    brought(project, ("all.zip", archive(4)))
    with Reading() as reading:
        first = uploads.claim()
        assert uploads.claim() is None
        late = reading.outcomes(bytes(first.content), first.name)
        assert uploads.keep(file=first, outcome=next(late), saved=())
        UploadFile.objects.update(claimed_at=timezone.now() - timedelta(minutes=1))  # the first seems gone
        second = uploads.claim()
        assert (second.pk, second.done) == (first.pk, 1)
        assert not uploads.keep(file=first, outcome=next(late), saved=())  # and comes back
        read(second, reading)
    assert names() == [f"all.zip/{n}.txt" for n in range(4)]
    assert UploadFile.objects.get().state == "read"


def test_everybodys_first_file_comes_before_anybodys_second(project):
    brought(project, *((f"{n}.txt", TEXT.encode()) for n in range(3)))
    brought(project, ("mine.txt", TEXT.encode()), by="ben")
    assert [uploads.claim().name for _ in range(4)] == ["0.txt", "mine.txt", "1.txt", "2.txt"]


def test_small_files_are_claimed_together_and_a_large_one_alone(project, monkeypatch):
    monkeypatch.setattr(uploads, "SMALL", len(TEXT))
    brought(project, *((f"{n}.txt", TEXT.encode() + b"." * (n == 2)) for n in range(4)))
    first, second, third = (uploads.claim_some() for _ in range(3))
    assert [[file.name for file in one] for one in (first, second, third)] == [["0.txt", "1.txt"], ["2.txt"], ["3.txt"]]
    assert len({file.claim for file in (*first, *second)}) == 2
    uploads.release(claim=first[0].claim)
    assert [file.name for file in uploads.claim_some(1)] == ["0.txt"]


def test_a_reader_that_has_to_go_leaves_its_file_to_others_at_once(project):
    brought(project, ("a.txt", TEXT.encode()))
    file = uploads.claim()
    uploads.renew(claim=file.claim)
    assert uploads.claim() is None
    uploads.release(claim=file.claim)
    assert uploads.claim().pk == file.pk


def test_a_file_for_which_there_is_no_room_is_not_even_read(anna, project, monkeypatch):
    monkeypatch.setattr(bringing, "MAX_WAITING", 1)
    brought(project, ("a.txt", TEXT.encode()), ("b.txt", TEXT.encode()))
    with Reading() as reading:
        read(uploads.claim(), reading)
        monkeypatch.setattr(reading, "outcomes", None)
        read(uploads.claim(), reading)
    assert list(UploadFile.objects.values_list("state", flat=True)) == ["read", "left out"]


def test_uploads_that_were_read_are_forgotten_with_the_next(anna, project):
    bring(anna, project, SimpleUploadedFile("a.txt", TEXT.encode()))
    brought(project, ("b.txt", TEXT.encode()))
    brought(project, ("c.txt", TEXT.encode()))
    assert [file.name for file in UploadFile.objects.all()] == ["b.txt", "c.txt"]
    assert ArticleDraft.objects.get().upload is None


def test_another_persons_upload_is_not_there(client, project):
    upload = brought(project, ("a.txt", TEXT.encode()))
    signed_in(a_user("ben"), client)
    assert client.get(reverse("upload", args=["quay", upload.uid])).status_code == 404
    assert "still being read" not in client.get(reverse("drafts", args=["quay"])).text


@pytest.mark.django_db(transaction=True)
def test_a_reader_killed_half_way_leaves_nothing_unread_and_nothing_twice(project):
    """The real process, killed by SIGKILL once it has stored a part, and another one after it."""
    brought(project, ("all.zip", archive(40)), ("b.txt", TEXT.encode()))
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "tests.tooling.settings")
    environment = {**os.environ, "SECRET_KEY": KEY, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": settings}
    command = [sys.executable, "manage.py", "read_uploads"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        while not ArticleDraft.objects.exists():
            with suppress(subprocess.TimeoutExpired):
                assert process.wait(0.01) is None, "it has ended before it could be killed"
        process.kill()
    assert ArticleDraft.objects.count() < 41
    assert UploadFile.objects.get(name="all.zip").state == "reading"
    UploadFile.objects.update(claimed_at=timezone.now() - uploads.LEASE)
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    assert names() == sorted([*(f"all.zip/{n}.txt" for n in range(40)), "b.txt"])
    assert not UploadFile.objects.unread().exists()


def test_a_process_is_begun_where_one_serves_and_again_when_it_was_killed(monkeypatch):
    begun = []
    start = subprocess.Popen

    def begin(*arguments, **options):
        begun.append(start([sys.executable, "-c", "input(); input()"], **options))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", begin)
    reader = Reader()
    reader.wake()
    assert not begun
    reader.is_serving = True
    for _ in range(2):
        reader.wake()
    assert len(begun) == 1
    begun[0].kill()
    begun[0].wait()
    reader.wake()
    assert len(begun) == 2
    begun[1].communicate(timeout=30)  # its input ends, so it does


def test_a_room_is_forked_when_the_bell_rings_and_again_when_it_rang_too_late_or_had_a_fault(monkeypatch):
    script, director = os.pipe()
    seen, stage = os.pipe()

    class Room:
        def __init__(self, bell: int) -> None:
            self.bell = bell

        def work(self) -> bool:
            os.write(stage, b".")
            return {b"again": True, b"ended": False}[os.read(script, 5)]

    monkeypatch.setattr(module, "ReadingRoom", Room)
    bell, rope = os.pipe()
    for ring, what in ((b"\n", b"againended"), (b"\n", b"fault"), (b"\n", b"ended")):
        os.write(director, what)
        os.write(rope, ring)
        assert os.read(bell, 1) == ring
        while module.read_in_fork(bell) == module.RANG_AGAIN:
            pass
    os.close(rope)
    module.wait_for(bell)  # nobody can ring any more, so it ends
    assert os.read(seen, 10) == b"...."
    for end in (bell, script, director, seen, stage):
        os.close(end)


def test_what_waits_when_a_server_starts_is_read(project, monkeypatch):
    woken = []
    monkeypatch.setattr(Reader, "wake", lambda reader: woken.append(reader))
    reader = Reader()
    reader.look()
    brought(project, ("a.txt", TEXT.encode()))
    reader.look()
    assert woken == [reader]
