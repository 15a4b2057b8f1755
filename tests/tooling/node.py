"""The Node that runs the JavaScript unit tests and Playwright: the one Playwright brings, else the machine's own.

Playwright's comes first because it is then the same everywhere.
"""

import shutil
import subprocess
from pathlib import Path

import playwright

from tests.tooling import debian

BUNDLED = Path(playwright.__file__).parent / "driver" / "node"
# The page's modules end in .js and no package.json says what they are: Node must see it for itself (>= 20.19).
SEES_MODULES = "process.exitCode = process.features.require_module ? 0 : 1"


class NoNode(Exception):
    """No usable Node can be had on this machine."""


def executable() -> Path:
    found = on_the_machine()
    if found is None and debian.can_install():
        debian.install("libatomic1")  # the one library that Playwright's Node wants and a bare Debian lacks
        found = on_the_machine()
    if found is None:
        raise NoNode("Playwright's Node does not start here (is libatomic1 installed?), nor is there one >= 20.19.")
    return found


def on_the_machine() -> Path | None:
    return next((Path(place) for place in (BUNDLED, shutil.which("node")) if place and sees_modules(place)), None)


def sees_modules(place: Path | str) -> bool:
    try:
        return subprocess.run([place, "-e", SEES_MODULES], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
