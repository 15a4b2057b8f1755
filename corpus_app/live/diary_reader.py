"""Reading on in the diaries of the projects that somebody follows."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from corpus_app.live.events import Event
from corpus_app.models import Change, Project
from corpus_app.written import Written

# So many changes are told one by one. Whoever is further behind loads the page anew, which costs less.
MOST_CHANGES = 1_000


class Entry(NamedTuple):
    """A change as the diary has it."""

    number: int
    verb: str
    actor: int
    by: str  # the actor's public id
    place: int | None  # the article's key, and its public id
    article: str | None
    edits: list[dict]


ENTRY = ("number", "verb", "actor", "actor__uid", "article", "article__uid", "edits")
# Both are asked at every change, by every process: written anew each time they took ten times as long as their answers.
NUMBERS = Written(lambda keys: Project.objects.filter(pk__in=keys).order_by().values_list("pk", "change_number"))
CHANGES = Written(
    lambda project, last, now: Change.objects.filter(project=project, number__gt=last, number__lte=now)
    .order_by("number").values_list(*ENTRY)
)
Describe = Callable[[Sequence[Entry]], list[Event]]


class News(NamedTuple):
    """What happened after some number, up to `reached`. Where `is_whole` is false it is too much to be told."""

    events: list[Event]
    reached: int
    is_whole: bool = True


def numbers_of(projects: Iterable[int]) -> dict[int, int]:
    """The last number in each diary."""
    return dict(NUMBERS.rows(keys=list(projects)))


def news_of(following: Mapping[int, int], describe: Describe) -> dict[int, News]:
    """Of the projects that have something new after the number they are followed to."""
    now = numbers_of(following)
    return {
        project: news(project, last, now[project], describe)
        for project, last in following.items()
        if now.get(project, last) > last
    }


def news(project: int, last: int, now: int, describe: Describe) -> News:
    """The changes last + 1 to now, in this order.

    A number is given under the project's lock and becomes visible with its change, so none is ever missing. Should one
    be, what comes after it waits: `reached` is then less than `now`.
    """
    if now - last > MOST_CHANGES:
        return News([], now, is_whole=False)
    rows = CHANGES.rows(project=project, last=last, now=now)
    changes = [Entry(*row, edits=json.loads(edits)) for *row, edits in rows]
    for position, change in enumerate(changes, 1):
        if change.number != last + position:
            del changes[position - 1 :]
            break
    return News(describe(changes) if changes else [], last + len(changes))
