"""How long browsing and counting take with a million highlights: `python -m tests.benchmarks.bench_big`.

On PostgreSQL with 10,000 articles, 300,000 paragraphs, 1,000,000 highlights, 1,600,000 taggings, 200 tags and 50
coders; on SQLite with a tenth of it.
"""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.sizable"))
