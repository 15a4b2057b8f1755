"""How long searching takes with 100,000 highlights, or a million: `python -m tests.benchmarks.bench_search [huge]`."""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.finding"))
