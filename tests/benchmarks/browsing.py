"""What bench_browse measures: whole pages, made in this very process, with sessions, access and templates."""

import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.db.models import Count
from django.test import Client

from annotations.models import Highlight, Tag, Tagging
from corpus_app.models import Project, User
from corpus_app.server.memory import settle
from tests.benchmarks.corpora import Size, big_project

RUNS = 15
DEPTH = 100


def measure(arguments: list[str]) -> None:
    """On the database of the settings; the one argument is how many rows, 100,000 if left out."""
    rows = int(arguments[0]) if arguments else 100_000
    started = time.perf_counter()
    project = big_project(Size(articles=max(20, rows // 100), annotations=rows), slug="browse")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{Highlight.objects.count():,} highlights and {Tagging.objects.count():,} taggings", end=" ")
    print(f"in {project.articles.count():,} articles, made in {time.perf_counter() - started:.0f} s", flush=True)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.filter(memberships__project=project, memberships__role="owner").first())
    settle()  # as the server does
    for title, url in pages(project):
        report(title, lambda url=url: client.get(url))


def pages(project: Project) -> list[tuple[str, str]]:
    used = Tag.objects.filter(project=project).annotate(n=Count("taggings")).order_by("-n")
    busy, rare = used.filter(value="").first(), used.filter(n__gt=0).last()
    here = f"/projects/{project.slug}"
    tag = f"{here}/tags/{busy.uid}/"
    alone = f"{tag}?children=0"
    newest = f"{alone}&order=newest"
    entity = project.entities.first()
    return [
        (f"most used tag ({busy.n:,}), first page", alone),
        (f"most used tag, page {DEPTH}, by article", f"{alone}&after={place(project, busy, by_article=True)}"),
        (f"most used tag, page {DEPTH}, newest", f"{newest}&after={place(project, busy, by_article=False)}"),
        ("most used tag with those below", tag),
        (f"rare tag ({rare.n:,})", f"{here}/tags/{rare.uid}/"),
        ("most used tag, one coder", f"{alone}&coder={project.members.last().uid}"),
        ("most used tag, dates", f"{alone}&published_from=2020&published_to=2021-06"),
        ("stance for, one target", f"{here}/passages/?value=for&target={entity.uid}"),
        ("words in the passage", f"{here}/passages/?text=harbour"),
        ("all passages, first page", f"{here}/passages/"),
        (f"all passages, page {DEPTH}", f"{here}/passages/?after={place(project, None, by_article=True)}"),
        ("codebook with all counts", f"{here}/tags/"),
        ("overview, 200 tags, 200 articles shown", f"{here}/overview/"),
        ("overview by coder", f"{here}/overview/?by=coder"),
        ("overview by month", f"{here}/overview/?by=month"),
    ]


def place(project: Project, tag: Tag | None, *, by_article: bool) -> str:
    """The last passage of the page before DEPTH, or of the last page if there are not so many."""
    rows = Highlight.objects.filter(project=project)
    if tag is not None:
        rows = rows.filter(pk__in=Tagging.objects.filter(project=project, tag=tag).values("highlight"))
    uids = rows.order_by(*("article", "start", "end", "pk") if by_article else ("-pk",)).values_list("uid", flat=True)
    return uids[min(50 * (DEPTH - 1), (rows.count() - 1) // 50 * 50) - 1]


def report(title: str, call: Callable[[], object]) -> None:
    call()
    times, cpu = [], []
    for _ in range(RUNS):
        began, busy = time.perf_counter(), time.process_time()
        response = call()
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - busy) * 1000)
    if response.status_code != 200:
        raise SystemExit(f"{title}: {response.status_code}")
    p50, p95 = statistics.median(times), sorted(times)[int(len(times) * 0.95)]
    print(f"{title:42} p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  CPU here {statistics.median(cpu):7.1f} ms", flush=True)
