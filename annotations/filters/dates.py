"""Ranges of days, months and years as conditions on the database."""

from django.db.models import Q

from corpus_app.partial_dates import first_moment, moment_after


def published_within(first: str, last: str) -> Q:
    """Articles whose date overlaps the range; one without a date lies in no range."""
    return dated_within("article__published", first, last)


def dated_within(column: str, first: str, last: str) -> Q:
    """Of a column of dates as far as they are known: one of "2025" lies in March 2025 to May 2025, and in 2024 to 2025.

    Dates are texts of one width per part, so comparing texts compares dates, and a shorter text stands before all it
    contains. An empty one lies in no range.
    """
    within = ~Q(**{column: ""})
    if first:
        day = f"{first}-01-01"[:10]
        within &= Q(**{f"{column}__gte": day}) | Q(**{f"{column}__in": (day[:4], day[:7])})
    if last:
        within &= Q(**{f"{column}__lte": last + "-12-31"[len(last) - 4 :]})
    return within


def created_within(first: str, last: str) -> Q:
    """Rows made from the beginning of the first to the end of the last."""
    made = Q()
    if first:
        made &= Q(created_at__gte=first_moment(first))
    if last:
        made &= Q(created_at__lt=moment_after(last))
    return made
