"""A Node for the JavaScript unit tests: the machine's own if it is new enough, else the one Playwright brings."""

import shutil
import subprocess
from pathlib import Path

import playwright

# The page's modules end in .js and no package.json says what they are: this Node must see it for itself (>= 20.19).
SEES_MODULES = "process.exitCode = process.features.require_module ? 0 : 1"


class NoNode(Exception):
    """No usable Node can be had on this machine."""


def executable() -> Path:
    bundled = Path(playwright.__file__).parent / "driver" / "node"
    for place in (shutil.which("node"), bundled):
        if place and sees_modules(Path(place)):
            return Path(place)
    raise NoNode("No Node (20.19 or newer) is on this machine, and Playwright brought none.")


def sees_modules(place: Path) -> bool:
    try:
        return subprocess.run([place, "-e", SEES_MODULES], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
