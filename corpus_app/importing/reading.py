"""Files of any format become drafts: plain text here or there, everything else in a process of its own."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from corpus_app.importing.columns import Unmapped
from corpus_app.importing.controls import visible
from corpus_app.importing.draft import Archive, Draft, Rows
from corpus_app.importing.problems import ImportProblem, TooLarge
from corpus_app.importing.reader import read
from corpus_app.importing.sniff import Format, sniff
from corpus_app.importing.wire import unpacked

ROOT = Path(__file__).resolve().parents[2]
MAX_FILE = 25_000_000  # of formats other than plain text, which hold pictures and many articles
MAX_AT_ONCE = 500  # rows of a table, so that none takes the seconds of all
AT_ONCE = 2  # of the threads that answer pages, so that some are left for the pages
SLOTS = threading.BoundedSemaphore(AT_ONCE)
LATE = "The files before this one took too long to read, so this one was left out. Bring it again with fewer files."
STOPPED = "The reading of this file was stopped. Bring it again, and tell the people who run this server if it recurs."


class Busy(ImportProblem):
    """No process is to be had now: as many files are being read as the server can do beside its pages."""


@dataclass(frozen=True)
class Outcome:
    """The drafts of one file or what stops them. The hash names the file, in an archive by its place there.

    `behind` counts the files that follow it in its archive.
    """

    name: str
    sha256: str
    found: list[Draft] | ImportProblem
    member: str | None = None
    behind: int = 0


class Reading:
    """A reading process that starts with the first file that needs one and ends with the block.

    It gets no environment: neither the database's address nor the secret key may lie where strangers' files are read.
    """

    def __init__(self, seconds: float = 120, *, text_too: bool = False) -> None:
        """With text_too nothing is read in this process, where it would take Python's lock from others."""
        self.text_too = text_too
        self.process: subprocess.Popen[bytes] | None = None
        self.until = time.monotonic() + seconds

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def begin(self) -> None:
        """Start the process before its first file comes. Raises Busy."""
        self.process = self.process or self._start()

    def outcomes(
        self, data: bytes, name: str = "", encoding: str | None = None, known: Container[str] = (), after: int = 0
    ) -> Iterator[Outcome]:
        """What became of a file; of an archive, of each file in it, none for known ones. Never raises ImportProblem.

        Of an archive, `after` files have been read before and are passed over.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            found = self.read(data, name, encoding)
        except ImportProblem as problem:
            found = problem
        if not isinstance(found, Archive):
            yield Outcome(name, sha256, found)
            return
        if not found.members:
            yield Outcome(name, sha256, ImportProblem("There is no file in this archive that could be an article."))
        for at, member in enumerate(found.members[after:], after + 1):
            place = hashlib.sha256(f"{sha256}/{member}".encode()).hexdigest()
            is_known = place in known
            answer = [] if is_known else self._try({"name": member, "encoding": encoding, "member": member})
            yield Outcome(f"{name}/{visible(member)[0]}", place, answer, member, len(found.members) - at)

    def rows(
        self,
        data: bytes,
        name: str,
        columns: Sequence[str] | Mapping[str, str],
        *,
        encoding: str | None = None,
        member: str | None = None,
        start: int = 0,
        limit: int = MAX_AT_ONCE,
        delimiter: str = "",
        bare: bool = False,
    ) -> Rows:
        """Articles of a table, up to `limit` of them from row `start` on; `bare` ones have no text.

        Raises ImportProblem.
        """
        found = unpacked(
            self._ask(
                data,
                {
                    "name": member or name, "encoding": encoding, "member": member, "columns": columns,
                    "start": start, "limit": limit, "delimiter": delimiter, "bare": bare,
                },
            )
        )  # fmt: skip
        if isinstance(found, ImportProblem):
            raise found
        return found

    def drafts(self, data: bytes, name: str = "", encoding: str | None = None) -> list[Draft]:
        """All articles of a file that is no archive, in its order; at least one. Raises ImportProblem."""
        found = self.read(data, name, encoding)
        if isinstance(found, Archive):
            raise ImportProblem("This file is a zip archive. Unpack it first and choose the files inside.")
        return found

    def table(self, data: bytes, name: str, encoding: str | None, delimiter: str) -> dict:
        """What a person needs to say what the columns of a table hold, which this separates. Raises ImportProblem."""
        found = unpacked(self._ask(data, {"name": name, "encoding": encoding, "delimiter": delimiter}))
        if not isinstance(found, Unmapped):
            raise found if isinstance(found, ImportProblem) else ImportProblem(STOPPED)
        return found.table

    def read(self, data: bytes, name: str = "", encoding: str | None = None) -> list[Draft] | Archive:
        """Raises ImportProblem."""
        form = sniff(data, name)
        if form is Format.TEXT and not self.text_too:
            return [read(data, name, encoding)]
        if len(data) > MAX_FILE and form is not Format.TEXT:
            raise TooLarge(
                f"This file is larger than {MAX_FILE // 1_000_000} MB. Split it, or save its text as plain text (.txt)."
            )
        found = unpacked(self._ask(data, {"name": name, "encoding": encoding}))
        if isinstance(found, ImportProblem):
            raise found
        return [replace(one, source="") for one in found] if form is Format.TEXT else found

    def _try(self, request: dict[str, str | None]) -> list[Draft] | Archive | ImportProblem:
        try:
            return unpacked(self._ask(None, request))
        except ImportProblem as problem:
            return problem

    def _ask(self, data: bytes | None, request: Mapping[str, object]) -> dict:
        """Of a file, or without data of the one that was sent last."""
        if time.monotonic() > self.until:
            raise ImportProblem(LATE)
        self.begin()
        process = self.process
        try:
            size = None if data is None else len(data)
            process.stdin.write(json.dumps({**request, "size": size}).encode() + b"\n" + (data or b""))
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = b""
        if not answer.endswith(b"\n"):
            self._end()
            raise ImportProblem(STOPPED)
        return json.loads(answer)

    def _start(self) -> subprocess.Popen[bytes]:
        if not SLOTS.acquire(blocking=False):
            raise Busy("Other files are being read at the moment. Wait a minute, then bring yours again.")
        try:
            return subprocess.Popen(
                [sys.executable, "-s", "-P", "-m", "corpus_app.importing.child"],
                env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PATH": os.defpath},
                cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        except OSError as error:
            SLOTS.release()
            raise Busy(STOPPED) from error

    def _end(self) -> None:
        """Its input closes, which ends it at once; a process that does not follow is killed."""
        process, self.process = self.process, None
        if process is None:
            return
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        finally:
            process.stdout.close()
            SLOTS.release()
