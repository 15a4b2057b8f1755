"""Paragraphs that a page break cut in mid-sentence are mended, and every mend is recorded as a guess."""

import re
from collections.abc import Sequence

from corpus_app.importing.blocks import Join, Why
from corpus_app.importing.fold import fold
from corpus_app.importing.layout import joining, runs_on
from corpus_app.importing.lines import Unit
from corpus_app.importing.lists import is_marked
from corpus_app.importing.phrases import AD
from corpus_app.importing.prose import INNER_END, capital_share, ends_sentence, size

PAGE_NUMBER = re.compile(
    r"[-\u2013\u2014\[( ]*(?:(?:page|seite|p\u00e1gina|pagina|p\.|s\.)\s*)?\d{1,3}"
    r"(?:\s*(?:/|of|von|de|sur|di)\s*\d{1,3})?[-\u2013\u2014\]) ]*",
    re.IGNORECASE,
)
SAID = re.compile(r"[:;\u2013\u2014]$")


def is_page_number(text: str) -> bool:
    return PAGE_NUMBER.fullmatch(text) is not None


def rejoined(units: Sequence[Unit]) -> list[Unit]:
    """Mend cut paragraphs, also across a page number or an advertisement's label that stands between the halves."""
    found: list[Unit] = []
    for unit in units:
        whole = _open_end(found)
        if whole is not None and is_cut(whole.text, unit.text):
            joiner = joining(whole.text, unit.text)
            whole.append(unit, Join(len(whole.text), joiner, Why.PAGE_BREAK))
        else:
            found.append(unit)
    return found


def is_cut(before: str, after: str) -> bool:
    """True for halves of one paragraph.

    A heading over a standfirst in lower case looks the same but for its capitals and its length; a by-line or
    a list item in lower case looks the same but for the sentence that must end in the second half.
    """
    if not runs_on(before, after) or SAID.search(before) or is_marked(after):
        return False
    if not ends_sentence(after) or size(after) < 4:
        return False
    if capital_share(before) >= 0.6:
        return False
    long_enough = len(before) >= 120 or INNER_END.search(before)
    return bool(long_enough or (before.endswith(",") and size(before) >= 8))


def _open_end(found: list[Unit]) -> Unit | None:
    for unit in reversed(found[-2:]):
        if not is_page_number(unit.text) and not (size(unit.text) <= 4 and AD.fullmatch(fold(unit.text))):
            return unit
    return None
