"""The production server inside the test's own process, asked over real connections."""

import http.client
import socket
import threading
from contextlib import closing
from dataclasses import dataclass

from corpus_app.management.commands.serve import listen
from corpus_app.server.application import Application
from corpus_app.server.process import Server

PATIENCE = 30  # seconds until a test gives up; none waits for them to pass


@dataclass
class Running:
    """A server in this process, and how to stop it."""

    server: Server
    thread: threading.Thread
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        with closing(self.connect()) as connection:
            connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            response = connection.getresponse()
            return response, response.read()

    def raw(self, octets: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(octets)
        return connection

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


def start() -> Running:
    listener = listen("127.0.0.1", 0)
    server = Server(Application())
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    return Running(server, thread, listener.getsockname()[1])
