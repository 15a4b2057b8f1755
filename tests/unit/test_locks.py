"""The lock files install the same thing everywhere, and name nobody's machine."""

from pathlib import Path

import pytest

from tests.tooling import environment

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")


def test_the_lock_for_development_holds_the_one_for_running():
    running, development = ((ROOT / name).read_text().splitlines() for name in LOCKS)
    assert set(running) <= set(development)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_pins_and_hashes_only(name):
    for line in (ROOT / name).read_text().splitlines():
        assert line.startswith("    --hash=sha256:") or "==" in line


def test_an_installed_lock_for_development_serves_the_run_as_well():
    assert environment.covered(ROOT / "requirements-dev.txt") == ["requirements-dev.txt", "requirements.txt"]
    assert environment.covered(ROOT / "requirements.txt") == ["requirements.txt"]
