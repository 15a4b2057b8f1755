"""The live channel: from commit to delivery for 10, 200 and 500 listeners, and what an open stream costs.

Another process writes, so what is measured is the way over the database. Listeners, writers and server share the cores.
"""

import sys

from tests.benchmarks.each_database import on_each_database

if __name__ == "__main__":
    sys.exit(on_each_database("tests.benchmarks.live"))
