"""The reading page's queries, bytes and time: the longest seed with 200 highlights, 100,000 words with 10,000."""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.reading"))
