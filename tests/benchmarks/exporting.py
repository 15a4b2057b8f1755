"""What bench_export measures. Everything shares the machine's cores, so only figures of the same minute compare."""

import csv
import hashlib
import os
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connection

from annotations.exchange.columns import Flavour
from annotations.export import annotations_csv
from annotations.filters import PassageFilter
from corpus_app.models import Project, User
from tests.benchmarks.bench_serve import cpu, family, memory, serving
from tests.benchmarks.corpora import Size, big_project, person
from tests.benchmarks.each_database import against
from tests.benchmarks.ground import Visitor

ROWS = 100_000
ROUNDS = 5
SHARE, MEMORY, FIRST_BYTE, FREE = 60, 20, 500, 1_000  # what we promise: %, MB, ms, ms
CHUNK = 65_536
COMMANDS = ("sqlite3 -csv", "psql \\copy")

# The same rows with all that they say, as the database's own tool would copy them.
COPY = """
SELECT 'g-'||t.uid, 'h-'||h.uid, p.slug, 'a-'||a.uid, a.title, a.source, a.author, a.published, v.number,
    h.first_paragraph, h.last_paragraph, h.start, h."end", h.quote, h.prefix, h.suffix, f.slug, f.kind, 't-'||g.uid,
    g.name, coalesce(above.name||' / ', '')||g.name, g.value, g.value_num, 'e-'||target.uid, target.name,
    'e-'||holder.uid, holder.name, t.holder_kind, t.memo, 'u-'||u.uid, 'coder-'||m.number, t.codebook_version,
    t.created_at, t.updated_at, 'http://127.0.0.1:8000/projects/'||p.slug||'/articles/'||a.uid||'/#h-'||h.uid
FROM annotations_highlight h
JOIN corpus_app_project p ON p.id = h.project_id
JOIN corpus_app_article a ON a.id = h.article_id
JOIN corpus_app_articleversion v ON v.id = h.version_id
LEFT JOIN annotations_tagging t ON t.highlight_id = h.id
LEFT JOIN annotations_facet f ON f.id = t.facet_id
LEFT JOIN annotations_tag g ON g.id = t.tag_id
LEFT JOIN annotations_tag above ON above.id = g.parent_id
LEFT JOIN annotations_entity target ON target.id = t.target_id
LEFT JOIN annotations_entity holder ON holder.id = t.holder_id
LEFT JOIN corpus_app_user u ON u.id = coalesce(t.coder_id, h.author_id)
LEFT JOIN corpus_app_membership m ON m.user_id = u.id AND m.project_id = p.id
WHERE h.removed_at IS NULL AND a.removed_at IS NULL AND p.slug = 'big'
ORDER BY h.article_id, h.start, h."end", h.id, t.id
"""


def measure(arguments: list[str]) -> None:
    rows = int(arguments[0]) if arguments else ROWS
    project, user = big_project(Size(annotations=rows)), person("big-owner")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its own daemon does within a minute
    file = Path(settings.VAR_DIR) / "copy.csv"
    with serving(settings="corpus_app.settings") as (process, port):
        visitor, path = Visitor.of(user), f"/projects/{project.slug}/annotations.csv"
        over_http(visitor, project, rows, process, port)
        exports: dict[str, Callable[[], object]] = {}
        for flavour in Flavour:
            exports[f"{flavour}, shell"] = partial(export, project, user, flavour, file)
            exports[f"{flavour}, page"] = partial(download, visitor, port, f"{path}?flavour={flavour}", process)
        beside_the_copy(copies(file), exports, rows, process)
    export(project, user, Flavour.ANALYSIS, file)
    same_bytes(file)


def export(project: Project, user: User, flavour: Flavour, file: Path) -> None:
    with file.open("wb") as out:
        out.writelines(annotations_csv(project=project, user=user, found=PassageFilter(), flavour=flavour))


def beside_the_copy(
    tools: dict[str, Callable[[], object]], exports: dict[str, Callable[[], object]], rows: int, process: int
) -> None:
    """All in turn, round after round. Shares are medians over the rounds, of times measured within a minute."""
    clock, processor = defaultdict(list), defaultdict(list)
    for _ in range(ROUNDS):
        for name, work in {**tools, **exports}.items():
            used = used_by_all(process)
            clock[name].append(timed(work))
            processor[name].append(used_by_all(process) - used)
    for tool in tools:
        print(f"{tool:23} {rows / median(clock[tool]):7,.0f} rows/s, {median(processor[tool]):.2f} s processor time")
    for name in exports:
        for tool in tools:
            share, economy = share_of(clock[tool], clock[name]), share_of(processor[tool], processor[name])
            unit = f"% of {tool}"
            told = against(share, SHARE, unit, at_least=True) if tool in COMMANDS else f"{share:.1f} {unit}"
            print(f"{name:23} {rows / median(clock[name]):7,.0f} rows/s, {told}; by processor time {economy:.0f} %")


def share_of(tool: list[float], ours: list[float]) -> float:
    return 100 * median(theirs / own for theirs, own in zip(tool, ours, strict=True))


def used_by_all(process: int) -> float:
    """Processor time so far: ours, that of the tools we ran, the web server's, and PostgreSQL's where it is local."""
    mine = os.times()
    return mine.user + mine.system + mine.children_user + mine.children_system + of_family(process) + of_database()


def of_family(process: int) -> float:
    """A process, its children, and those that have ended; asked again when one ends meanwhile."""
    try:
        stats = [Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split() for member in family(process)]
    except (FileNotFoundError, ProcessLookupError):
        return of_family(process)
    ended = stats[0][13:15]
    return sum(map(int, [*ended, *(ticks for stat in stats for ticks in stat[11:13])])) / os.sysconf("SC_CLK_TCK")


