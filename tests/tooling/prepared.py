"""A migrated SQLite database and the collected static files, made once for all parts of a run.

The parts' processes find them through the environment; where it names nothing, each makes its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAME = "CORPUS_TEST_PREPARED"  # of the environment variable
DATABASE = "prepared.sqlite3"
STEPS = (("migrate", "--verbosity=0"), ("collectstatic", "--no-input", "--verbosity=0"))


class Preparation:
    """Makes both in the background, beside parts that keep one core only; `stop` ends what still runs."""

    def __init__(self, place: Path, root: Path, environment: dict[str, str]) -> None:
        place.mkdir()
        self.place = place
        env = {**environment, "VAR_DIR": str(place), "DATABASE_URL": f"sqlite:///{place / DATABASE}"}
        self.processes = [subprocess.Popen([sys.executable, "manage.py", *step], cwd=root, env=env) for step in STEPS]

    def awaited(self) -> dict[str, str]:
        """What to add to the environment: nothing if it failed, so that the tests meet the failure themselves."""
        made = [process.wait() for process in self.processes] == [0, 0]
        return {NAME: str(self.place)} if made else {}

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


def is_given() -> bool:
    return NAME in os.environ


def copy_database(to: Path) -> None:
    shutil.copyfile(Path(os.environ[NAME]) / DATABASE, to)


def copy_static(var: Path) -> None:
    """Links in place of copies: nobody changes a collected file."""
    shutil.copytree(Path(os.environ[NAME]) / "static", var / "static", copy_function=os.link)
