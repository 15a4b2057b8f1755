"""What the application's tests share beside their factories."""

from collections.abc import Iterator
from subprocess import Popen
from types import TracebackType

import pytest

from corpus_app.importing.reading import SLOTS, Reading


@pytest.fixture(scope="session", autouse=True)
def _readers_are_used_again() -> Iterator[None]:
    """A reading process whose block has ended well is the next block's: each needs 0.4 s to learn its formats.

    How one begins and ends is tests/unit/importing/test_reading_process.py's business.
    """
    idle: list[Popen[bytes]] = []
    begun, ended = Reading._start, Reading._end

    def start(reading: Reading) -> Popen[bytes]:
        while idle and SLOTS.acquire(blocking=False):
            process = idle.pop()
            if process.poll() is None:
                return process
            SLOTS.release()
        return begun(reading)

    def leave(
        reading: Reading, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if reading.process is None or error is not None:
            ended(reading)
            return
        idle.append(reading.process)
        reading.process = None
        SLOTS.release()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reading, "_start", start)
        patch.setattr(Reading, "__exit__", leave)
        yield
    for process in idle:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
