"""The browser tests' ground: the production server on a database of its own, and Chromium signed in to it.

The server is another process, so nothing is rolled back: a test makes its own project, and reads and writes the very
database that the server uses. It must not be marked django_db, which would hide its rows in a transaction.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker

from corpus_app.models import User
from tests.browser.seats import Seat, Seats
from tests.factories import signed_in
from tests.live import session_of
from tests.tooling import chromium, prepared

START_SECONDS = 60
# Chromium as root in a container, without a screen and without asking its maker's servers anything.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Playwright's synchronous interface keeps an event loop in this thread; Django would refuse every query beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PageOf = Callable[..., Page]


def pytest_runtest_setup(item: pytest.Item) -> None:
    assert item.get_closest_marker("django_db") is None, "a browser test's rows must be seen by the server"


@pytest.fixture(scope="session")
def django_db_setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Instead of pytest-django's: a database that this process and the server share; gives its address."""
    if connection.vendor == "sqlite":
        name = str(tmp_path_factory.mktemp("database") / "corpus.sqlite3")
        if prepared.is_given():
            prepared.copy_database(Path(name))
        connection.settings_dict["NAME"] = name
        yield f"sqlite:///{name}"
        connection.close()
        return
    given, name = os.environ["DATABASE_URL"], f"corpus_browser_{os.getpid()}"
    connection.settings_dict["NAME"] = name
    with psycopg.connect(given, autocommit=True) as postgres:
        postgres.execute(f"CREATE DATABASE {name}")
        yield urlsplit(given)._replace(path=f"/{name}").geturl()
        connection.close()
        connection.close_pool()
        postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session", autouse=True)
def _open_database(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture(autouse=True)
def _usual_looks(_open_database: None) -> None:
    """People stay from one test to the next, and what they have chosen with them."""
    User.objects.update(display={})


@pytest.fixture(scope="session")
def server_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "serve.log"


@pytest.fixture(scope="session")
def ground(django_db_setup: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of servers on this database, which is migrated, with collected files."""
    var = tmp_path_factory.mktemp("var")
    own = {"DATABASE_URL": django_db_setup, "SECRET_KEY": settings.SECRET_KEY}
    own |= {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "corpus_app.settings"}
    env = {**os.environ, **dict.fromkeys(("ALLOWED_HOSTS", "CORPUS_LOCAL", "DEBUG", "TRUST_PROXY"), ""), **own}
    if prepared.is_given():
        prepared.copy_static(var)
        return env
    together = [manage("migrate", "--verbosity=0", env=env), manage("collectstatic", "--no-input", "-v0", env=env)]
    assert [process.wait() for process in together] == [0, 0]
    return env


@dataclass
class Served:
    """A server as `manage.py serve` runs it; its address has no slash at the end."""

    env: dict[str, str]
    log: Path
    port: int = field(default_factory=lambda: free_port())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        env = {**self.env, "PORT": str(self.port), "SITE_URL": self.address}
        with self.log.open("ab") as log:
            self.process = manage("serve", env=env, stdout=log, stderr=log, start_new_session=True)
        wait_for(f"{self.address}/health/", self.process, self.log)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def kill(self) -> None:
        """All its processes at once, with whatever they are doing."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)


@pytest.fixture(scope="session")
def server(ground: dict[str, str], server_log: Path) -> Iterator[str]:
    """The address of the server that all tests share."""
    served = Served(ground, server_log)
    try:
        served.start()
        yield served.address
    finally:
        served.stop()


@pytest.fixture
def own_server(ground: dict[str, str], tmp_path: Path, complaints: "Complaints") -> Iterator[Served]:
    """One that the test may stop and start, on the same database."""
    served = Served(ground, tmp_path / "own.log")
    complaints.tolerated.append(f"asked elsewhere: {served.address}/")
    try:
        served.start()
        yield served
    finally:
        served.stop()


def manage(*arguments: str, **options: object) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, **options)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    """Ask until the server answers; raises with what the server said if it died or stays silent."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):  # the last: accepted, and not answered yet on a busy machine
            time.sleep(0.05)  # nothing tells when a port begins to answer
    raise RuntimeError(f"The server does not answer at {url}. It said:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium.executable(), args=FLAGS)
        yield chrome
        chrome.close()


@dataclass
class Complaints:
    """What the pages and the server complained about in one test, but for what the test provokes itself."""

    log: Path
    read: int
    tolerated: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def note(self, complaint: str) -> None:
        if not any(text in complaint for text in self.tolerated):
            self.heard.append(complaint)

    def read_log(self) -> None:
        """The server logs errors and warnings only."""
        said = self.log.read_bytes()
        for line in said[self.read :].decode().splitlines():
            self.note(f"server: {line}")
        self.read = len(said)


@pytest.fixture
def complaints(server_log: Path) -> Iterator[Complaints]:
    """Fails the test in the end if anything was heard."""
    complaints = Complaints(server_log, read=server_log.stat().st_size)
    yield complaints
    complaints.read_log()
    assert complaints.heard == []


@pytest.fixture(scope="session")
def seats(server: str, browser: Browser) -> Seats:
    return Seats(browser, server)


@pytest.fixture
def page_of(server: str, seats: Seats, complaints: Complaints) -> Iterator[PageOf]:
    """Give a page in a browser of its own, signed in as a user (None: nobody); paths start at the server.

    `tolerates` names texts of complaints that the test provokes; `alone` means that no other test uses it again,
    for what cannot be taken back; options go to the browser's context.
    """
    used: list[tuple[Seat, bool]] = []

    def open_page(
        user: AbstractBaseUser | None, *, tolerates: tuple[str, ...] = (), alone: bool = False, **options: object
    ) -> Page:
        seat = seats.new(options) if alone else seats.take(options)
        used.append((seat, alone))
        complaints.tolerated.extend(tolerates)
        seat.noted = complaints.note
        if user is not None:
            seat.context.add_cookies([session_cookie(user, server)])
        return seat.page

    yield open_page
    for seat, alone in used:
        seat.hear_out()
        if alone:
            seat.context.close()
        else:
            seats.give_back(seat)


def session_cookie(user: AbstractBaseUser, server: str) -> dict[str, str]:
    return {"name": settings.SESSION_COOKIE_NAME, "value": session_of(signed_in(user)), "url": server}


@pytest.fixture
def staying() -> Callable[[Page], contextlib.AbstractContextManager[None]]:
    """`with staying(page):` fails if the document was loaded anew inside the block."""

    @contextlib.contextmanager
    def stay(page: Page) -> Iterator[None]:
        page.evaluate("() => { globalThis.corpusStays = true; }")
        yield
        assert page.evaluate("() => globalThis.corpusStays === true"), "the page was loaded anew"

    return stay
