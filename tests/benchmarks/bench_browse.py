"""How long browsing takes with 100,000 rows: a tag's first page, its page 100, all passages, the codebook's counts."""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.browsing"))
