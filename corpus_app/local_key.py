"""The secret key of a local run: made once, kept in a file that only its owner reads."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def kept_key(file: Path, make: bool) -> str:
    """The key kept in file; make one if there is none and make is true, else the empty string."""
    if make and not file.exists():
        keep(file, secrets.token_urlsafe(64))
    return file.read_text().strip() if file.exists() else ""


def keep(file: Path, key: str) -> None:
    """Write key to file in one step, so that of two first starts at once both read the same, whole key."""
    file.parent.mkdir(parents=True, exist_ok=True)
    number, draft = tempfile.mkstemp(dir=file.parent)  # made with mode 600
    with os.fdopen(number, "w") as out:
        out.write(key)
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    os.unlink(draft)
