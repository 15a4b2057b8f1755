"""Packages of Debian for what a machine lacks, where we may install them."""

import os
import shutil
import subprocess
from pathlib import Path

APT_GET = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300")


def can_install() -> bool:
    """Whether this is Debian itself (Ubuntu's chromium is only a hint at another installer) and we are root."""
    release = Path("/etc/os-release")
    return (
        os.geteuid() == 0
        and shutil.which("apt-get") is not None
        and release.exists()
        and "ID=debian" in release.read_text().splitlines()
    )


def install(*packages: str) -> None:
    """Install packages without a question, silent unless it fails; who needs them looks whether they came."""
    print(f"Installing Debian's {', '.join(packages)} …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run([*APT_GET, *step], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode != 0:
            print("".join(done.stderr.splitlines(keepends=True)[-10:]), flush=True)
