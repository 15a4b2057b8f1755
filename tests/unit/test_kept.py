"""What is kept of a count: for whom, for how long, and what is told of its age."""

from datetime import UTC, datetime

from annotations.kept import Kept
from corpus_app.models import Project, Standing, User


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def somebody(pk: int, *, everybodys: tuple[int, ...] = (1,), sights: tuple[int, ...] = ()) -> User:
    user = User(pk=pk)
    user.standing = Standing(everybodys, () if everybodys else (1,), sights)
    return user


def a_project(number: int) -> Project:
    return Project(pk=1, slug="gulls", change_number=number, created_at=datetime(2025, 3, 14, tzinfo=UTC))


def test_a_count_is_kept_while_nothing_changes_and_for_a_minute_if_it_took_long():
    clock, made = Clock(), []
    kept = Kept(clock)

    def count(took: float = 1.0) -> int:
        clock.now += took
        made.append(clock.now)
        return len(made)

    def get(number: int, **how: bool):
        return kept.get(a_project(number), somebody(7), "asked", count, **how)

    assert (get(5).value, get(5).value) == (1, 1)
    clock.now += 3_600
    assert (get(5).value, get(5).told) == (1, "Counted 60 minutes ago; nothing has changed since.")
    assert get(6).value == 2
    clock.now += 58
    assert (get(7).value, get(7).told) == (2, "Counted 59 seconds ago. What has changed since is not in it yet.")
    assert (get(7, is_anew=True).value, get(7).value) == (3, 3)
    clock.now += 60
    assert get(8).value == 4


def test_what_is_counted_quickly_is_counted_after_each_change():
    clock, made = Clock(), []
    kept = Kept(clock)
    for number in (5, 5, 6):
        kept.get(a_project(number), somebody(7), "asked", lambda: made.append(1))
    assert len(made) == 2


def test_only_who_sees_the_same_gets_the_same():
    kept = Kept(Clock())
    people = {
        "anna": somebody(1), "ben": somebody(2), "blind carl": somebody(3, everybodys=()),
        "blind dora": somebody(4, everybodys=()), "dora later": somebody(4, everybodys=(), sights=(9,)),
    }
    told = {name: kept.get(a_project(5), user, "asked", lambda name=name: name).value for name, user in people.items()}
    assert told == {name: "anna" if name == "ben" else name for name in people}


def test_the_oldest_make_room():
    kept = Kept(Clock(), many=2)
    for asked in ("one", "two", "three"):
        kept.get(a_project(5), somebody(1), asked, lambda asked=asked: asked)
    assert kept.get(a_project(5), somebody(1), "one", lambda: "anew").value == "anew"
