"""Migrated databases and the collected static files, made once for all parts of a run.

The parts' processes find them through the environment; where it names nothing, each makes its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAME = "CORPUS_TEST_PREPARED"  # of the environment variable
TEMPLATE = "CORPUS_TEST_TEMPLATE"  # as well: says that the database of DATABASE_URL is one to copy
DATABASE = "prepared.sqlite3"
MIGRATE = ("migrate", "--verbosity=0")
COLLECT = ("collectstatic", "--no-input", "--verbosity=0")


class Preparation:
    """Takes its steps in the background, beside parts that keep one core only; `stop` ends what still runs."""

    def __init__(self, root: Path, env: dict[str, str], steps: tuple[tuple[str, ...], ...], made: dict[str, str]):
        self.made = made
        self.processes = [subprocess.Popen([sys.executable, "manage.py", *step], cwd=root, env=env) for step in steps]

    @classmethod
    def on_sqlite(cls, place: Path, root: Path, environment: dict[str, str]) -> "Preparation":
        place.mkdir()
        env = {**environment, "VAR_DIR": str(place), "DATABASE_URL": f"sqlite:///{place / DATABASE}"}
        return cls(root, env, (MIGRATE, COLLECT), {NAME: str(place)})

    @classmethod
    def on_postgres(cls, address: str, root: Path, environment: dict[str, str]) -> "Preparation":
        return cls(root, {**environment, "DATABASE_URL": address}, (MIGRATE,), {TEMPLATE: "1"})

    def awaited(self) -> dict[str, str]:
        """What to add to the environment: nothing if it failed, so that the tests meet the failure themselves."""
        ended = [process.wait() for process in self.processes]
        return {} if any(ended) else self.made

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
