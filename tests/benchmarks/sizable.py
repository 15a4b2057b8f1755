"""What bench_big measures: whole pages beside the limit that the issue sets, and beside the bare statement.

Words on the command line choose the cases whose titles have one of them.

The bare statement reads the same rows by hand-written SQL, with nothing around it: no rights, no names, no HTML.
"""

import time
from dataclasses import dataclass

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from annotations.kept import KEPT
from annotations.models import Facet, Highlight, Tag, Tagging, Tallied
from annotations.tallies import recount
from corpus_app.models import Paragraph, Project
from corpus_app.server.memory import settle
from tests.benchmarks.big import HUGE, LARGE, huge_project
from tests.benchmarks.corpora import person
from tests.benchmarks.each_database import yardstick
from tests.benchmarks.pages import report

RUNS, LONG_RUNS = 60, 3
PAGE = 50
DEPTH = 1_000
FIRST_PAGE = """
SELECT h.uid, h.quote, h.start, h.article_id, t.tag_id, t.coder_id
FROM (SELECT id, quote, uid, start, article_id FROM annotations_highlight WHERE id IN (
    SELECT highlight_id FROM annotations_tagging WHERE project_id = {project} AND tag_id = {tag}
    ORDER BY article_id, highlight_id LIMIT 50
)) h JOIN annotations_tagging t ON t.highlight_id = h.id
"""
COUNTS = """
SELECT tag_id, COUNT(DISTINCT highlight_id) FROM annotations_tagging WHERE project_id = {project} GROUP BY tag_id
"""
TOGETHER = """
SELECT a.tag_id, b.tag_id, COUNT(*) FROM annotations_tagging a
JOIN annotations_tagging b ON a.highlight_id = b.highlight_id AND a.tag_id < b.tag_id
WHERE a.project_id = {project} AND a.facet_id = {facet} AND b.facet_id = {facet} GROUP BY a.tag_id, b.tag_id
"""


@dataclass(frozen=True)
class Case:
    title: str
    url: str
    limit: float  # milliseconds
    bare: str = ""
    is_long: bool = False
    is_kept: bool = False  # what was counted may be used again


def measure(arguments: list[str]) -> None:
    """On the database of the settings."""
    size = HUGE if connection.vendor == "postgresql" else LARGE
    started = time.perf_counter()
    project = Project.objects.filter(slug="huge").first() or huge_project(size)
    print(
        f"{project.articles.count():,} articles, {Paragraph.objects.count():,} paragraphs, "
        f"{Highlight.objects.count():,} highlights, {Tagging.objects.count():,} taggings, {project.tags.count()} tags, "
        f"{project.members.count()} coders, made in {time.perf_counter() - started:.0f} s; "
        f"this machine is {yardstick():.1f} times as slow as an idle one", flush=True,
    )
    if not Tallied.objects.filter(project=project).exists():
        began = time.perf_counter()
        recount(project)
        print(f"tallies counted in {time.perf_counter() - began:.0f} s", flush=True)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person("big-owner"))
    settle()  # as the server does
    for case in cases(project):
        if not arguments or any(word in case.title for word in arguments):
            runs = LONG_RUNS if case.is_long else RUNS
            report(case.title, lambda case=case: asked(client, case), case.limit, (case.bare, []), runs=runs)


def asked(client: Client, case: "Case") -> HttpResponse:
    if not case.is_kept:
        KEPT.forget()
    return client.get(case.url, headers={"HX-Request": "true"})


def cases(project: Project) -> list[Case]:
    theme = Facet.objects.get(project=project, slug="theme")
    busy = Tag.objects.filter(facet=theme, parent=None).order_by("position").first()
    here, names = f"/projects/{project.slug}", {"project": project.pk, "tag": busy.pk, "facet": theme.pk}
    first, counts, pairs = (text.format(**names) for text in (FIRST_PAGE, COUNTS, TOGETHER))
    alone = f"{here}/tags/{busy.uid}/?children=0"
    source = project.articles.exclude(source="").first().source.replace(" ", "+")
    entity, coder = project.entities.first().uid, project.members.last().uid
    together = f"{here}/overview/?by=tag"
    rare, other = Tag.objects.filter(facet=theme, parent__isnull=False).order_by("position")[:2]
    groups = (f"g1=any&g1_has=tag.{busy.uid}&g1_has=tag.{rare.uid}&g2=none&g2_has=tag.{other.uid}"
              f"&g3=any&g3_has=source.{source}&g3_has=coder.{coder}")
    return [
        Case("a tag's first page", alone, 50, first),
        Case("the same with the tags below it", f"{here}/tags/{busy.uid}/", 50, first),
        Case(f"its page {DEPTH:,}", f"{alone}&after={place(project, busy)}", 100, first),
        Case("tag and coder", f"{alone}&coder={coder}", 100, first),
        Case("tag and source", f"{alone}&source={source}", 100, first),
        Case("tag and dates", f"{alone}&published_from=2020&published_to=2021-06", 100, first),
        Case("tag, source and coder", f"{alone}&source={source}&coder={coder}", 100, first),
        Case("stance for, one target", f"{here}/passages/?value=for&target={entity}", 100, first),
        Case("all passages, first page", f"{here}/passages/", 100, first),
        Case("counts per tag: the codebook", f"{here}/tags/", 100, counts, is_long=True),
        Case("together, 200 × 200", together, 2_000, pairs, is_long=True),
        Case("together, kept", together, 50, pairs, is_kept=True),
        Case("together, of a coder", f"{together}&coder={coder}", 2_000, pairs, is_long=True),
        Case("together, dates", f"{together}&published_from=2020", 2_000, pairs, is_long=True),
        Case("tags by source", f"{here}/overview/?by=source", 2_000, counts, is_long=True),
        Case("tags by source, kept", f"{here}/overview/?by=source", 50, counts, is_kept=True),
        Case("tags by year, one source", f"{here}/overview/?by=year&source={source}", 1_000, counts, is_long=True),
        Case("in groups by tag", f"{here}/passages/?group=tag", 1_000, counts, is_long=True),
        Case("in groups by tag, kept", f"{here}/passages/?group=tag", 100, first, is_kept=True),
        Case("in groups by source", f"{here}/passages/?group=source", 1_000, counts, is_long=True),
        Case("in groups by coder, kept", f"{here}/passages/?group=coder", 100, first, is_kept=True),
        Case("in groups by month", f"{here}/passages/?group=month", 1_000, counts, is_long=True),
        Case("a tag in groups by source", f"{alone}&group=source", 100, first),
        Case("bracketed conditions", f"{here}/passages/?{groups}", 1_000, first, is_long=True),
        Case("their counts beside choices", f"{here}/passages/counts/?{groups}", 1_000, counts, is_long=True),
        Case("counts beside choices, unfiltered", f"{here}/passages/counts/", 1_000, counts, is_long=True),
        Case("counts beside choices of a tag", f"{here}/passages/counts/?tag={busy.uid}", 1_000, counts, is_long=True),
    ]


def place(project: Project, tag: Tag) -> str:
    """The last passage of the page before DEPTH, or of the last page if there are not so many."""
    keys = Tagging.objects.filter(project=project, tag=tag).values("highlight")
    uids = Highlight.objects.filter(pk__in=keys).order_by("article", "start", "end", "pk").values_list("uid", flat=True)
    return uids[min(PAGE * (DEPTH - 1), (keys.count() - 1) // PAGE * PAGE) - 1]
