"""Whose turn it is to write to a SQLite file, among all threads and processes on this machine."""

import fcntl
import os
import threading
import time
from collections import defaultdict

POLL_SECONDS = 0.001

queues: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # by file, for the threads of this process


class Turn:
    """The right to write to one file, from take() to give_back(); also given back when it is forgotten."""

    def __init__(self, file: str) -> None:
        self.queue = queues[file]
        self.lock_file = f"{file}-queue"
        self.lock: int | None = None

    def take(self, seconds: float) -> bool:
        """Wait for the turn; whether it came in time.

        A process's threads wait in Python, which wakes them at once. Only the first of them asks for the file's
        lock, again and again: the kernel would wait for it too, but without a limit.
        """
        deadline = time.monotonic() + seconds
        if not self.queue.acquire(timeout=seconds):
            return False
        try:
            self.lock = lock_before(deadline, self.lock_file)
        finally:
            if self.lock is None:
                self.queue.release()
        return self.lock is not None

    def give_back(self) -> None:
        if self.lock is not None:
            lock, self.lock = self.lock, None
            os.close(lock)  # closing the file gives its lock back
            self.queue.release()

    __del__ = give_back


def lock_before(deadline: float, file: str) -> int | None:
    """An open file that holds the lock, or None if the deadline passed first."""
    lock = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(lock)
                return None
            time.sleep(POLL_SECONDS)  # flock has no time limit of its own
        else:
            return lock
