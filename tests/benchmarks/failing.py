"""What bench_faults measures."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import islice
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse

from annotations import actions
from annotations.actions.entities import COLUMNS as ENTITY
from annotations.models import Highlight, Memo, Tag, Tagging, seen_of
from corpus_app.actions import correct_metadata
from corpus_app.actions.articles import SAID
from corpus_app.actions.seen import EditedMeanwhile, mark_of
from corpus_app.models import Article, Change, User
from tests.benchmarks.corpora import person
from tests.benchmarks.ground import Ground, Visitor
from tests.faults import Team, killed_while_writing, proxied, saves, served, wait_until

ROUNDS = 100
CONFLICTS = 1_000
# How a thing is edited, with a mark of what was seen; and what it says now, with its mark.
Edited = tuple[Callable[[str, object], object], Callable[[], tuple[str, object]]]


def measure(arguments: list[str]) -> None:
    rounds = int(arguments[0]) if arguments else ROUNDS
    ground = Ground.prepared()
    conflicts(ground, CONFLICTS)
    killed(ground, ground.article(4_000), rounds)
    if connection.vendor == "postgresql":
        lost_replies(ground, ground.article(4_000), rounds)
        away(ground)


def conflicts(ground: Ground, rounds: int) -> None:
    """Of two windows that show the same, both change it: the second has to be told, and what the first said stays."""
    olga, article = person("olga"), ground.article(100)
    things = [edited(ground, article, olga) for edited in (note, memo, tag, entity, details)]
    silent = 0
    for n in range(rounds):
        edit, shown = things[n % len(things)]
        _, seen = shown()
        edit(f"first {n}", seen)
        with suppress(actions.ChangedNote, actions.ChangedMemo, actions.TagChangedMeanwhile, EditedMeanwhile):
            edit(f"second {n}", seen)
        silent += shown()[0] != f"first {n}"
    print(f"{rounds:,} conflicts of two windows over notes, memos, tags, targets, details: {silent} silent overwrites")
    assert not silent


def note(ground: Ground, article: Article, owner: User) -> Edited:
    written = actions.write_note(article=article, author=owner, text="zero")

    def shown() -> tuple[str, int]:
        written.refresh_from_db()
        return written.text, written.version_no

    return lambda text, seen: actions.edit_note(note=written, actor=owner, text=text, version_no=seen), shown


def memo(ground: Ground, article: Article, owner: User) -> Edited:
    written = actions.write_memo(project=ground.project, article=article, author=owner, text="zero", is_shared=True)

    def shown() -> tuple[str, int]:
        present = Memo.objects.get(pk=written.pk)
        return present.text, present.version_no

    def edit(text: str, seen: int) -> None:
        present = Memo.objects.select_related("project").get(pk=written.pk)
        actions.edit_memo(memo=present, actor=owner, text=text, is_shared=True, version_no=seen)

    return edit, shown


def tag(ground: Ground, article: Article, owner: User) -> Edited:
    def shown() -> tuple[str, str]:
        present = Tag.objects.get(pk=ground.tags[0].pk)
        return present.brief, seen_of(present)

    return lambda text, seen: actions.edit_tag(tag=ground.tags[0], actor=owner, seen=seen, brief=text), shown


def entity(ground: Ground, article: Article, owner: User) -> Edited:
    made = actions.find_or_add_entity(project=ground.project, actor=owner, name="zero")

    def shown() -> tuple[str, str]:
        made.refresh_from_db()
        return made.name, mark_of(made, ENTITY)

    return lambda text, seen: actions.edit_entity(entity=made, actor=owner, seen=seen, name=text), shown


def details(ground: Ground, article: Article, owner: User) -> Edited:
    def shown() -> tuple[str, str]:
        present = Article.objects.get(pk=article.pk)
        return present.title, mark_of(present, SAID)

    return lambda text, seen: correct_metadata(article=article, actor=owner, seen=seen, title=text), shown


def killed(ground: Ground, article: Article, rounds: int) -> None:
    began = time.perf_counter()
    team = killed_while_writing(article, [ground.anna, person("ben")], person("olga"), ground.tags[0].uid, rounds)
    made = list(Highlight.objects.filter(article=article).values_list("uid", flat=True))
    lost = len(set(team.acknowledged) - set(made))
    doubled = len(made) - len(set(made)) + Tagging.objects.filter(article=article).count() - len(made)
    numbers = list(Change.objects.filter(project=ground.project).order_by("number").values_list("number", flat=True))
    holes = numbers[-1] - len(numbers)
    told = Change.objects.filter(article=article, verb="add-highlight", number__gte=min(team.heard))
    told = list(told.filter(number__lte=max(team.heard)).order_by("number").values_list("number", flat=True))
    again = sum(times > 1 for times in team.acknowledged.values())
    print(
        f"{rounds} processes killed in {time.perf_counter() - began:.0f} s: "
        f"{len(team.acknowledged):,} saves acknowledged, "
        f"{again} of them sent again; {lost} lost, {doubled} doubled, {holes} holes in the diary; "
        f"{len(team.heard):,} changes told, {len(set(told) - set(team.heard))} missed, "
        f"{len(team.heard) - len(set(team.heard))} twice; other answers {sorted(team.statuses) or 'none'}"
    )
    assert not lost and not doubled and not holes and team.heard == told


def lost_replies(ground: Ground, article: Article, rounds: int) -> None:
    url = reverse("annotations:add-highlight", args=[ground.project.slug, article.uid])
    first: list[int] = []
    with proxied() as (proxy, address), served(DATABASE_URL=address) as (_, port):
        team, anna = Team(article, port), Visitor.of(ground.anna)
        team.ask(anna, reverse("projects"))
        words = [(word.start(), word.end()) for word in re.finditer(r"\w+", article.version.text)]
        for uid, said in islice(saves(article, words, 0, ground.tags[0].uid), rounds):
            again = partial(team.ask, anna, url, urlencode({"uid": uid, **said}).encode())
            proxy.is_armed = True
            first.append(again()[0])
            wait_until(lambda again=again: again()[0] == 200)  # as the browser's queue does
        lost = proxy.lost
    there = Highlight.objects.filter(article=article).count(), Tagging.objects.filter(article=article).count()
    after = f"after the retry {there[0]} highlights, {there[1]} taggings"
    print(f"{lost} replies to a COMMIT lost, answered {set(first)}: {after}")
    assert lost == rounds and there == (rounds, rounds)


def away(ground: Ground) -> None:
    """PostgreSQL unreachable for two seconds under a running server."""
    with proxied() as (proxy, address), served(DATABASE_URL=address) as (_, port):
        team, anna = Team(ground.article(100), port), Visitor.of(ground.anna)
        assert team.ask(anna, reverse("projects"))[0] == 200
        proxy.end()
        began = time.perf_counter()
        page, health = team.ask(anna, reverse("projects"))[0], team.ask(anna, "/health/")[0]
        answered = time.perf_counter() - began
        proxy.begin()
        began = time.perf_counter()
        wait_until(lambda: team.ask(anna, reverse("projects"))[0] == 200)
        back = time.perf_counter() - began
    print(f"database away: a page answers {page}, /health/ {health}, both in {answered:.1f} s; back after {back:.1f} s")
    assert (page, health) == (503, 503)
