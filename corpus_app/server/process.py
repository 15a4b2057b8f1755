"""One serving process: uvicorn on an open socket until it is told to stop, then every answer finished."""

import os
import resource
import signal
import socket

import uvicorn
from django.conf import settings

from corpus_app.mail.post import postman
from corpus_app.server.application import Application
from corpus_app.server.connections import LimitedConnection
from corpus_app.server.reader import reader

GRACE_SECONDS = 10


class Server(uvicorn.Server):
    """Gives its downloads and streams up when it stops; with a parent, it stops also when that process is gone."""

    def __init__(self, application: Application, parent: int | None = None) -> None:
        self.application = application
        self.parent = parent
        super().__init__(
            uvicorn.Config(
                application,
                http=LimitedConnection,
                ws="none",
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                proxy_headers=settings.TRUST_PROXY,
                forwarded_allow_ips="*",  # the proxy is the only one who can reach us; docs/operate/serve.md says so
                timeout_keep_alive=75,  # longer than a proxy's, so that it is never us who closes first
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

    async def on_tick(self, counter: int) -> bool:
        is_orphan = self.parent is not None and os.getppid() != self.parent
        return await super().on_tick(counter) or is_orphan

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.application.give_up()
        await super().shutdown(sockets)


def serve(listener: socket.socket, application: Application, parent: int | None = None) -> None:
    """Answer requests until SIGTERM or SIGINT. A worker names its parent, which it does not outlive.

    The only process has none: started in the background it goes on when the shell that began it is closed.
    """
    # Every open page holds a connection; usual soft limits end at 1,024 of them.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    server = Server(application, parent)
    # uvicorn listens to signals only once it runs, and when it has stopped it raises them again, to end as if by
    # them. One that comes early must not be lost, and a wanted end is no failure: it is told to stop both times.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.handle_exit)
    reader.begin()  # first of all, for it forks
    postman.wake()  # letters may wait from before
    server.run([listener])
