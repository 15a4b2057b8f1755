"""From DATABASE_URL to Django's DATABASES entry, with the options each database was measured with."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# IMMEDIATE: a transaction that reads and then writes cannot be told "database is locked" half way.
# WAL: readers do not wait for the writer. FULL: a commit is on disk before it is acknowledged.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864",
}

# The statements of the pages are few and come again and again: parsing and planning them took PostgreSQL twice as long
# as running them. Prepared, a save costs it 2.4 ms instead of 6.6. A pooler between must know them (PgBouncer 1.21).
POSTGRES = {"connect_timeout": 5, "server_side_binding": True, "prepare_threshold": 2}
# More connections than the server has threads for pages, downloads and health, so that nobody waits for one; who does
# is told after three seconds that the database is away, and does not hold one of the few threads any longer.
# The pool tries again after 1, 2, 4 … seconds until it gives up, and who asks then begins anew: within two seconds no
# pause is longer than one, so that whoever asks a database that is back, /health/ too, waits less than they would wait.
POSTGRES_POOL = {"min_size": 0, "max_size": 16, "timeout": 3, "max_idle": 300, "reconnect_timeout": 2}


def database_from(url: str) -> dict[str, Any]:
    """Django's settings for the database at url; raises ImproperlyConfigured for a kind we do not support."""
    try:
        database = dj_database_url.parse(url)
    except ValueError as error:
        raise ImproperlyConfigured(unknown(url)) from error
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["ENGINE"] = "corpus_app.database.sqlite"
        database["CONN_MAX_AGE"] = None  # opening a file and its PRAGMAs per request costs more than most pages
        database["OPTIONS"] = {**SQLITE, **options}
        if database["NAME"] != ":memory:":
            Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    elif database["ENGINE"] == "django.db.backends.postgresql":
        database["ENGINE"] = "corpus_app.database.postgresql"
        database["OPTIONS"] = {"pool": dict(POSTGRES_POOL), **POSTGRES, **options}
    else:
        raise ImproperlyConfigured(unknown(url))
    return database


def unknown(url: str) -> str:
    """The sentence for an address we cannot use; it may hold a password, so only its kind is shown."""
    return (
        f"DATABASE_URL begins with {url.partition(':')[0]!r}. "
        "Use sqlite:///folder/file.sqlite3 or postgres://user:password@host:5432/name."
    )
