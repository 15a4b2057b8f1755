"""A button pressed twice, on a form that has no id of its own: what is there already is not made again."""

from datetime import timedelta

from django.utils import timezone

from annotations.models import Comment, Memo

WITHIN = timedelta(seconds=10)


class Repeated(Exception):
    """The same was made a moment ago; it is `there`."""

    def __init__(self, there: Comment | Memo) -> None:
        super().__init__()
        self.there = there


def refuse_repeated(new: Comment | Memo, *columns: str) -> None:
    """Inside a change, so that two at once are one after the other."""
    since = timezone.now() - WITHIN
    same = {name: getattr(new, name) for name in columns}
    there = type(new).objects.filter(**same, created_at__gt=since, removed_at=None).first()
    if there is not None:
        raise Repeated(there)
