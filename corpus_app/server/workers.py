"""Several serving processes behind one socket: begun by fork, begun again when one dies."""

import os
import signal
import time
from collections.abc import Callable

SHORTEST_LIFE = 1  # seconds; one that dies sooner is not begun again sooner, so that a fault does not spin


class Workers:
    """Forked after the application is loaded, so that they share its memory."""

    def __init__(self, number: int, work: Callable[[], None]) -> None:
        self.number = number
        self.work = work
        self.running: set[int] = set()
        self.stopping = False

    def run(self) -> None:
        """Keep the number of workers running until SIGTERM or SIGINT, then wait for all to end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        for _ in range(self.number):
            self.begin()
        while self.running:
            started = time.monotonic()
            process, _ = os.wait()
            self.running.discard(process)
            if not self.stopping:
                died_early_by = max(0, SHORTEST_LIFE - (time.monotonic() - started))
                time.sleep(died_early_by)  # one that dies at once would else be begun again without end
                self.begin()

    def begin(self) -> None:
        # Held back until the new process is known, or stop() would miss it.
        signals = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        try:
            if not self.stopping:
                process = os.fork()
                if process == 0:
                    self.be_worker(signals)
                self.running.add(process)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, signals)

    def be_worker(self, signals: set[signal.Signals]) -> None:
        status = 1
        try:
            os.setpgid(0, 0)  # Ctrl+C in a terminal then reaches the parent alone, which passes it on once
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, signals)
            self.work()
            status = 0
        finally:
            os._exit(status)

    def stop(self, number: int, frame: object) -> None:
        self.stopping = True
        for process in self.running:
            os.kill(process, signal.SIGTERM)
