"""The live channel: from commit to delivery for 10, 200 and 500 listeners, and what an open stream costs.

Another process writes, so what is measured is the way over the database. Listeners, writers and server share the cores.
`python -m tests.benchmarks.bench_live team 10` has fifty coders and 150 readers at work for ten minutes instead.
"""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.live"))
