"""The reading page in Chromium: loading, scrolling, memory, and from a key to the painted mark."""

import os
import subprocess
import sys
import tempfile

from tests.benchmarks.bench_serve import ROOT
from tests.benchmarks.each_database import KEY


def figures() -> int:
    """On SQLite alone, since it is the browser that is measured."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"DATABASE_URL": f"sqlite:///{folder}/corpus.sqlite3", "VAR_DIR": folder, "SECRET_KEY": KEY}
        own |= {"DJANGO_SETTINGS_MODULE": "corpus_app.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        env = {**os.environ, **own}
        for command in ("migrate", "-v0"), ("collectstatic", "--no-input", "-v0"):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
        measure = "from tests.benchmarks.page import measure; measure()"
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", measure]
        return subprocess.run(command, cwd=ROOT, env=env).returncode


if __name__ == "__main__":
    sys.exit(figures())
