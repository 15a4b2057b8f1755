"""Bibliographies, source lists and footnotes at the end of a text."""

import re
from statistics import median

from corpus_app.importing.blocks import Kind, Role
from corpus_app.importing.fold import fold
from corpus_app.importing.lists import is_marked
from corpus_app.importing.page import Page
from corpus_app.importing.patterns import listed

WORD = "|".join(
    listed(
        r"""
        (?:(?:selected|further|suggested|list of|cited) )?(?:references?|bibliography|sources|readings?)
        works cited
        literature | (?:foot ?|end ?)?notes | citations | literatur(?:verzeichnis|hinweise|angaben)?
        quellen(?:angaben|verzeichnis)? | einzelnachweise | fussnoten | anmerkungen
        referencias(?: bibliograficas)? | bibliografia | fuentes | notas | bibliographie
        notes de bas de page
        fonti | riferimenti | bronnen | literatuur | fontes
        """
    )
)
HEADING = re.compile(rf"[\W\d_]*(?:{WORD})(?:\s*(?:/|&|,|\band\b|\bund\b|\by\b|\bet\b)\s*(?:{WORD}))*[\W_]*")
NOTE = re.compile(r"(?:\[\d{1,3}\]|\[\^\w+\]|[\u00b9\u00b2\u00b3\u2070-\u2079]+|\^\d{1,3})\s*:?\s*\S")
CITED = re.compile(
    r"\b(?:1[5-9]|20)\d\d[a-z]?\b|https?://|www\.|\bdoi\b|\bpp?\. ?\d|\bisbn\b|\b(?:ibid|op\. cit)",
    re.IGNORECASE,
)
LONG = 80


def mark_references(page: Page) -> None:
    """A reference heading in the second half and what follows it; then footnotes at the very end."""
    for at in page.free():
        if page.sizes[at] <= 8 and HEADING.fullmatch(fold(page.texts[at])) and _is_last_part(page, at):
            page.mark(at, Kind.HEADING, "A heading over references.", role=Role.REFERENCE)
            _entries(page, at + 1)
    for at in range(len(page) - 1, -1, -1):
        if page.is_furniture(at) or page.kind(at) is Kind.REFERENCE:
            continue
        if not page.is_free(at) or not NOTE.match(page.texts[at]):
            return
        page.mark(at, Kind.REFERENCE, "A footnote at the end of the text.")


def _is_last_part(page: Page, at: int) -> bool:
    """Something follows, it is short entries, and the article stands above it."""
    first = [place for place in range(at + 1, min(len(page), at + 9)) if page.is_free(place)]
    if not first or page.before[at] < page.before[-1] * 0.3:
        return False
    cited = sum(_is_entry(page, place) for place in first)
    return cited >= len(first) / 2 and median(page.sizes[place] for place in first) <= LONG


def _is_entry(page: Page, at: int) -> bool:
    return bool(
        is_marked(page.texts[at]) or NOTE.match(page.texts[at]) or CITED.search(page.texts[at][:2000])
    )


def _entries(page: Page, start: int) -> None:
    """Up to furniture, or to a heading over prose that cites nothing."""
    for at in range(start, len(page)):
        if not page.is_free(at):
            return
        after = at + 1
        heads = page.headlines[at] and not _is_entry(page, at)
        if (
            heads
            and after < len(page)
            and page.is_free(after)
            and page.prose[after]
            and not _is_entry(page, after)
        ):
            return
        if heads and after < len(page) and HEADING.fullmatch(fold(page.texts[at])):
            return
        page.mark(at, Kind.REFERENCE, "Stands below a heading over references.")
