"""Tests at random run on both databases, and each database tries its own half: together all, and none of them twice."""

from django.db import connection


def seeds(number: int) -> range:
    """Those of this run's database, of so many."""
    half = number // 2
    return range(half, number) if connection.vendor == "postgresql" else range(half)
