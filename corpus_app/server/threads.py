"""A few threads that an event loop gives work to; they live as long as the server, and so do their connections."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import TypeVar

Result = TypeVar("Result")


class Threads:
    """At most `most` threads, begun when first needed, used from one event loop.

    Not the standard library's executor: Python waits for that one's threads before it ends, and a page that hangs
    would keep the server from stopping.
    """

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        self.most = most
        self.begun = 0
        self.unfinished = 0
        self.jobs: SimpleQueue = SimpleQueue()

    async def run(self, work: Callable[..., Result], *args: object) -> Result:
        """What work(*args) returns or raises in one of the threads, after those who asked before."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        self.unfinished += 1
        if self.begun < min(self.unfinished, self.most):
            self.begun += 1
            threading.Thread(target=self._work, name=f"{self.name}-{self.begun}", daemon=True).start()
        self.jobs.put((loop, done, work, args))
        return await done

    def _work(self) -> None:
        while True:
            loop, done, work, args = self.jobs.get()
            try:
                result, error = work(*args), None
            except BaseException as raised:
                result, error = None, raised
            with suppress(RuntimeError):  # the loop was closed meanwhile: that server has stopped, and nobody waits
                loop.call_soon_threadsafe(self._finish, done, result, error)
            del done, work, args, result, error  # an idle thread must not keep the last page alive

    def _finish(self, done: asyncio.Future, result: object, error: BaseException | None) -> None:
        self.unfinished -= 1
        if done.cancelled():
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)
