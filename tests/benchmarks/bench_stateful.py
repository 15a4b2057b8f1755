"""Thousands of random steps of five people against a plain model, on both databases: tests/app/test_stateful.py.

`python -m tests.benchmarks.bench_stateful 300` runs that many sequences of up to forty steps on each.
"""

import os
import subprocess
import sys

from tests.benchmarks.bench_serve import ROOT
from tests.tooling import postgres

SEQUENCES = "60"


def main() -> int:
    env = {**os.environ, "STATEFUL_EXAMPLES": sys.argv[1] if len(sys.argv) > 1 else SEQUENCES}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-o", "faulthandler_timeout=0", "tests/app/test_stateful.py"]
    failed = 0
    with postgres.cluster() as address:
        for name, own in ("SQLite", {}), ("PostgreSQL", {"DATABASE_URL": address}):
            print(f"-- {name}", flush=True)
            failed += subprocess.run(command, cwd=ROOT, env=env | own).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
