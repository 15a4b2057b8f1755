"""A few threads that an event loop gives work to; they live as long as the server, and so do their connections."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Generic, TypeVar

Result = TypeVar("Result")

# A job that has not ended by then waits for something or computes for long, and makes way for the next one.
YOUNG_SECONDS = 0.02


class Job(Generic[Result]):
    def __init__(self, work: Callable[..., Result], args: tuple[object, ...], loop: asyncio.AbstractEventLoop) -> None:
        self.work = work
        self.args = args
        self.loop = loop
        self.done: asyncio.Future[Result] = loop.create_future()
        self.youth: asyncio.TimerHandle | None = None


class Threads:
    """At most `most` threads, begun when first needed, used from one event loop.

    Of jobs that have just begun at most `at_once` run: more of them would only take Python's lock from each other, at
    every query, which cost a third of the saves a second.

    Not the standard library's executor: Python waits for that one's threads before it ends, and a page that hangs
    would keep the server from stopping.
    """

    def __init__(self, name: str, most: int, at_once: int | None = None) -> None:
        self.name = name
        self.most = most
        self.at_once = at_once or most
        self.begun = 0
        self.running = 0
        self.young = 0
        self.waiting: deque[Job] = deque()
        self.jobs: SimpleQueue[Job] = SimpleQueue()

    async def run(self, work: Callable[..., Result], *args: object) -> Result:
        """What work(*args) returns or raises in one of the threads, after those who asked before."""
        job = Job(work, args, asyncio.get_running_loop())
        self.waiting.append(job)
        self._begin()
        return await job.done

    def _begin(self) -> None:
        while self.waiting and self.running < self.most and self.young < self.at_once:
            job = self.waiting.popleft()
            self.running += 1
            self.young += 1
            job.youth = job.loop.call_later(YOUNG_SECONDS, self._grow_old, job)
            if self.begun < self.running:
                self.begun += 1
                threading.Thread(target=self._work, name=f"{self.name}-{self.begun}", daemon=True).start()
            self.jobs.put(job)

    def _grow_old(self, job: Job) -> None:
        job.youth = None
        self.young -= 1
        self._begin()

    def _work(self) -> None:
        while True:
            job = self.jobs.get()
            try:
                result, error = job.work(*job.args), None
            except BaseException as raised:
                result, error = None, raised
            with suppress(RuntimeError):  # the loop was closed meanwhile: that server has stopped, and nobody waits
                job.loop.call_soon_threadsafe(self._finish, job, result, error)
            del job, result, error  # an idle thread must not keep the last page alive

    def _finish(self, job: Job, result: object, error: BaseException | None) -> None:
        self.running -= 1
        if job.youth:
            job.youth.cancel()
            self.young -= 1
        self._begin()
        if job.done.cancelled():
            return
        if error is None:
            job.done.set_result(result)
        else:
            job.done.set_exception(error)
