"""Of big projects, how often each tag is used in each article is kept, and caught up with the diary when it is read.

A save writes nothing for it. Who reads looks up which articles have changed since the last time, counts these anew by
one statement, and puts the difference into the project's sums: so what is told is never older than the page. The number
of the diary is read before the articles are: what is counted may be newer than the number says, and is then counted
once more, which changes nothing. No lock of the project is needed for that.

Only for who sees everybody's work; what a blind coder sees is counted from their own taggings.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import connection, transaction

from annotations.article_rows import count_again
from annotations.models import WHOLE, ArticleRows, Tagging, Tallied, Tally
from annotations.touched import touched_by
from corpus_app.models import Change, Project, Standing, User
from corpus_app.written import Written

BIG = 10_000  # taggings, from which on it is worth while
STEP = 200  # articles, or changes, at once: some tenths of a second
LONGEST = 1.0  # seconds that a page spends on it; what is left then is left to the next one
COUNT = """
INSERT INTO annotations_tally (project_id, article_id, tag, passages, taggings, all_passages, all_taggings)
WITH RECURSIVE below (top, tag) AS (
    SELECT id, id FROM annotations_tag WHERE project_id = %s
    UNION ALL SELECT below.top, child.id FROM annotations_tag child JOIN below ON child.parent_id = below.tag
), counted (top, tag) AS (
    SELECT top, tag FROM below UNION ALL SELECT -facet_id, id FROM annotations_tag WHERE project_id = %s
)
SELECT place.project_id, place.id, counted.top,
    COUNT(DISTINCT CASE WHEN tagged.tag_id = counted.top THEN tagged.highlight_id END),
    COUNT(CASE WHEN tagged.tag_id = counted.top THEN 1 END), COUNT(DISTINCT tagged.highlight_id), COUNT(*)
FROM corpus_app_article place JOIN annotations_tagging tagged ON tagged.article_id = place.id
JOIN counted ON counted.tag = tagged.tag_id
WHERE place.id IN ({articles}) AND place.removed_at IS NULL GROUP BY place.project_id, place.id, counted.top
"""
COUNT_WHOLE = """
INSERT INTO annotations_tally (project_id, article_id, tag, passages, taggings, all_passages, all_taggings)
SELECT project_id, article_id, 0, passages, taggings, passages, taggings FROM (
    SELECT place.project_id, place.id AS article_id,
        (SELECT COUNT(*) FROM annotations_highlight marked
         WHERE marked.article_id = place.id AND marked.removed_at IS NULL) AS passages,
        (SELECT COUNT(*) FROM annotations_tagging tagged WHERE tagged.article_id = place.id) AS taggings
    FROM corpus_app_article place WHERE place.id IN ({articles}) AND place.removed_at IS NULL
) counted WHERE passages > 0
"""
FORGET = "DELETE FROM annotations_tally WHERE article_id IN ({articles})"
SUMS = """
SELECT tag, SUM(passages), SUM(taggings), SUM(all_passages), SUM(all_taggings),
    SUM(CASE WHEN passages > 0 THEN 1 ELSE 0 END), COUNT(*)
