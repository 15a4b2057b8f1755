"""Nothing is overwritten unseen: a form carries a mark of what it showed, and a verb compares it before it writes."""

import json
from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Model

from corpus_app.actions.members import Refused


class EditedMeanwhile(Refused):
    """It says something else now than what the person saw; `present` is what it is."""

    def __init__(self, present: Model) -> None:
        super().__init__("Somebody has changed this since you opened it. Look at both, then save again.")
        self.present = present


def mark_of(row: Model, columns: Iterable[str]) -> str:
    """Two marks are equal where nothing differs in these columns."""
    said = json.dumps([getattr(row, name) for name in columns], default=str, sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]


def refuse_unseen(row: Model, columns: Iterable[str], seen: str) -> None:
    """Inside a change: read the row again. Raises EditedMeanwhile where it is not as `seen`; empty was not asked."""
    columns = list(columns)
    row.refresh_from_db(fields=columns)
    if seen and seen != mark_of(row, columns):
        raise EditedMeanwhile(row)
