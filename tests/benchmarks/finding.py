"""What bench_search measures: the search page for each kind of question beside the limit, and the bare index.

By the clock and by this process's time; the bare statement finds and counts by SQL alone, with nothing around it.
"""

import statistics
import sys
import time

from django.db import connection
from django.test import Client

from annotations.models import Entry, EntryKind
from annotations.models.search import scope_of
from annotations.search.index import rebuild
from annotations.search.lookup import condition
from annotations.search.query import parse
from corpus_app.models import Project
from tests.benchmarks.big import HUGE, LARGE, huge_project
from tests.benchmarks.corpora import person
from tests.benchmarks.each_database import against, yardstick

RUNS, MOST = 15, 10_001
LIMIT = 150  # milliseconds
BARE = "SELECT COUNT(*) FROM (SELECT 1 FROM annotations_entry WHERE {} LIMIT 10001) found"
ASKED = (
    ("a frequent word", "the"), ("a word", "harbour"), ("a rare word", "typhoid"),
    ("three words", "harbour cars council"), ("a phrase", '"car ban"'), ("a prefix", "harb*"),
    ("a part of words", "*arbou*"), ("one or the other", "quay OR tram"), ("without a word", "harbour -cars"),
    ("a word of one source", 'harbour source:"Harbour Post"'),
)


def measure(arguments: list[str]) -> None:
    """On the database of the settings; “huge” is the issue's size, on PostgreSQL."""
    size = HUGE if "huge" in arguments and connection.vendor == "postgresql" else LARGE
    project = Project.objects.filter(slug="huge").first() or huge_project(size)
    began, worked = time.perf_counter(), time.process_time()
    rebuild(project)
    took, busy = time.perf_counter() - began, time.process_time() - worked
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE annotations_entry" if connection.vendor == "postgresql" else "ANALYZE")
    print(
        f"{Entry.objects.count():,} texts indexed in {took:.0f} s ({busy:.0f} s of this process); "
        f"this machine is {yardstick():.1f} times as slow as an idle one", flush=True,
    )
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person("big-owner"))
    for title, asked in ASKED:
        for where, kind in (("texts", EntryKind.TEXT), ("highlights", EntryKind.MARK)):
            report(client, project, f"{title}, {where}", {"q": asked, "in": where}, kind)
    report(client, project, "lines by the word after", {"q": "harbour", "order": "right"}, EntryKind.TEXT)
    report(client, project, "in order, page 60", {"q": "harbour", "order": "text", "page": "60"}, EntryKind.TEXT)


def report(client: Client, project: Project, title: str, data: dict[str, str], kind: EntryKind) -> None:
    times, busy = [], []
    for _ in range(RUNS + 1):
        began, worked = time.perf_counter(), time.process_time()
        response = client.get(f"/projects/{project.slug}/search/", data)
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    if response.status_code != 200:
        sys.exit(f"{title}: {response.status_code}")
    times = sorted(times[1:])
    print(
        f"{title:34} p50 {statistics.median(times):7.1f}  p95 {against(times[int(RUNS * 0.95)], LIMIT, 'ms'):30} "
        f"CPU here {statistics.median(busy[1:]):6.1f}  bare {bare(project, data['q'], kind):6.1f} ms", flush=True,
    )


def bare(project: Project, asked: str, kind: EntryKind) -> float:
    """The least of three runs."""
    sql, params = condition("annotations_entry", [scope_of(project.pk, kind)], parse(asked).words, MOST)
    times = []
    for _ in range(3):
        with connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute(BARE.format(sql), params)
            cursor.fetchall()
            times.append((time.perf_counter() - began) * 1000)
    return min(times)
