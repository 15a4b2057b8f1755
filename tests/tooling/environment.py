"""Make .venv and install a lock file into it, once per content of that file; standard library only."""

import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# What a person may have set for other projects and would send the packages elsewhere; to pip an empty value is none.
UNSET = {"PIP_TARGET": "", "PIP_PREFIX": "", "PIP_ROOT": "", "PIP_CONSTRAINT": "", "PIP_USER": "0"}
QUIET = ["--no-input", "--progress-bar=off", "--disable-pip-version-check"]

NO_VENV = """\
This Python cannot make virtual environments with pip (the module ensurepip is missing).
On Debian and Ubuntu install it with:  apt-get install python3-venv
Then run make again."""


def main(lock_name: str) -> int:
    if not works(PYTHON):
        if not works(Path(sys.executable), "import ensurepip, venv"):
            return fail(NO_VENV)
        print("Making the virtual environment .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    lock = ROOT / lock_name
    if stamp(lock).exists() and stamp(lock).read_text() == fingerprint(lock):
        return 0
    return install(lock)


def works(python: Path, statement: str = "import pip") -> bool:
    """Whether this interpreter is there and runs the statement; an upgrade of Python can break a venv."""
    try:
        done = subprocess.run([str(python), "-c", statement], capture_output=True, timeout=60)
    except OSError:
        return False
    return done.returncode == 0


def install(lock: Path) -> int:
    """Let pip install exactly what is locked, checked by hash, and name the packages as they come."""
    print(f"Installing what {lock.name} locks (once):", end="", flush=True)
    started = time.monotonic()
    pip = subprocess.Popen(
        [PYTHON, "-m", "pip", "install", *QUIET, "--require-hashes", "-r", lock],
        env={**os.environ, **UNSET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = []
    for line in pip.stdout:
        said.append(line)
        if package := re.match(r"(?:Collecting|Requirement already satisfied:) ([\w-]+)", line):
            print("", package[1], end="", flush=True)
    print(flush=True)
    if pip.wait():
        return fail("".join(said[-30:]) + "pip could not install these packages; is the network reachable?")
    for name in covered(lock):
        stamp(ROOT / name).write_text(fingerprint(ROOT / name))
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


def covered(lock: Path) -> list[str]:
    """The lock for development holds every line of the one for running (tests/unit/test_locks.py)."""
    return [lock.name] if lock.name == "requirements.txt" else [lock.name, "requirements.txt"]


def stamp(lock: Path) -> Path:
    return VENV / f"{lock.name}.sha256"


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
