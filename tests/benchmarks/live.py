"""What bench_live measures."""

import asyncio
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import uvloop
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from annotations import actions
from corpus_app.actions import join
from corpus_app.live.hints import SQLITE_SECONDS
from corpus_app.models import Article, Paragraph, Project, Role, User
from tests.benchmarks.bench_serve import ROOT, cpu, family, memory, serving
from tests.benchmarks.corpora import person
from tests.benchmarks.each_database import against, yardstick
from tests.benchmarks.ground import Ground, Visitor, words_of
from tests.benchmarks.page import FLAGS, context_of
from tests.tooling import chromium

PEOPLE = 60
WRITERS = 20
RATE = 43  # writes a second of all writers, as measured for the design
SECONDS = 8
SETTLE_SECONDS = 2
STREAMS = 2_000
KILOBYTES = 20  # promised for each open stream
# What we promise for 20 writers and 200 listeners, p50 and p95 in milliseconds; on SQLite over the poll's interval.
LIMITS = {"postgresql": (10, 50), "sqlite": (SQLITE_SECONDS * 1000, SQLITE_SECONDS * 1000 + 30)}
PAINTED, CAUGHT_UP = 60, 1_500  # milliseconds from commit to paint in a second browser; of a hidden page
CHANGES = 60
CODERS, READERS, EVERY_SECONDS, TEAM_MINUTES, WRITE = 50, 150, 5, 10, 300
# Notes the time on the wall when so many marks have been painted; performance.now() alone counts from the page's start.
WATCH = """() => {
  globalThis.painted = {};
  const text = document.getElementById("text");
  new MutationObserver(() => {
    const marks = text.querySelectorAll("mark").length;
    requestAnimationFrame(() => setTimeout(() => { painted[marks] ??= performance.timeOrigin + performance.now(); }));
  }).observe(text, { childList: true, subtree: true });
}"""
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  return performance.timeOrigin + performance.now();
}"""
NUMBER = re.compile(rb'"number":"(\d+)"')
PART = 65_536


def measure(arguments: list[str]) -> None:
    print(f"this machine now takes {yardstick():.1f} times as long as a quick idle one")
    ground = Ground.prepared()
    article = ground.article(12_000)
    if arguments[:1] == ["team"]:
        at_work(ground, article, float(arguments[1]) if len(arguments) > 1 else TEAM_MINUTES)
        return
    sessions = [session_of(user) for user in people(ground.project)]
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for count in (10, 200, 500):
            with serving(settings="corpus_app.settings") as (process, port):
                print(f"{count:5,} listeners            ", runner.run(told(article, sessions, count, port, process)))
        if connection.vendor == "postgresql":
            with serving("--workers", "2", settings="corpus_app.settings") as (process, port):
                print("  200 listeners, 2 processes", runner.run(told(article, sessions, 200, port, process)))
        with serving(settings="corpus_app.settings") as (process, port):
            print(f"{STREAMS:5,} idle streams         ", runner.run(open_for(article, sessions, port, process)))
    with serving(settings="corpus_app.settings") as (_, port):
        in_a_browser(ground, f"http://127.0.0.1:{port}")


def at_work(ground: Ground, article: Article, minutes: float) -> None:
    """Coders who write every five seconds and readers who look on, over two processes on PostgreSQL, one on SQLite."""
    coders = people(ground.project, "team-coder", CODERS, Role.CODER)
    readers = [session_of(user) for user in people(ground.project, "team-reader", READERS, Role.READER)]
    bodies = ground.passages(article, int(CODERS * (minutes * 60 / EVERY_SECONDS + 2)))
    workers = ("--workers", "2") if connection.vendor == "postgresql" else ()
    runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    with serving(*workers, settings="corpus_app.settings") as (_, port), runner:
        said = runner.run(write_and_look_on(article, coders, readers, bodies, port, minutes * 60))
    print(f"{CODERS} coders, {READERS} readers, {minutes:g} min: {said}")


async def write_and_look_on(
    article: Article, coders: list[User], readers: list[str], bodies: list[bytes], port: int, seconds: float
) -> str:
    visitors = [await asyncio.to_thread(Visitor.of, coder) for coder in coders]
    listeners = Listeners(article, port)
    await listeners.open(readers, len(readers))
    first = await asyncio.to_thread(last_number, article)
    until = time.perf_counter() + seconds
    share = len(bodies) // len(coders)
    writing = (
        write_every(visitor, article, bodies[n * share : (n + 1) * share], port, until, n / len(coders))
        for n, visitor in enumerate(visitors)
    )
    answers = [answer for mine in await asyncio.gather(*writing) for answer in mine]
    await asyncio.sleep(SETTLE_SECONDS)
    last = await asyncio.to_thread(last_number, article)
    written = set(range(first + 1, last + 1))
    await listeners.close()
    missed = sum(len(written - mine.keys()) for mine in listeners.heard)
    times = sorted(spent * 1000 for spent, _ in answers)
    errors = sum(status != 200 for _, status in answers)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    assert len(written) == len(answers) - errors
    return (
        f"{len(answers):,} writes, {errors} errors, p50 {p50:.0f} ms, p95 {against(p95, WRITE, 'ms')}; "
        f"{len(written) * len(readers):,} marks to be told, {missed} missed, none twice"
    )


async def write_every(
    visitor: Visitor, article: Article, bodies: list[bytes], port: int, until: float, place: float
) -> list[tuple[float, int]]:
    """Seconds and status of each save."""
    path = f"/projects/{article.project.slug}/articles/{article.uid}/highlights/"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    found = []
    await asyncio.sleep(place * EVERY_SECONDS)
    for body in bodies:
        if (began := time.perf_counter()) > until:
            break
        writer.write(visitor.raw(path, body))
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))
        spent = time.perf_counter() - began
        found.append((spent, int(head.split(b" ", 2)[1])))
        await asyncio.sleep(max(0, EVERY_SECONDS - spent))
    writer.close()
    return found


def last_number(article: Article) -> int:
    return Project.objects.get(pk=article.project_id).change_number


def in_a_browser(ground: Ground, address: str) -> None:
    """One writer, one who looks on in Chromium, in articles of 4,000 and 100,000 words."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=FLAGS)
        for words in (4_000, 100_000):
            article = ground.article(words)
            page = context_of(browser, address, person("listener-0")).new_page()
            page.goto(f"{address}/projects/{article.project.slug}/articles/{article.uid}/")
            page.wait_for_load_state("networkidle")
            page.evaluate(WATCH)
            places = iter([words_of(row)[0] for row in Paragraph.objects.filter(version=article.version_id)])
            times = sorted(painted(page, article, next(places), n) for n in range(1, CHANGES + 1))
            p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
            print(f"{words:7,} words: commit to painted p50 {against(p50, PAINTED, 'ms')}, p95 {p95:.0f} ms", end="")
            page.evaluate(HIDE, True)
            for _ in range(20):
                marked(article, next(places))
            shown = page.evaluate(HIDE, False)
            page.wait_for_function("(marks) => painted[marks]", arg=CHANGES + 20)
            print(f"; hidden page caught up in {against(at(page, CHANGES + 20) - shown, CAUGHT_UP, 'ms')}")
        browser.close()


