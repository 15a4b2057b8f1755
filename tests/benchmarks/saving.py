"""What bench_saving measures. Client and server share the machine's cores, so requests a second are lower bounds."""

import asyncio
import cProfile
import pstats
import re
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import uvloop
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import Highlight, Tagging
from corpus_app.models import Article, Change
from corpus_app.server.memory import settle
from tests.benchmarks.bench_serve import cpu, family, serving
from tests.benchmarks.each_database import against, yardstick
from tests.benchmarks.ground import Ground, Visitor

SHORT, LONG = 1_200, 100_000  # words
SAVES = 140
CLIENTS = 32
RUSH = 800  # saves of all clients together; one in twenty is sent twice

MILLISECONDS, PROCESSOR, RATE = 8, 6, 150  # what we promise


def measure(arguments: list[str]) -> None:
    print(f"this machine now takes {yardstick():.1f} times as long as a quick idle one")
    ground = Ground.prepared()
    visitor = Visitor.of(ground.anna)
    settle()  # as the server does

    def fresh(words: int, count: int) -> list[Article]:
        """Saves crowd a short article's paragraphs with marks, so every measurement begins with its own."""
        articles = [ground.article(words) for _ in range(count)]
        for article in articles:
            ground.highlighted(article, article.words // 40)
        return articles

    long = fresh(LONG, 1)
    kinds = {f"{SHORT:,} words": lambda count: fresh(SHORT, count), f"{LONG:,} words": lambda count: long}
    for name, articles in kinds.items():
        print(f"in process, {name:13}", in_process(ground, visitor, articles(1)[0]))
    with serving(settings="corpus_app.settings") as (process, port):
        for name, articles in kinds.items():
            print(f"over HTTP,  {name:13}", one_after_the_other(ground, visitor, articles(1)[0], process, port))
        for name, articles in kinds.items():
            print(f"{CLIENTS} clients, {name:13}", rush(ground, visitor, articles(8), process, port))
    if "--profile" in arguments:
        for name, articles in kinds.items():
            profile(ground, visitor, articles(1)[0], name)


def address(article: Article) -> str:
    return f"/projects/{article.project.slug}/articles/{article.uid}/highlights/"


def in_process(ground: Ground, visitor: Visitor, article: Article) -> str:
    """The handler alone, with all its middleware: no sockets, no threads. The least CPU is that of a quiet moment."""
    ask, url = visitor.inside(WSGIHandler()), address(article)
    times, used = [], []
    for body in ground.passages(article, SAVES):
        began, begun = time.perf_counter(), time.thread_time()
        status, _ = ask(url, body)
        times.append((time.perf_counter() - began) * 1000)
        used.append((time.thread_time() - begun) * 1000)
        assert status == "200 OK", status
    p50, cpu50, least = sorted(times)[SAVES // 2], sorted(used)[SAVES // 2], sorted(used)[SAVES // 20]
    return f"p50 {against(p50, MILLISECONDS, 'ms')}, CPU p50 {against(cpu50, PROCESSOR, 'ms')}, least {least:.1f} ms"


def one_after_the_other(ground: Ground, visitor: Visitor, article: Article, process: int, port: int) -> str:
    """Over one kept connection, each sent when the one before was answered."""
    requests = [visitor.raw(address(article), body) for body in ground.passages(article, SAVES)]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(Crowd(requests[:20]).sent(port, 1))
        crowd, before = Crowd(requests[20:]), all_cpu(process)
        runner.run(crowd.sent(port, 1))
    assert set(crowd.statuses) == {200}, crowd.statuses
    used, times = (all_cpu(process) - before) * 1000 / len(crowd.times), sorted(crowd.times)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    return f"p50 {against(p50, MILLISECONDS, 'ms')}, p95 {p95:.1f} ms, CPU {against(used, PROCESSOR, 'ms')}"


def rush(ground: Ground, visitor: Visitor, articles: list[Article], process: int, port: int) -> str:
    """All clients at once; afterwards every save that was answered must be there, once, with its tag."""
    each = RUSH // len(articles)
    bodies = [(address(article), body) for article in articles for body in ground.passages(article, each)]
    requests = [visitor.raw(url, body) for url, body in sorted(bodies + bodies[::20], key=lambda save: save[1])]
    crowd, before = Crowd(requests), all_cpu(process)
    started = time.perf_counter()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(crowd.sent(port, CLIENTS))
    seconds, used = time.perf_counter() - started, (all_cpu(process) - before) * 1000 / len(requests)
    errors = sum(status != 200 for status in crowd.statuses)
    wanted = {parse_qs(body.decode())["uid"][0] for _, body in bodies}
    there = Highlight.objects.filter(article__in=articles, uid__in=wanted)
    lost = len(wanted) - there.count()
    doubled = Tagging.objects.filter(highlight__in=there).count() - there.count()
    gaps = Change.objects.order_by("-number").first().number - Change.objects.count()
    crowd.times.sort()
    p50, p99 = crowd.times[len(crowd.times) // 2], crowd.times[int(len(crowd.times) * 0.99)]
    rate = against(len(requests) / seconds, RATE, "saves/s", at_least=True)
    told = f"{errors} errors, {lost} lost, {doubled} doubled, {gaps} gaps in the diary"
    return f"{rate}, p50 {p50:.0f} ms, p99 {p99:.0f} ms, CPU {used:.1f} ms; {told}"


def all_cpu(process: int) -> float:
    return sum(map(cpu, family(process)))


@dataclass
class Crowd:
    """Requests that clients over kept connections take from one pile until it is empty."""

    requests: list[bytes]
    times: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def sent(self, port: int, clients: int) -> None:
        pile = iter(self.requests)
        await asyncio.gather(*(self._client(port, pile) for _ in range(clients)))

    async def _client(self, port: int, pile) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in pile:
            started = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))
            self.times.append((time.perf_counter() - started) * 1000)
            self.statuses.append(int(head.split()[1]))
        writer.close()


def profile(ground: Ground, visitor: Visitor, article: Article, name: str) -> None:
    """Where the time of a save goes: by query, and by function."""
    ask, url = visitor.inside(WSGIHandler()), address(article)
    first, *bodies = ground.passages(article, 101)
    with CaptureQueriesContext(connection) as caught:
        ask(url, first)
    print(f"\n{name}: {len(caught)} queries")
    for query in caught.captured_queries:
        print(f"  {float(query['time']) * 1000:6.1f} ms  {query['sql'][:150]}")
    profiler = cProfile.Profile()
    profiler.enable()
    for body in bodies:
        ask(url, body)
    profiler.disable()
    pstats.Stats(profiler).strip_dirs().sort_stats("cumulative").print_stats(40)
