"""A hundred server processes killed while people write, a hundred lost replies to a COMMIT, a thousand conflicts.

`python -m tests.benchmarks.bench_faults 20` does twenty of each. PostgreSQL is out of reach for a while at the end.
"""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.failing"))
