"""Runs a benchmark's measure() on SQLite and on PostgreSQL, each in a process of its own on a fresh database."""

import os
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.bench_serve import ROOT
from tests.tooling import postgres

KEY = "bench-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abc"


def on_each_database(module: str) -> int:
    """Call the module's measure() with what the command line said; the number of databases on which it failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder, postgres.cluster() as address:
        for name, url in ("SQLite", f"sqlite:///{folder}/corpus.sqlite3"), ("PostgreSQL", address):
            print(f"-- {name}", flush=True)
            own = {"DATABASE_URL": url, "VAR_DIR": folder, "SECRET_KEY": KEY}
            env = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "corpus_app.settings"}
            for command in ("migrate", "-v0"), ("collectstatic", "--no-input", "-v0"):
                subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
            measure = f"from {module} import measure; measure({sys.argv[1:]})"
            command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", measure]
            failed += subprocess.run(command, cwd=ROOT, env=env).returncode != 0
    return failed


def yardstick() -> float:
    """How slow this machine is just now: processor time of a fixed loop over what an idle one takes (0.30 s)."""
    started, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return (time.process_time() - started) / 0.30


def against(value: float, limit: float, unit: str, *, at_least: bool = False) -> str:
    """A figure beside its limit, with a word where it misses it."""
    good = value >= limit if at_least else value <= limit
    return f"{value:,.1f} {unit} ({'≥' if at_least else '≤'} {limit:,g}{'' if good else ', MISSED'})"
