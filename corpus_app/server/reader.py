"""The process that reads what people bring: begun when there is something to read, gone a while after.

Not a thread: Python's lock goes to and fro at every query, and a page beside a thread that computes waits each time.
It is forked from a process that was forked before this one served: loading Django anew took most of a first preview.
"""

import gc
import logging
import os
import signal
import subprocess
import sys
import threading

from django.conf import settings
from django.db import DatabaseError, connection

from corpus_app.actions.sketches import unsketched
from corpus_app.models import UploadFile
from corpus_app.server.reading_room import ReadingRoom

logger = logging.getLogger(__name__)
WAKE = b"\n"
RANG_AGAIN = 3


class Reader:
    """The reading process of this serving process. It ends when its bell does, so it never outlives us."""

    def __init__(self) -> None:
        self.bell: int | None = None  # our end of it
        self.process: subprocess.Popen[bytes] | None = None
        self.is_serving = False
        self.lock = threading.Lock()

    def begin(self) -> None:
        """This process serves: from now on files are read, and those from before at once.

        It forks, so there may be no threads yet.
        """
        self.is_serving = True
        self._fork()
        threading.Thread(target=self._look_first, name="unread", daemon=True).start()

    def look(self) -> None:
        if UploadFile.objects.unread().exists() or unsketched().exists():
            self.wake()

    def _look_first(self) -> None:
        try:
            self.look()
        except DatabaseError as error:
            logger.error("Files to be read could not be looked up: %s", error)
        finally:
            connection.close()

    def wake(self) -> None:
        """There is something to read, or soon may be. Elsewhere than in a serving process nothing happens."""
        if not self.is_serving:
            return
        with self.lock:
            if not self._ring():
                self._start()

    def _ring(self) -> bool:
        if self.bell is None:
            return False
        try:
            os.write(self.bell, WAKE)
        except OSError:
            return False
        return True

    def _fork(self) -> None:
        theirs, self.bell = os.pipe()
        connection.close()
        gc.collect()
        gc.freeze()  # a collection would write to every page that both share
        if os.fork() == 0:
            status = 1
            try:
                stand_alone(theirs)
                wait_for(theirs)
                status = 0
            finally:
                os._exit(status)
        os.close(theirs)

    def _start(self) -> None:
        """The one that was forked has been killed, and with threads nobody can fork."""
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "django", "read_uploads", "--stay"],
            env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, bufsize=0,
            process_group=0,  # Ctrl+C is for us; it learns by its input that we are gone
        )  # fmt: skip
        self.bell = self.process.stdin.fileno()


def stand_alone(bell: int) -> None:
    """Nothing of the serving process is kept open, or its port would stay taken, and the bell would never end."""
    os.setpgid(0, 0)  # Ctrl+C is for the serving process
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    os.closerange(3, bell)
    os.closerange(bell + 1, os.sysconf("SC_OPEN_MAX"))


def wait_for(bell: int) -> None:
    """Begin a reading room by fork whenever the bell rings and none is open; what it used is free when it ends."""
    while os.read(bell, 4096):
        while read_in_fork(bell) == RANG_AGAIN:
            pass


def read_in_fork(bell: int) -> int:
    room = os.fork()
    if room == 0:
        status = 1
        try:
            status = RANG_AGAIN if ReadingRoom(bell).work() else 0
        except Exception:
            logger.exception("The reading of files has stopped.")
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(room, 0)[1])


reader = Reader()
