"""The process that reads what people bring: begun when there is something to read, gone a while after.

Not a thread: Python's lock goes to and fro at every query, and a page beside a thread that computes waits each time.
"""

import logging
import os
import subprocess
import sys
import threading

from django.conf import settings
from django.db import DatabaseError, connection

from corpus_app.actions.sketches import unsketched
from corpus_app.models import UploadFile

logger = logging.getLogger(__name__)
WAKE = b"\n"


class Reader:
    """The reading process of this serving process. It ends when its standard input does, so it never outlives us."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.is_serving = False
        self.lock = threading.Lock()

    def begin(self) -> None:
        """This process serves: from now on files are read, and those from before at once."""
        self.is_serving = True
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
        """There is something to read. Elsewhere than in a serving process nothing happens."""
        if not self.is_serving:
            return
        with self.lock:
            if self.process is None or self.process.poll() is not None or not self._ring():
                self._start()

    def _ring(self) -> bool:
        try:
            os.write(self.process.stdin.fileno(), WAKE)
        except OSError:
            return False
        return True

    def _start(self) -> None:
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "django", "read_uploads", "--stay"],
            env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, bufsize=0,
            process_group=0,  # Ctrl+C is for us; it learns by its input that we are gone
        )  # fmt: skip


reader = Reader()