def of_database() -> float:
    if connection.vendor == "sqlite":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        lock = Path(cursor.fetchone()[0]) / "postmaster.pid"
    return of_family(int(lock.read_text().split()[0])) if lock.exists() else 0.0


def copies(file: Path) -> dict[str, Callable[[], object]]:
    """The database's command-line copy, where it is installed, and the plain way in Python or by COPY."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        plain = {"sqlite3 and csv.writer": lambda: copy_in_python(str(database["NAME"]), file)}
        if shutil.which("sqlite3"):
            plain["sqlite3 -csv"] = lambda: run(["sqlite3", "-csv", str(database["NAME"]), COPY], file)
        return plain
    plain = {"COPY TO STDOUT": lambda: copy_by_copy(file)}
    if shutil.which("psql"):
        command = rf"\copy ({' '.join(COPY.split())}) TO STDOUT csv"
        where = ["-h", database["HOST"], "-U", database["USER"], "-d", database["NAME"]]
        sorting = {"PGOPTIONS": "-c work_mem=64MB"}  # as much as the export has
        plain["psql \\copy"] = lambda: run(["psql", "-q", *where, "-c", command], file, **sorting)
    return plain


def run(command: list[str], file: Path, **more: str) -> None:
    with file.open("wb") as out:
        subprocess.run(command, stdout=out, check=True, env={**os.environ, **more})


def copy_in_python(database: str, file: Path) -> None:
    cursor = sqlite3.connect(database).execute(COPY)
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        while found := cursor.fetchmany(1_000):
            writer.writerows(found)
    cursor.connection.close()


def copy_by_copy(file: Path) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY ({COPY}) TO STDOUT CSV") as copy, file.open("wb") as out:
        for part in copy:
            out.write(part)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def same_bytes(file: Path) -> None:
    """Of the file just exported, beside that of the database measured before."""
    digest, kept = hashlib.sha256(file.read_bytes()).hexdigest(), file.with_name("export.sha256")
    said = f", the same as before: {kept.read_text() == digest}" if kept.exists() else ""
    print(f"{file.stat().st_size:,} bytes, SHA-256 {digest[:16]}…{said}")
    kept.write_text(digest)


def over_http(visitor: Visitor, project: Project, rows: int, process: int, port: int) -> None:
    home, path = f"/projects/{project.slug}/", f"/projects/{project.slug}/annotations.csv"
    for _ in range(5):
        ask(visitor, port, home)
    while is_reading(process):
        time.sleep(1)  # articles made without a sketch get one; the process that makes it grows, and ends a while after
    idle, waits = memory(process), Waits(visitor, port, home)
    _, alone, most_alone = download(visitor, port, path, process)
    print(f"over HTTP   {rows / alone:,.0f} rows/s with nobody else there")
    waits.start()
    first, whole, most = download(visitor, port, path, process)
    waits.ended.set()
    waits.join()
    print(f"            {rows / whole:,.0f} rows/s beside a reader of other pages, ", end="")
    print(f"first byte {against(first * 1000, FIRST_BYTE, 'ms')}, ", end="")
    print(f"memory over idle {against(max(most, most_alone) - idle, MEMORY, 'MB')}")
    answered = sorted(waits.times)
    middle, longest = answered[len(answered) // 2] * 1000, answered[-1] * 1000
    print(f"meanwhile   {len(answered)} library pages, p50 {middle:.0f} ms, longest {longest:.0f} ms")
    free = [abandoned(visitor, port, path, process) * 1000 for _ in range(3)]
    print(f"abandoned   free after {against(max(free), FREE, 'ms')}")


def is_reading(process: int) -> bool:
    """Whether a process for files runs beside those that serve."""
    return any(b"corpus_app.importing" in Path(f"/proc/{each}/cmdline").read_bytes() for each in family(process))


class Waits(threading.Thread):
    """Somebody else, who asks for a page again and again."""

    def __init__(self, visitor: Visitor, port: int, path: str) -> None:
        super().__init__()
        self.ended, self.times = threading.Event(), []
        self.ask = lambda: ask(visitor, port, path)

    def run(self) -> None:
        while not self.ended.wait(0.05):
            self.times.append(timed(self.ask))


def ask(visitor: Visitor, port: int, path: str) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connected:
        connected.sendall(visitor.raw(path))
        head = connected.recv(CHUNK)
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head[:200])


def download(visitor: Visitor, port: int, path: str, process: int) -> tuple[float, float, float]:
    """Seconds to the first byte of the file and to its end, and the most MB the server had meanwhile."""
    started, first, most, steps = time.perf_counter(), 0.0, 0.0, 0
    with socket.create_connection(("127.0.0.1", port)) as connected:
        connected.sendall(visitor.raw(path))
        received = b""
        while b"annotation_id" not in received:
            received += connected.recv(CHUNK)
        first = time.perf_counter() - started
        last = received[-7:]
        while not last.endswith(b"0\r\n\r\n"):
            part = connected.recv(CHUNK)
            last = (last + part)[-7:]
            steps += 1
            if steps % 50 == 0:
                most = max(most, memory(process))
    return first, time.perf_counter() - started, most


def abandoned(visitor: Visitor, port: int, path: str, process: int) -> float:
    """Seconds from leaving a download until the server no longer works: 50 ms without using the processor."""
    with socket.create_connection(("127.0.0.1", port)) as connected:
        connected.sendall(visitor.raw(path))
        for _ in range(20):
            connected.recv(CHUNK)
    left = time.perf_counter()
    used, since = cpu(process), left
    while time.perf_counter() - since < 0.05:
        time.sleep(0.005)  # the process is watched from outside: it tells nobody when it rests
        if (now := cpu(process)) > used:
            used, since = now, time.perf_counter()
    return since - left
