"""Production's settings for the tests: a folder of their own, cheap passwords, plain static files."""

import atexit
import importlib
import os
import shutil
import tempfile
from pathlib import Path

from tests.tooling import prepared

if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="corpus-test-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "for-tests-only-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789")

production = importlib.import_module("corpus_app.settings")
globals().update({name: getattr(production, name) for name in dir(production) if name.isupper()})

PASSWORD_HASHERS = ["tests.tooling.passwords.FewRounds"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A file, not memory: locks, journal and threads behave as in production.
DATABASES = {"default": {**production.DATABASES["default"]}}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["VAR_DIR"]) / "test.sqlite3")}
elif prepared.TEMPLATE in os.environ:
    DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"]}
