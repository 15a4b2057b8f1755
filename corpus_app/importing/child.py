"""The reading process: it imports each format once, and reads each file in a fork that can do nothing else.

A request on its standard input is one line of JSON and the bytes of the file; the answer is one line of JSON.
When its input closes it ends, and takes a fork that still reads along.
"""

import json
import os
import select
import signal
import sys
import time
import traceback
from typing import BinaryIO

from corpus_app.importing import formats
from corpus_app.importing.any_format import read_file
from corpus_app.importing.limits import CPU_SECONDS, confine
from corpus_app.importing.problems import ImportProblem
from corpus_app.importing.wire import packed

LARGEST_ANSWER = 100_000_000
TOO_MUCH_MEMORY = 77
MISSING = b"missing "
TRIES = 4  # a file may need a format, and that one another
SLOW = (
    "Reading this file takes too long, so it was stopped. Save its text as plain text (.txt), or split it, and "
    "bring that."
)
LARGE = "Reading this file takes too much memory, so it was stopped. Split it into smaller files and bring those."
PAGE = b"<html><body><p>A page with little text lets trafilatura fetch the files that it reads late.</p></body></html>"
FIRST = {"html": PAGE, "epub": PAGE}
QUIET_SECONDS = 0.5  # begun before there is a file, it imports what takes longest
BROKEN = "This file is damaged or built in a way that is not known here. Save it anew, or as plain text (.txt)."


def main() -> None:
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    data = b""
    if not select.select([requests], [], [], QUIET_SECONDS)[0]:
        bring("html")
    while line := requests.readline():
        request = json.loads(line)
        size = request.pop("size")
        if size is not None:  # else it is about a member of the archive that was sent last; 0 is an empty file
            data = requests.read(size)
        answers.write(answer(data, request, requests) + b"\n")
        answers.flush()


def answer(data: bytes, request: dict, requests: BinaryIO) -> bytes:
    for _ in range(TRIES):
        status, said = read_in_fork(data, request, requests)
        if status or said is None:
            break
        if not said.startswith(MISSING):
            return said
        bring(said.removeprefix(MISSING).decode())
    return json.dumps({"problem": sentence(status), "choices": []}).encode()


def bring(name: str) -> None:
    """Import the module of a format, here where all later forks have it."""
    if name in formats.NAMES:  # it is a fork that says so, which may be in a stranger's hands
        formats.module(name)
        if name in FIRST:
            read_file(FIRST[name])


def read_in_fork(data: bytes, request: dict, requests: BinaryIO) -> tuple[int, bytes | None]:
    """How the fork ended, and what it said."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        os._exit(work(data, request, into))
    os.close(into)
    said = collect(out, child, requests)
    os.close(out)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def work(data: bytes, request: dict, into: int) -> int:
    """Runs in the fork. An error that nobody foresaw goes to the server's log, and the file is refused."""
    try:
        confine()
        left = memoryview(found_in(data, request))
        while left:
            left = left[os.write(into, left) :]
    except MemoryError:
        return TOO_MUCH_MEMORY
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def found_in(data: bytes, request: dict) -> bytes:
    try:
        found = packed(read_file(data, **request))
    except ImportProblem as problem:
        found = packed(problem)
    except formats.Missing as missing:
        return MISSING + missing.name.encode()
    return json.dumps(found).encode()


def collect(out: int, child: int, requests: BinaryIO) -> bytes | None:
    """All that the fork writes until it closes; None, and the fork is killed, when it takes too long."""
    parts, size, end = [], 0, time.monotonic() + CPU_SECONDS
    watched = [out, requests]
    while size <= LARGEST_ANSWER:
        ready = select.select(watched, [], [], max(0.0, end - time.monotonic()))[0]
        if requests in ready:  # nothing is asked before an answer, so this is the end: nobody waits any more
            os.kill(child, signal.SIGKILL)
            sys.exit()
        if not ready:
            break
        part = os.read(out, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    os.kill(child, signal.SIGKILL)
    return None


def sentence(status: int) -> str:
    if status in (-signal.SIGKILL, -signal.SIGXCPU):
        return SLOW
    return LARGE if status == TOO_MUCH_MEMORY else BROKEN


if __name__ == "__main__":
    main()
