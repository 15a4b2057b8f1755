"""One module for each format, imported when its first file comes: a process that reads texts alone needs none."""

import importlib
import resource
import sys
from types import ModuleType

NAMES = frozenset(("docx", "epub", "html", "markdown", "nexis", "odt", "pdf", "rtf", "table"))


class Missing(Exception):
    """The module is not imported, and this process cannot open its file any more."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def module(name: str) -> ModuleType:
    """Raises Missing where corpus_app.importing.limits holds."""
    path = f"{__name__}.{name}"
    if path not in sys.modules and not resource.getrlimit(resource.RLIMIT_NOFILE)[0]:
        raise Missing(name)
    return importlib.import_module(path)
