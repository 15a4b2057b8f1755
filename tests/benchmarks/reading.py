"""What bench_reading measures. The longest seed lies beside the repository on some machines; else a demo article."""

import gzip
import re
import time
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus_app.actions import NewParagraph, add_article
from corpus_app.importing.reader import read
from corpus_app.models import Article
from corpus_app.server.memory import settle
from tests.benchmarks.bench_serve import ROOT
from tests.benchmarks.corpora import DEMO
from tests.benchmarks.each_database import against, yardstick
from tests.benchmarks.ground import Ground, Visitor

SEEDS = ROOT.parent / "shared" / "seeds"
TURNS = 9

KILOBYTES_OF_SEED, KILOBYTES_OF_SCRIPT, KILOBYTES_OF_LONG = 12, 30, 400  # gzip; what we promise


def measure(arguments: list[str]) -> None:
    print(f"this machine now takes {yardstick():.1f} times as long as a quick idle one")
    ground = Ground.prepared()
    visitor = Visitor.of(ground.anna)
    ask = visitor.inside(WSGIHandler())
    settle()  # as the server does
    short, long = imported(ground), ground.article(100_000)
    queries = []
    for article, count, limit in ((short, 200, KILOBYTES_OF_SEED), (long, 10_000, KILOBYTES_OF_LONG)):
        html = page(ask, article)[0]
        print(f"{article.words:7,} words,      0 highlights: {size(html):.1f} KB gzip, {len(html) / 1000:.0f} KB")
        ground.highlighted(article, count)
        html, milliseconds, processor, asked = page(ask, article)
        queries.append(asked)
        print(f"{article.words:7,} words, {count:6,} highlights: {against(size(html), limit, 'KB')} gzip, ", end="")
        print(f"{len(html) / 1000:.0f} KB, {milliseconds:.0f} ms, CPU {processor:.0f} ms, {asked} queries")
        shares(html)
    print("queries do not grow" if queries[0] == queries[1] else f"QUERIES GROW: {queries}")
    scripts(html)


def imported(ground: Ground) -> Article:
    """The longest seed, where it is, as the importer reads it."""
    sources = sorted(SEEDS.glob("*.txt"), key=lambda path: path.stat().st_size) or sorted(DEMO.glob("*.txt"))
    print("reading", sources[-1].name)
    blocks = [NewParagraph(block.text, block.kind, block.role) for block in read(sources[-1].read_bytes()).blocks]
    return add_article(project=ground.project, added_by=ground.anna, paragraphs=blocks, title="The longest seed")


def page(ask, article: Article) -> tuple[bytes, float, float, int]:
    """The page's HTML, milliseconds and processor time (the least of some turns), and its queries."""
    url = f"/projects/{article.project.slug}/articles/{article.uid}/"
    with CaptureQueriesContext(connection) as caught:
        ask(url)
    queries = len(caught)
    took, used = [], []
    for _ in range(TURNS):
        began, begun = time.perf_counter(), time.process_time()
        status, answer = ask(url)
        took.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - begun) * 1000)
        assert status == "200 OK", status
    return gzip.decompress(answer), min(took), min(used), queries


def size(octets: bytes) -> float:
    return len(gzip.compress(octets, 6)) / 1000


def shares(html: bytes) -> None:
    """What the gzip bytes are for: each kind of part taken out alone."""
    text = html.decode()
    parts = {
        "marks": re.sub(r"</?mark[^>]*>", "", text),
        "notes": re.sub(r'<ul class="notes">.*?</ul>', "", text, flags=re.S),
        "text": re.sub(r"(?<=>)[^<]{20,}(?=<)", "", text),
        "the rest": re.sub(r'<article id="text".*?</article>', "", text, flags=re.S),
    }
    whole = size(html)
    took = {name: whole - size(without.encode()) for name, without in parts.items() if name != "the rest"}
    took["the rest"] = size(parts["the rest"].encode())
    print("        of it " + ", ".join(f"{name} {kilobytes:.1f}" for name, kilobytes in took.items()))


def scripts(html: bytes) -> None:
    """Every script of the page with what it imports, as it is served."""
    found = re.findall(rf'<script[^>]* src="/{settings.STATIC_URL.strip("/")}/([^"]+)"', html.decode())
    waiting, counted = list(found), {}
    while waiting:
        name = waiting.pop()
        if name in counted:
            continue
        octets = (Path(settings.STATIC_ROOT) / name).read_bytes()
        counted[name] = size(octets)
        imports = re.findall(r'from\s*"\./([^"]+)"|import\s*"\./([^"]+)"', octets.decode())
        waiting += [f"{Path(name).parent}/{one or other}" for one, other in imports]
    for name, kilobytes in sorted(counted.items(), key=lambda entry: -entry[1]):
        print(f"        {kilobytes:5.1f} KB {name}")
    whole = against(sum(counted.values()), KILOBYTES_OF_SCRIPT, "KB")
    print(f"scripts of the page: {whole} gzip in {len(counted)} files")
