"""A hundred killed server processes while people write and follow, and a hundred lost replies to a COMMIT.

`python -m tests.benchmarks.bench_faults 20` does twenty of each. PostgreSQL crashes and recovers at the end.
"""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.failing"))