FROM annotations_tally WHERE article_id IN ({articles}) GROUP BY tag
"""
# With its own limit each is a look into an index; PostgreSQL would else read all taggings to join them.
CODERS = """
SELECT tag.id, person.user_id FROM annotations_tag tag
JOIN corpus_app_membership person ON person.project_id = tag.project_id
WHERE tag.project_id = %s{some} AND (
    SELECT 1 FROM annotations_tagging tagged JOIN corpus_app_article place ON place.id = tagged.article_id
    WHERE tagged.project_id = tag.project_id AND tagged.tag_id = tag.id AND tagged.coder_id = person.user_id
        AND place.removed_at IS NULL LIMIT 1
) = 1 ORDER BY tag.id, person.user_id
"""
KNOWN = Written(lambda project: Tallied.objects.filter(project=project).defer("rows", "coders"))


class Sum(NamedTuple):
    """Of one tag alone and, as `all_…`, with those below it."""

    passages: int = 0
    taggings: int = 0
    all_passages: int = 0
    all_taggings: int = 0
    articles: int = 0
    all_articles: int = 0


@dataclass(frozen=True)
class Tallies:
    """What is kept of a project: sums by tag, WHOLE among them, and by tag its coders."""

    project: int
    sums: Mapping[str, list[int]]

    @cached_property
    def coders(self) -> Mapping[str, list[int]]:
        """Queries once: these are four fifths of the row, and the codebook alone asks for them."""
        return Tallied.objects.filter(project=self.project).values_list("coders", flat=True).first() or {}

    def of(self, tag: int) -> Sum:
        return Sum(*self.sums.get(str(tag), ()))

    def coders_of(self, tags: Iterable[int]) -> int:
        """How many people have put one of these tags somewhere."""
        return len({person for tag in tags for person in self.coders.get(str(tag), ())})


def tallies(project: Project, user: User) -> Tallies | None:
    """None where everything is to be counted from the taggings themselves: see the module. Queries once if up to date.

    The project has just been read, so its number is the present one.
    """
    if project.pk not in Standing.of(user).everybodys:
        return None
    known = _known(project)
    if known is None:
        return None
    if not _is_right(known, project):
        known = _catch_up(project)
    if not _is_right(known, project):
        return None
    return Tallies(project.pk, known.sums)


def is_big(project: Project) -> bool:
    """Looks at no more taggings than that takes."""
    taggings = Tagging.objects.filter(project=project).order_by()
    return bool(taggings.values_list("pk")[BIG : BIG + 1])


def recount(project: Project) -> int:
    """Forget what is kept, and count all anew; how many passages there are."""
    Tallied.objects.filter(project=project).delete()
    Tally.objects.filter(project=project).delete()
    ArticleRows.objects.filter(project=project).delete()
    _begin(project)
    while not _step(project):
        pass
    sums = Tallied.objects.get(project=project).sums
    return sums.get(str(WHOLE), [0])[0]


def _is_right(known: Tallied, project: Project) -> bool:
    return known.number >= project.change_number and not known.waiting and known.touched == []


def _known(project: Project) -> Tallied | None:
    """None of a small project. Without `rows` and `coders`, which few pages ask for."""
    known = KNOWN.first(project=project.pk)
    if known is None and is_big(project):
        known = _begin(project)
    return known


def _begin(project: Project) -> Tallied:
    number = Project.objects.values_list("change_number", flat=True).get(pk=project.pk)
    articles = list(project.articles.filter(removed_at=None).order_by("pk").values_list("pk", flat=True))
    made = {"number": number, "waiting": articles, "touched": None}
    return Tallied.objects.get_or_create(project=project, defaults=made)[0]


def _catch_up(project: Project) -> Tallied:
    began = time.monotonic()
    while not _step(project) and time.monotonic() - began < LONGEST:
        pass
    return Tallied.objects.defer("rows", "coders").get(project=project)


def _step(project: Project) -> bool:
    """Take in some changes, and count some of the articles that wait; whether that was all."""
    with transaction.atomic():
        known = Tallied.objects.select_for_update().get(project=project)
        is_last = not known.waiting and _follow(known) < STEP
        some, known.waiting = known.waiting[:STEP], known.waiting[STEP:]
        _count(known, some)
        known.rows = count_again(known.project_id, some, known.rows)
        if not known.waiting and known.touched != []:
            _look_up_coders(known)
        known.save()
    return is_last and not known.waiting


def _follow(known: Tallied) -> int:
    """Note what the next changes of the diary have touched; how many there were."""
    later = Change.objects.filter(project=known.project_id, number__gt=known.number).order_by("number")[:STEP]
    changes = list(later.values_list("number", "article", "edits"))
    if not changes:
        return 0
    known.number = changes[-1][0]
    articles = {article for _, article, _ in changes if article}
    touched = touched_by(edit for _, _, edits in changes for edit in edits)
    known.waiting = sorted(articles | touched.all_articles(known.project_id))
    known.touched = None if touched.is_of_articles else sorted(touched.tags)
    return len(changes)


def _count(known: Tallied, articles: list[int]) -> None:
    """These anew; what differs goes into the sums."""
    if not articles:
        return
    places = ", ".join(["%s"] * len(articles))
    with connection.cursor() as cursor:

        def sums() -> dict[str, list[int]]:
            cursor.execute(SUMS.format(articles=places), articles)
            return {str(tag): [int(number) for number in numbers] for tag, *numbers in cursor.fetchall()}

        before = sums()
        cursor.execute(FORGET.format(articles=places), articles)
        cursor.execute(COUNT.format(articles=places), [known.project_id, known.project_id, *articles])
        cursor.execute(COUNT_WHOLE.format(articles=places), articles)
        after = sums()
    none = [0] * len(Sum._fields)
    for tag in before.keys() | after.keys():
        three = known.sums.get(tag, none), before.get(tag, none), after.get(tag, none)
        now = [number - gone + come for number, gone, come in zip(*three, strict=True)]
        known.sums[tag] = now
        if not any(now):
            del known.sums[tag]


def _look_up_coders(known: Tallied) -> None:
    """Of the tags that were touched."""
    some = known.touched
    limit = "" if some is None else f" AND tag.id IN ({', '.join(['%s'] * len(some))})"
    with connection.cursor() as cursor:
        cursor.execute(CODERS.format(some=limit), [known.project_id, *(some or [])])
        found: dict[str, list[int]] = {} if some is None else {str(tag): [] for tag in some}
        for tag, person in cursor.fetchall():
            found.setdefault(str(tag), []).append(person)
    kept = {} if some is None else known.coders
    known.coders = {tag: people for tag, people in {**kept, **found}.items() if people}
    known.touched = []