def painted(page: Page, article: Article, place: tuple[int, int], marks: int) -> float:
    committed = marked(article, place)
    page.wait_for_function("(marks) => painted[marks]", arg=marks)
    return at(page, marks) - committed


def marked(article: Article, place: tuple[int, int]) -> float:
    """Highlight a word; milliseconds on the wall when that was committed."""
    quote = article.version.text[slice(*place)]
    actions.add_highlight(article=article, author=person("anna"), start=place[0], end=place[1], quote=quote)
    return time.time() * 1000


def at(page: Page, marks: int) -> float:
    return page.evaluate("(marks) => painted[marks]", marks)


def people(project: Project, name: str = "listener", count: int = PEOPLE, role: str = Role.READER) -> list[User]:
    """Without a password, which takes half a second of processor time each: they come in by their sessions."""
    emails = [f"{name}-{n}@corpus.test" for n in range(count)]
    found = [User.objects.create_user(email, None, display_name=email.partition("@")[0]) for email in emails]
    for user in found:
        join(project=project, user=user, role=role, actor=user)
    return found


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


@dataclass
class Listeners:
    """Open streams on an article, and when each heard of which change."""

    article: Article
    port: int
    heard: list[dict[int, float]] = field(default_factory=list)
    begun: int = 0
    tasks: list[asyncio.Task] = field(default_factory=list)

    async def open(self, sessions: list[str], count: int) -> None:
        url = f"/projects/{self.article.project.slug}/articles/{self.article.uid}/live/"
        for n in range(count):
            head = f"GET {url} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {sessions[n % len(sessions)]}\r\n\r\n"
            self.tasks.append(asyncio.create_task(self.listen(head.encode())))
            await self.until(n - 16)
        await self.until(count)

    async def until(self, begun: int) -> None:
        while self.begun < begun:
            await asyncio.sleep(0.001)
            for task in self.tasks:
                if task.done():
                    task.result()

    async def listen(self, head: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        mine: dict[int, float] = {}
        self.heard.append(mine)
        writer.write(head)
        await reader.readuntil(b"event: begin")
        self.begun += 1
        while part := await reader.read(PART):
            now = time.perf_counter()
            for number in NUMBER.findall(part):
                assert int(number) not in mine, "told twice"
                mine[int(number)] = now

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def told(article: Article, sessions: list[str], count: int, port: int, process: int) -> str:
    listeners = Listeners(article, port)
    await listeners.open(sessions, count)
    before = used(process)
    written = await written_by_others(article)
    await asyncio.sleep(SETTLE_SECONDS)
    spent = used(process) - before
    await listeners.close()
    times = sorted(
        (mine[number] - at) * 1000 for number, at in written.items() for mine in listeners.heard if number in mine
    )
    lost = len(written) * count - len(times)
    p50, p95, p99 = (times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
    first, second = LIMITS[connection.vendor]
    shown = f"p50 {against(p50, first, 'ms')}, p95 {against(p95, second, 'ms')}" if count == 200 else (
        f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"
    )
    each = spent / len(times) * 1e6
    return f"{shown}, p99 {p99:.1f} ms; {len(times):,} told, {lost} lost, server's CPU {each:.0f} µs each"


async def written_by_others(article: Article) -> dict[int, float]:
    """When each change had been committed; the clock is the same for all processes."""
    code = f"from tests.benchmarks.live import write; write({article.pk})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    writing = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
    said, _ = await writing.communicate()
    assert writing.returncode == 0
    return {int(number): float(at) for number, at in (line.split() for line in said.decode().splitlines())}


def write(article: int) -> None:
    """WRITERS threads that highlight a word now and then; prints each change's number and its commit."""
    pool = connection.settings_dict["OPTIONS"].get("pool", {})
    pool["max_size"] = WRITERS + 4  # as many as in three or four serving processes
    rows = Paragraph.objects.filter(version__article=article).order_by("position")
    places = iter([place for row in rows for place in words_of(row)])
    end = time.perf_counter() + SECONDS
    anna = person("anna")

    def highlight(thread: int) -> None:
        own = Article.objects.select_related("version", "project").get(pk=article)
        time.sleep(thread / RATE)  # so that they do not all write at once
        while (began := time.perf_counter()) < end:
            start, stop = next(places)
            quote = own.version.text[start:stop]
            made = actions.add_highlight(article=own, author=anna, start=start, end=stop, quote=quote)
            sys.stdout.write(f"{made.change.number} {time.perf_counter()}\n")
            time.sleep(max(0, WRITERS / RATE - (time.perf_counter() - began)))  # the rate that is measured at
        connection.close()

    threads = [threading.Thread(target=highlight, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


async def open_for(article: Article, sessions: list[str], port: int, process: int) -> str:
    """Memory and processor time of many open streams on which nothing happens, and a change that reaches all."""
    warm = Listeners(article, port)
    await warm.open(sessions, 20)
    await warm.close()
    empty = memory(process)
    listeners = Listeners(article, port)
    began = time.perf_counter()
    await listeners.open(sessions, STREAMS)
    opened = time.perf_counter() - began
    await asyncio.sleep(SETTLE_SECONDS)
    each = (memory(process) - empty) * 1024 / STREAMS
    before = used(process)
    await asyncio.sleep(SECONDS)
    idle = (used(process) - before) / SECONDS * 100
    written = await written_by_others(article)
    await asyncio.sleep(SETTLE_SECONDS)
    lost = len(written) * STREAMS - sum(len(mine.keys() & written.keys()) for mine in listeners.heard)
    await listeners.close()
    told_of = f"{len(written):,} changes told to all, {lost} lost"
    return f"{against(each, KILOBYTES, 'KB each')}, {idle:.1f} % of a core, opened in {opened:.1f} s; {told_of}"


def used(process: int) -> float:
    return sum(map(cpu, family(process)))
