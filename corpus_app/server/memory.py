"""What a serving process has loaded stays until it ends, so Python need not look through it for garbage again."""

import gc
from pathlib import Path

from django.template import engines
from django.urls import get_resolver

# How many more containers are made than freed until the young are looked through, and how often that until the older
# ones are, too. By Python's own 700 a page of passages was interrupted eleven times, and every tenth one for long.
THRESHOLDS = (5_000, 10, 10)


def settle() -> None:
    """Load what the first pages would load, and leave all that is loaded out of every later collection.

    What is forked from here inherits this, and shares the memory that no collection touches.
    """
    _ = get_resolver().reverse_dict  # imports every view
    templates = engines["django"]
    for folder in map(Path, templates.dirs):
        for path in sorted(folder.rglob("*.html")):
            templates.get_template(str(path.relative_to(folder)))
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
