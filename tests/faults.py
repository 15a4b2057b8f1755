"""Faults on purpose: server processes killed while people write, and a proxy before PostgreSQL that loses replies."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection
from django.urls import reverse

from corpus_app.models import Article, User
from tests.benchmarks.ground import FORM, Visitor

ROOT = Path(__file__).parents[1]
KEY = "faults-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PATIENCE = 60
GONE = (OSError, http.client.HTTPException)


def database_url(host: str = "", port: int | str = "") -> str:
    """Of the database that is open here, for another process; by another host and port where one says so."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    name = f"{said['USER'] or 'postgres'}@{quote(host or said['HOST'], safe='')}"
    return f"postgres://{name}{f':{port}' if port else ''}/{said['NAME']}"


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen, int]]:
    """`manage.py serve` as a process on the database that is open here, and its port."""
    from_here = {name: os.environ[name] for name in ("VAR_DIR", "SECRET_KEY") if name in os.environ}
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "tests.tooling.settings")
    env = {**os.environ, "SECRET_KEY": KEY, "DATABASE_URL": database_url(), **from_here, **environment}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", "0", *arguments], cwd=ROOT,
        env={**env, "DJANGO_SETTINGS_MODULE": settings}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )
    try:
        yield process, int(re.search(r":(\d+)/", process.stdout.readline())[1])
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()
        process.stdout.close()


@dataclass
class Team:
    """Some who write in an article and one who follows it, over connections that break."""

    article: Article
    port: int
    acknowledged: dict[str, int] = field(default_factory=dict)  # how often the save was sent until it was answered
    heard: list[int] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    stopping: threading.Event = field(default_factory=threading.Event)
    cursor: str = ""

    def ask(self, visitor: Visitor, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            more = {} if body is None else {"Content-Type": FORM}
            headers = {**visitor.headers, **more, "Accept-Encoding": "identity"}
            connection.request("GET" if body is None else "POST", path, body, headers)
            response = connection.getresponse()
            return response.status, response.read()

    def write(self, visitor: Visitor, places: Iterator[tuple[str, dict]]) -> None:
        """As the browser's queue does: the same save with the same id again, until it is answered."""
        url = reverse("annotations:add-highlight", args=[self.article.project.slug, self.article.uid])
        for uid, said in places:
            for times in range(1, 1_000):
                if self.stopping.is_set():
                    return
                try:
                    status, _ = self.ask(visitor, url, urlencode({"uid": uid, **said}).encode())
                except GONE:
                    time.sleep(0.02)  # the server is away: as a browser does, a while later again
                    continue
                if status == 200:
                    self.acknowledged[uid] = times
                    break
                self.statuses.add(status)
                time.sleep(0.05)  # as above

    def go_on_writing(self) -> None:
        """Wait until one more save has been answered."""
        before = len(self.acknowledged)
        wait_until(lambda: len(self.acknowledged) > before)

    def follow(self, visitor: Visitor) -> None:
        url = reverse("annotations:follow-article", args=[self.article.project.slug, self.article.uid])
        while not self.stopping.is_set():
            with suppress(*GONE), closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
                last = {"Last-Event-ID": self.cursor} if self.cursor else {}
                connection.request("GET", url, headers={**visitor.headers, **last, "Accept-Encoding": "identity"})
                response = connection.getresponse()
                if response.status == 200:
                    self.listen(response)
            time.sleep(0.02)  # the stream was cut: as a browser does

    def listen(self, response: http.client.HTTPResponse) -> None:
        while not self.stopping.is_set() and (line := response.readline()):
            if line.startswith(b"id: "):
                self.cursor = line[4:].decode().strip()
            elif line.startswith(b"data: ") and b'"verb":"add-highlight"' in line:
                self.heard.append(int(re.search(rb'"number":"(\d+)"', line)[1]))


def killed_while_writing(article: Article, writers: list[User], reader: User, tag: str, rounds: int) -> Team:
    """Of two server processes one is killed, `rounds` times, while all write and one follows."""
    rng = random.Random(1)
    words = [(word.start(), word.end()) for word in re.finditer(r"\w+", article.version.text)]
    with served("--workers", "2") as (process, port):
        team = Team(article, port)
        threads = [threading.Thread(target=team.follow, args=(Visitor.of(reader),))]
        for n, writer in enumerate(writers):
            mine = saves(article, words, n, tag)
            threads.append(threading.Thread(target=team.write, args=(Visitor.of(writer), mine)))
        for thread in threads:
            thread.start()
        for _ in range(rounds):
            team.go_on_writing()
            time.sleep(rng.uniform(0, 0.2))  # the next fault comes at any moment of the work
            os.kill(rng.choice(children(process.pid)), signal.SIGKILL)
            wait_until(lambda: len(children(process.pid)) == 2)
        team.go_on_writing()
        last = max_number(article)
        wait_until(lambda: team.heard and max(team.heard) >= last)
        team.stopping.set()
        for thread in threads:
            thread.join(PATIENCE)
    return team


def saves(article: Article, words: list[tuple[int, int]], writer: int, tag: str) -> Iterator[tuple[str, dict]]:
    for n in range(10**6):
        start, end = words[(writer * 7919 + n) % len(words)]
        said = {"version": 1, "start": start, "end": end, "quote": article.version.text[start:end], "tag": tag}
        yield f"{writer:03}{n:09}", said


def children(process: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def max_number(article: Article) -> int:
    return max(article.changes.filter(verb="add-highlight").values_list("number", flat=True), default=0)


def wait_until(holds) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)  # another process does it, and tells nobody


class Proxy:
    """Between an application and PostgreSQL. It can lose the reply to the next COMMIT, and be away altogether."""

    COMMIT = b"COMMIT\x00"

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.is_armed = False
        self.lost = 0
        self.open: set[socket.socket] = set()
        self.port = 0
        self.listener: socket.socket | None = None
        self.begin()

    def begin(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def end(self) -> None:
        """As when PostgreSQL is stopped: connections break, new ones are refused."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for one in list(self.open):
            self.cut(one)

    def accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                here, _ = listener.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(self.upstream)
                self.open |= {here, there}
                commit = threading.Event()
                for target in (self.ask, self.reply):
                    threading.Thread(target=target, args=(here, there, commit), daemon=True).start()

    def ask(self, here: socket.socket, there: socket.socket, commit: threading.Event) -> None:
        with ExitStack() as both, suppress(OSError):
            both.callback(self.cut, here)
            both.callback(self.cut, there)
            while octets := here.recv(65_536):
                if self.is_armed and self.COMMIT in octets:
                    self.is_armed = False
                    commit.set()
                there.sendall(octets)

    def reply(self, here: socket.socket, there: socket.socket, commit: threading.Event) -> None:
        with ExitStack() as both, suppress(OSError):
            both.callback(self.cut, here)
            both.callback(self.cut, there)
            while octets := there.recv(65_536):
                if commit.is_set():  # done there, and nobody here will know
                    self.lost += 1
                    return
                here.sendall(octets)

    def cut(self, one: socket.socket) -> None:
        self.open.discard(one)
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@contextmanager
def proxied() -> Iterator[tuple[Proxy, str]]:
    """A proxy before the PostgreSQL that is open here, and the address through it."""
    said = connection.settings_dict
    proxy = Proxy(f"{said['HOST']}/.s.PGSQL.{said['PORT'] or 5432}")
    try:
        yield proxy, database_url("127.0.0.1", proxy.port)
    finally:
        with suppress(OSError):
            proxy.end()
