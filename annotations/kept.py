"""What takes long to count is kept for a minute, and its age is told; what nothing has changed is kept for longer.

Every change of a project's data has a number in its diary: while that is the same, what was counted is right. After it
has grown, only what took long to count is shown again, for a minute at most. In each process's memory, so there is no
server to run beside the database, and the few that count twice cost less than it would.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from corpus_app.models import Project, Standing, User

LONGEST = 60.0  # seconds for which a count that is no longer right may be shown
WORTH = 0.25  # seconds: what takes less is counted again after each change
EVERYTHING = "everything"
MANY = 24  # results; a table of 200 by 200 takes four megabytes

T = TypeVar("T")


@dataclass(frozen=True)
class Counted(Generic[T]):
    """`age` in seconds; `is_exact` where nothing has changed since."""

    value: T
    age: float = 0.0
    is_exact: bool = True

    @property
    def told(self) -> str:
        """A sentence where it was not counted just now."""
        if self.age < 1:
            return ""
        ago = f"{self.age:.0f} seconds" if self.age < 2 * LONGEST else f"{self.age / 60:.0f} minutes"
        if self.is_exact:
            return f"Counted {ago} ago; nothing has changed since."
        return f"Counted {ago} ago. What has changed since is not in it yet."


@dataclass(frozen=True)
class _Entry:
    value: object
    number: int
    at: float
    took: float


class Kept:
    """The last results, for whom they were counted; `now` is for tests.

    Who works blind is not to learn from their age whether others have done something. So the project's number is not
    asked for them: what took long is shown for a minute, whatever has changed, and all else counted each time.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, many: int = MANY) -> None:
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock, self._now, self._many = Lock(), now, many

    def get(
        self, project: Project, user: User, asked: Hashable, count: Callable[[], T], *, is_anew: bool = False,
        longest: float = LONGEST,
    ) -> Counted[T]:
        """`asked` says what is counted. The project has just been read, so its number is the present one.

        `longest` is 0 where no age can be told.
        """
        sees = _sees(project, user)
        key = _of_project(project), sees, asked
        began = self._now()
        with self._lock:
            entry = self._entries.get(key)
        if entry and not is_anew:
            age, is_exact = began - entry.at, sees == EVERYTHING and entry.number == project.change_number
            if is_exact or (entry.took > WORTH and age < longest):
                return Counted(entry.value, age, is_exact)
        value = count()
        with self._lock:
            self._entries[key] = _Entry(value, project.change_number, began, self._now() - began)
            self._entries.move_to_end(key)
            while len(self._entries) > self._many:
                self._entries.popitem(last=False)
        return Counted(value)

    def forget(self) -> None:
        with self._lock:
            self._entries.clear()


def _of_project(project: Project) -> Hashable:
    """Also tells a project from one that had its number before and was deleted."""
    return project.pk, project.slug, project.created_at


def _sees(project: Project, user: User) -> Hashable:
    """Equal for people who see the same of the project."""
    standing = Standing.of(user)
    return EVERYTHING if project.pk in standing.everybodys else (user.pk, frozenset(standing.sights))


KEPT = Kept()
