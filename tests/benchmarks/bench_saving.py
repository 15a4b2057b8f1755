"""Saving a highlight with one tag: time and processor in short and very long articles, alone and 32 at once.

With --profile it also prints where a save's time goes.
"""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.saving"))
