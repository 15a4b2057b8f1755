"""Dates as far as they are known: YYYY, YYYY-MM or YYYY-MM-DD. Pure."""

import re
from datetime import UTC, date, datetime

PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
LAST_YEAR = 9999


def is_partial_date(text: str) -> bool:
    """YYYY, YYYY-MM or YYYY-MM-DD of a day that exists."""
    parts = PARTIAL_DATE.fullmatch(text)
    if parts is None:
        return False
    year, month, day = (int(part or 1) for part in parts.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def first_moment(text: str) -> datetime:
    """Of a partial date, in UTC."""
    year, month, day = (int(part or 1) for part in PARTIAL_DATE.fullmatch(text).groups())
    return datetime(year, month, day, tzinfo=UTC)


def moment_after(text: str) -> datetime:
    """The first moment that no longer belongs to a partial date, in UTC."""
    first = first_moment(text)
    if first.year == LAST_YEAR:
        return datetime.max.replace(tzinfo=UTC)
    if len(text) == 4:
        return first.replace(year=first.year + 1)
    if len(text) == 7:
        return first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first.fromordinal(first.toordinal() + 1).replace(tzinfo=UTC)
