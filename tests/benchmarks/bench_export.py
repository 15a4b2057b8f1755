"""annotations.csv of 100,000 rows: rows a second beside the database's own copy, memory, first byte, abandonment.

The number of rows can be given as an argument.
"""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.exporting"))
