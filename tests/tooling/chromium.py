"""A Chromium for the browser tests: the machine's own, else installed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.tooling import debian

# The shell first: the same engine without a browser's windows around it, for 40 % less of the processor's time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoChromium(Exception):
    """No Chromium can be had on this machine; says what was tried."""


def executable() -> Path:
    """Where Chromium is; installs it when it is nowhere."""
    found = on_the_machine()
    if found is None:
        install()
        found = on_the_machine()
    if found is None:
        raise NoChromium("No Chromium is on this machine and none could be installed. Install it, or set CHROMIUM.")
    return found


def on_the_machine() -> Path | None:
    return next((Path(place) for place in places() if place and runs(place)), None)


def places() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from (shutil.which(name) for name in NAMES)
    yield from USUAL_PLACES
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def runs(place: str) -> bool:
    """Whether it starts at all; Ubuntu's package is a hint at another installer, which only says so."""
    try:
        told = subprocess.run([place, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0 and "Chrom" in told.stdout


def install() -> None:
    """Debian's package where we may install it, else the build that Playwright downloads."""
    print("No Chromium found; installing it …", flush=True)
    if debian.can_install():
        for package in ("chromium-headless-shell", "chromium"):  # Debian before 12 has no shell
            if on_the_machine() is None:
                debian.install(package)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    print(executable())
