"""How soon the pool finds a PostgreSQL that is back, however long it was away."""

from psycopg_pool.base import AttemptWithBackoff

from corpus_app import health
from corpus_app.database.address import POSTGRES_POOL


def pauses() -> list[float]:
    """Between the attempts to connect while nobody answers, until the pool gives up; who asks then begins anew."""
    attempt, now, found = AttemptWithBackoff(timeout=POSTGRES_POOL["reconnect_timeout"]), 0.0, []
    while not attempt.time_to_give_up(now):
        attempt.update_delay(now)
        found.append(attempt.delay)
        now += attempt.delay
    return found


def test_whoever_asks_a_database_that_is_back_waits_longer_than_the_pool_pauses():
    for _ in range(100):  # the pauses differ at random
        assert max(pauses()) < 1.2 < health.SECONDS < POSTGRES_POOL["timeout"]
