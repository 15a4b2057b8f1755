"""How long a page takes: by the clock beside its limit, by processor time here and in the database, and the bare rows.

On a machine that does other things, too, only processor time tells two versions apart.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.http import HttpResponse

from tests.benchmarks.each_database import against


def report(
    title: str, call: Callable[[], HttpResponse], limit: float, bare: tuple[str, list], *, runs: int
) -> None:
    """After one call that warms up; all in milliseconds."""
    call()
    times, here, before = [], [], database_cpu()
    for _ in range(runs):
        began, worked = time.perf_counter(), time.process_time()
        response = call()
        times.append((time.perf_counter() - began) * 1000)
        here.append((time.process_time() - worked) * 1000)
    there = (database_cpu() - before) * 1000 / runs
    if response.status_code != 200:
        sys.exit(f"{title}: {response.status_code}")
    times.sort()
    print(
        f"{title:36} p50 {statistics.median(times):7.1f}  p95 {against(times[int(runs * 0.95)], limit, 'ms'):30} "
        f"CPU {statistics.median(here):6.1f} here, {there:6.1f} in the database  "
        f"bare {least(*bare):7.1f} ms", flush=True,
    )


def least(statement: str, values: list) -> float:
    """Of three runs, all rows fetched: what the rows alone take the database."""
    times = []
    for _ in range(3):
        with connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(statement, values)
            cursor.fetchall()
            times.append((time.perf_counter() - began) * 1000)
    return min(times)


def database_cpu() -> float:
    """Seconds that this connection's server process has used, and its workers that have ended. SQLite's are ours."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    own = int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    parent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1]
    ended = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[13:15]
    return own + sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")
