"""What bench_search measures: the search page for each kind of question beside the limit, and the bare index.

By the clock and by this process's time; the bare statement finds and counts by SQL alone, with nothing around it.
"""

import time

from django.db import connection
from django.test import Client

from annotations.models import Entry, EntryKind
from annotations.models.search import scope_of
from annotations.search.index import rebuild
from annotations.search.lookup import condition
from annotations.search.query import parse
from corpus_app.models import Project
from corpus_app.server.memory import settle
from tests.benchmarks.big import HUGE, LARGE, huge_project
from tests.benchmarks.corpora import person
from tests.benchmarks.each_database import yardstick
from tests.benchmarks.pages import report

RUNS, MOST = 60, 10_001  # of 15 the 95th percentile is the slowest
LIMIT = 150  # milliseconds
BARE = "SELECT COUNT(*) FROM (SELECT 1 FROM annotations_entry WHERE {} LIMIT 10001) found"
ASKED = (
    ("a frequent word", "the"), ("a word", "harbour"), ("a rare word", "typhoid"),
    ("three words", "harbour cars council"), ("a phrase", '"car ban"'), ("a prefix", "harb*"),
    ("a part of words", "*arbou*"), ("one or the other", "quay OR tram"), ("without a word", "harbour -cars"),
    ("a word of one source", 'harbour source:"Harbour Post"'),
)


def measure(arguments: list[str]) -> None:
    """On the database of the settings; “huge” is the issue's size, on PostgreSQL; “kept” spares the index."""
    size = HUGE if "huge" in arguments and connection.vendor == "postgresql" else LARGE
    project = Project.objects.filter(slug="huge").first() or huge_project(size)
    began, worked = time.perf_counter(), time.process_time()
    if "kept" not in arguments:
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
    settle()  # as the server does
    for title, asked in ASKED:
        for where, kind in (("texts", EntryKind.TEXT), ("highlights", EntryKind.MARK)):
            ask(client, project, f"{title}, {where}", {"q": asked, "in": where}, kind)
    ask(client, project, "lines by the word after", {"q": "harbour", "order": "right"}, EntryKind.TEXT)
    ask(client, project, "in order, page 60", {"q": "harbour", "order": "text", "page": "60"}, EntryKind.TEXT)


def ask(client: Client, project: Project, title: str, data: dict[str, str], kind: EntryKind) -> None:
    here = f"/projects/{project.slug}/search/"
    report(title, lambda: client.get(here, data), LIMIT, bare(project, data["q"], kind), runs=RUNS)


def bare(project: Project, asked: str, kind: EntryKind) -> tuple[str, list[str]]:
    sql, params = condition("annotations_entry", [scope_of(project.pk, kind)], parse(asked).words, MOST)
    return BARE.format(sql), params
