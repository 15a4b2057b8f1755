"""Strangers' files are read in a process that can do nothing else, and cannot hold up the server."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
import zipfile
from io import BytesIO

import pytest

from corpus_app.importing import reading as module
from corpus_app.importing.any_format import read_file
from corpus_app.importing.limits import CPU_SECONDS
from corpus_app.importing.problems import ImportProblem
from corpus_app.importing.reader import read
from corpus_app.importing.reading import ROOT, Busy, Reading
from tests.faults import children, wait_until
from tests.unit.importing import files
from tests.unit.importing.articles import MAYOR, TITLE, VOTE

LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 20}'>" for before, name in zip("abcdefg", "bcdefgh", strict=True)
) + "]>"


def of_word(document: str | bytes) -> bytes:
    return files.packed({"[Content_Types].xml": "<x/>", "word/document.xml": document})


def lying() -> bytes:
    """A member whose header says that it is small."""
    data = bytearray(of_word(files.CONTENT.format(files.par("a" * 3_000_000))))
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"word/document.xml"))
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def doubled() -> bytes:
    out = BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(out, "w") as archive:
        for _ in range(2):
            archive.writestr("word/document.xml", "<x/>")
    return out.getvalue()


def encrypted() -> bytes:
    data = bytearray(files.docx(files.par(VOTE)))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 1)
    return bytes(data)


HOSTILE = {
    "an external entity": lambda: of_word('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
    "an external DTD": lambda: of_word('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'),
    "a DTD in UTF-16": lambda: of_word('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode("utf-16")),
    "a billion laughs": lambda: of_word(LAUGHS + "<x>&h;</x>"),
    "300 MB in a small file": lambda: of_word(files.CONTENT.format(files.par("a" * 150_000_000))),
    "a lying size": lying,
    "50,000 members": lambda: files.packed({f"{n}": "" for n in range(50_000)}),
    "one name twice": doubled,
    "a password": encrypted,
    "100,000 levels of XML": lambda: of_word("<a>" * 100_000 + "</a>" * 100_000),
    "200,000 nested tags": lambda: b"<html><body>" + b"<div>" * 200_000 + VOTE.encode() * 9,
    "20 MB in one text": lambda: b"<html><body><p>" + b"word " * 4_000_000,
    "300,000 attributes": lambda: b"<html><p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">a</p>",
    "braces of RTF": lambda: b"{\\rtf1 " + b"{" * 1_000_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_time_with_a_sentence_and_the_next_is_read(what):
    data = HOSTILE[what]()
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    with Reading() as reading:
        with pytest.raises(ImportProblem, match=r"^[A-Z].*\.$") as problem:
            reading.drafts(data, "x")
        assert "root:" not in str(problem.value)
        assert time.monotonic() - start < CPU_SECONDS + 10
        assert reading.drafts(files.html(VOTE))[0].blocks
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert most <= max(before, 1024 * 1024)


def test_the_process_reads_as_the_function_does():
    samples = {
        "a.docx": files.docx(files.par(TITLE, "Ti"), files.par(VOTE)), "a.html": files.html(TITLE, VOTE, MAYOR),
        "a.odt": files.odt(files.odt_par(VOTE)), "a.rtf": files.rtf(VOTE), "a.md": files.markdown(VOTE),
        "a.epub": files.epub(f"<p>{VOTE}</p>"), "b.docx": files.nexis_docx(3),
    }  # fmt: skip
    with Reading() as reading:
        for name, data in samples.items():
            assert reading.drafts(data, name) == read_file(data, name)
        assert reading.drafts(VOTE.encode(), "a.txt") == [read(VOTE.encode(), "a.txt")]


def test_plain_text_starts_no_process():
    with Reading() as reading:
        assert reading.drafts(VOTE.encode()) and reading.process is None


def test_an_archive_gives_what_became_of_each_file_in_it():
    archive = files.packed({
        "news/one.html": files.html(VOTE), "two.txt": VOTE, "three.docx": files.nexis_docx(2), "style.css": "p {}",
        "__MACOSX/two.txt": "x", "bad.pdf": "%PDF-1.7 x",
        "inner.zip": files.packed({"a.txt": "b"}), "../../four.md": VOTE,
    })  # fmt: skip
    with Reading() as reading:
        made = {one.name: one for one in reading.outcomes(archive, "all.zip")}
    assert set(made) == {f"all.zip/{name}" for name in (
        "news/one.html", "two.txt", "three.docx", "bad.pdf", "inner.zip", "../../four.md",
    )}  # fmt: skip
    assert len(made["all.zip/three.docx"].found) == 2 and len({one.sha256 for one in made.values()}) == 6
    assert made["all.zip/two.txt"].found[0].blocks == read(VOTE.encode()).blocks
    assert "within another" in str(made["all.zip/inner.zip"].found) and "damaged" in str(made["all.zip/bad.pdf"].found)


def in_confinement(statement: str) -> subprocess.CompletedProcess:
    script = f"import os, socket\nfrom corpus_app.importing.limits import confine\nconfine()\n{statement}\nos._exit(0)"
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, timeout=60)


@pytest.mark.parametrize(
    "statement", ["socket.socket()", "open('/etc/hosts')", "os.pipe()", "bytearray(2 * 1024 ** 3)"]
)
def test_no_socket_no_file_and_no_gigabytes(statement):
    assert in_confinement("pass").returncode == 0
    done = in_confinement(statement)
    assert done.returncode and (b"Too many open files" in done.stderr or b"MemoryError" in done.stderr)


def test_the_process_gets_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for strangers")
    with Reading() as reading:
        reading.drafts(files.html(VOTE))
        with open(f"/proc/{reading.process.pid}/environ", "rb") as environment:
            assert b"SECRET_KEY" not in environment.read()


def test_a_process_that_dies_is_told_and_the_next_file_gets_a_new_one():
    with Reading() as reading:
        reading.drafts(files.html(VOTE))
        reading.process.kill()
        reading.process.wait()
        with pytest.raises(ImportProblem, match="Bring it again"):
            reading.drafts(files.html(VOTE))
        assert reading.drafts(files.html(VOTE))


def test_no_more_files_are_read_at_once_than_leave_threads_for_pages():
    with Reading() as first, Reading() as second, Reading() as third:
        first.begin()
        second.begin()
        with pytest.raises(Busy, match="Wait a minute"):
            third.begin()
        assert third.drafts(VOTE.encode(), "a.txt")
    with Reading() as again:
        again.begin()


def test_plain_text_is_read_the_same_in_the_process():
    with Reading() as here, Reading(text_too=True) as there:
        assert here.drafts(VOTE.encode(), "a.txt") == there.drafts(VOTE.encode(), "a.txt")
        assert there.process is not None and here.process is None
        with pytest.raises(ImportProblem, match="larger than 5 MB"):
            there.drafts(b"x" * 5_000_001, "large.txt")


def test_an_empty_file_never_gets_what_was_in_the_one_before():
    with Reading(text_too=True) as reading:
        assert reading.drafts(b"A secret of somebody else.", "secret.txt")
        for name in ("empty.txt", "empty.docx", "empty.pdf", "empty.csv", "empty.zip"):
            (outcome,) = reading.outcomes(b"", name)
            assert isinstance(outcome.found, ImportProblem), name
        with pytest.raises(ImportProblem):
            reading.rows(b"", "empty.csv", {"text": "A secret of somebody else."})


def test_a_server_that_cannot_start_a_process_says_so_and_holds_nothing(monkeypatch):
    monkeypatch.setattr(module.sys, "executable", "/nowhere/python")
    for _ in range(module.AT_ONCE + 1):
        with Reading() as reading, pytest.raises(ImportProblem, match="Bring it again"):
            reading.drafts(files.html(VOTE))


def test_files_after_too_many_slow_ones_are_left_out_with_a_sentence():
    with Reading(seconds=-1) as reading, pytest.raises(ImportProblem, match="with fewer files"):
        reading.drafts(files.html(VOTE))


SLOW = (
    "import time\nfrom corpus_app.importing import child\n"
    "def slow(data, **request):\n    time.sleep(60 if request else 0)\n"
    "child.read_file, child.CPU_SECONDS = slow, {}\nchild.main()"
)
ASKED = json.dumps({"size": 1, "name": "a"}).encode() + b"\nx"


def test_a_slow_file_is_stopped_with_a_sentence():
    script = [sys.executable, "-c", SLOW.format(1)]
    with subprocess.Popen(script, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(ASKED)
        process.stdin.flush()
        assert "takes too long" in json.loads(process.stdout.readline())["problem"]


ILL = (
    "import time\nfrom corpus_app.importing import child\nread = child.read_file\n"
    "def ill(data, name=None):\n"
    "    if name == 'killed':\n        time.sleep(60)\n"
    "    if name == 'bomb':\n        return bytearray(2 * 1024 ** 3)\n"
    "    if name == 'fault':\n        raise KeyError\n"
    "    return read(data, name or '')\n"
    "child.read_file = ill\nchild.main()"
)


def test_what_becomes_of_one_file_does_not_touch_the_next():
    script = [sys.executable, "-c", ILL]
    with subprocess.Popen(script, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as process:  # fmt: skip

        def ask(name: str) -> None:
            process.stdin.write(json.dumps({"size": len(VOTE), "name": name}) + "\n" + VOTE)
            process.stdin.flush()

        told = {}
        for name in ("killed", "bomb", "fault"):
            ask(name)
            if name == "killed":
                wait_until(lambda: children(process.pid))
                os.kill(children(process.pid)[0], signal.SIGKILL)
            told[name] = json.loads(process.stdout.readline())["problem"]
            ask("a.md")
            assert VOTE in process.stdout.readline() and not children(process.pid)
        assert ["takes too long" in told["killed"], "memory" in told["bomb"], "damaged" in told["fault"]] == [True] * 3


def test_a_reader_whose_server_is_gone_ends_at_once():
    with subprocess.Popen([sys.executable, "-c", SLOW.format(50)], cwd=ROOT, stdin=subprocess.PIPE) as process:
        process.stdin.write(ASKED)
        process.stdin.close()
        assert process.wait(20) == 0


def test_nothing_of_the_formats_is_imported_by_the_server():
    large = {"lxml", "trafilatura", "pypdfium2", "striprtf"}
    script = f"import sys\nimport {module.__name__}\nassert not {large} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, env={**os.environ})
