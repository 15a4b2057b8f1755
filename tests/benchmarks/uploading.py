"""Files brought to a running server: how long until they are drafts, what others wait meanwhile, and finding twins."""

import http.client
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from statistics import median, quantiles
from typing import TypeVar

from django.db import connection
from django.urls import reverse

from corpus_app.importing.sketch import sketch
from corpus_app.models import ArticleDraft, Project, SketchKey, UploadFile
from corpus_app.pages.likes import versions_with
from tests.benchmarks.each_database import against, yardstick
from tests.benchmarks.ground import Ground, Visitor
from tests.benchmarks.importing import ARTICLES
from tests.faults import ROOT
from tests.unit.importing import files

BORDER = "bench-border"
ROWS = 1_000_000
QUIET_SECONDS = 8
Result = TypeVar("Result")
Brought = list[tuple[str, bytes]]


def measure(arguments: list[str]) -> None:
    ground = Ground.prepared()
    visitor, path = Visitor.of(ground.anna), reverse("annotations:article", args=["bench", ground.article(1_000).uid])
    texts = [path.read_text("utf-8") for path in ARTICLES]
    stories = [(f"{n}.txt", (texts[n % len(texts)] * 4 + str(n)).encode()) for n in range(100)]
    page = files.html(*texts[1].split("\n\n"))
    with closing(Served()) as server:
        seconds = server.bring(visitor, [("cold.html", page + b"<!-- cold -->")])[1]
        print(f"the first file of a server, whose form nobody opened: {seconds:.1f} s")
    with closing(Served()) as server:
        server.ask(visitor, reverse("add-articles", args=["bench"]))
        server.others(visitor, path, lambda: time.sleep(1))  # pages before anything is measured
        quiet = server.others(visitor, path, lambda: time.sleep(QUIET_SECONDS))[0]  # nothing else goes on
        for what, limit, brought in (
            ("the first file of a server", 2, [("first.html", page)]),
            ("another file", 2, [("second.html", files.html(*texts[2].split("\n\n")))]),
            ("100 text files", 10, stories), ("a delivery of 100 articles", 15, delivery()),
        ):  # fmt: skip
            meanwhile, (answered, seconds) = server.others(visitor, path, lambda b=brought: server.bring(visitor, b))
            print(f"(this machine is {yardstick():.1f} times as slow as an idle one, and reading is nice to others)")
            size = sum(len(content) for _, content in brought) / 1e6
            print(f"{what}, {size:.1f} MB: {against(seconds, limit, 's')}, its page after {answered:.2f} s")
            if len(meanwhile) > 20:
                told = against(p95(meanwhile), 2 * p95(quiet), "ms")
                print(f"  others' article, p95: {told}; p50 {median(meanwhile):.1f}, else {median(quiet):.1f} ms")
    print(f"articles that a draft is like, among {ROWS:,} rows: {against(twins(ground.project), 1, 'ms')}")


def delivery() -> Brought:
    return [("delivery.docx", files.nexis_docx(100, words=700))]


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


class Served:
    """`manage.py serve` on this database."""

    def __init__(self) -> None:
        command = [sys.executable, "manage.py", "serve", "--port", "0"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline())[1])

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, visitor: Visitor, path: str, body: bytes | None = None, **headers: str) -> int:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port)) as asked:
            asked.request("GET" if body is None else "POST", path, body, visitor.headers | headers)
            answer = asked.getresponse()
            answer.read()
            return answer.status

    def bring(self, visitor: Visitor, brought: Brought) -> tuple[float, float]:
        """Seconds until the upload is answered, and until all is read; the person looks on, once a second."""
        began, before = time.perf_counter(), ArticleDraft.objects.count()
        form = {"Content-Type": f"multipart/form-data; boundary={BORDER}"}
        status = self.ask(visitor, reverse("add-articles", args=["bench"]), multipart(brought), **form)
        answered = time.perf_counter() - began
        while UploadFile.objects.unread().exists():
            time.sleep(0.05)  # a row of the database tells nobody
        if status != 302 or ArticleDraft.objects.count() == before:
            raise SystemExit(f"The upload was answered with {status}, and nothing was read.")
        return answered, time.perf_counter() - began

    def others(self, visitor: Visitor, path: str, work: Callable[[], Result]) -> tuple[list[float], Result]:
        """While work is done, one other person opens an article again and again: milliseconds of each time."""
        times, over = [], threading.Event()

        def read() -> None:
            while not over.wait(0.02):
                began = time.perf_counter()
                self.ask(visitor, path)
                times.append((time.perf_counter() - began) * 1000)

        reader = threading.Thread(target=read)
        reader.start()
        try:
            return times, work()
        finally:
            over.set()
            reader.join()


def multipart(brought: Brought) -> bytes:
    parts = [
        f'--{BORDER}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode() + content
        for name, content in brought
    ]
    fields = [f'--{BORDER}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n'.encode() for n in ("text", "source")]
    return b"\r\n".join([*fields, *parts, f"--{BORDER}--\r\n".encode()])


def twins(project: Project) -> float:
    """Milliseconds of the index's answer, the median of a hundred texts, each the best of five."""
    version = project.articles.get().version
    missing = ROWS - SketchKey.objects.count()
    rows = (
        SketchKey(project=project, key=number * 9_223_372_036_854 % 2**63, version=version, position=0)
        for number in range(missing)
    )
    SketchKey.objects.bulk_create(rows, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    texts = [path.read_text("utf-8").split("\n\n") for path in ARTICLES]
    asked = [sketch([*texts[n % len(texts)], f"{n} " * 40]).bands for n in range(100)]
    times = []
    for keys in asked:
        tries = []
        for _ in range(5):
            began = time.perf_counter()
            list(versions_with(project, keys))
            tries.append((time.perf_counter() - began) * 1000)
        times.append(min(tries))
    return median(times)
