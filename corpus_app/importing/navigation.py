"""Where a page says where you are: breadcrumbs, tables of contents, page numbers and separating lines."""

import re

from corpus_app.importing.dates import date_within
from corpus_app.importing.fold import fold
from corpus_app.importing.lists import is_rule, without_marker
from corpus_app.importing.page import Page
from corpus_app.importing.people import stated_author
from corpus_app.importing.phrases import CONTENTS
from corpus_app.importing.prose import ends_sentence
from corpus_app.importing.rejoin import is_page_number

CRUMB = re.compile("\\s*[\u00bb\u203a\u2192\u2023>]\\s*|\\s+[/|\u00b7\u2022]\\s+")
ARROW = re.compile("\\s[\u00bb\u203a\u2192>]\\s")
HOME = re.compile(r"(?:home(?: ?page)?|startseite|inicio|accueil|portada|start|news)")
LEADER = re.compile(r" ?(?:\. ?){3,} ?\d{1,4}$| \d{1,4}$")
DOTTED = re.compile(r"\.{3,} ?\d{1,4}$")


def crumb_parts(text: str) -> list[str]:
    """The parts of a breadcrumb or menu line, or nothing."""
    parts = [part for part in CRUMB.split(text) if part] if len(text) <= 300 else []
    if len(parts) < 2 or any(len(part.split()) > 4 for part in parts[:-1]):
        return []
    if any(date_within(part) or stated_author(part) for part in parts):
        return []  # by-line and date on one line
    if HOME.fullmatch(fold(parts[0])):
        return parts
    if text.startswith((">", "\u00bb")) or ends_sentence(text):
        return []
    if len(parts) >= 3 and (ARROW.search(text) or all(len(part.split()) <= 3 for part in parts)):
        return parts
    return parts if ARROW.search(text) and all(len(part.split()) <= 2 for part in parts) else []


def mark_signs(page: Page) -> None:
    """Lines without a word: separators and page numbers."""
    for at in page.free():
        if is_rule(page.texts[at]):
            page.furniture(at, "separator", "A line of signs that only separates.")
        elif len(page) > 2 and is_page_number(page.texts[at]):
            page.furniture(at, "page_number", "A page number.")


def mark_contents(page: Page) -> None:
    """The first contents heading, and the lines under it that name headings further down."""
    heading = next(
        (at for at in page.free() if page.sizes[at] <= 6 and CONTENTS.fullmatch(page.folded[at])), None
    )
    if heading is None or heading + 1 == len(page):
        return
    page.furniture(heading, "toc_heading", "The heading of a table of contents.")
    below = range(heading + 1, len(page))
    last = {_entry(page, at): at for at in below if page.sizes[at] <= 24}
    for at in below:
        named_later = last.get(_entry(page, at), at) > at
        if page.prose[at] or not (named_later or DOTTED.search(page.folded[at])):
            return
        page.furniture(at, "toc_item", "Names a heading further down.")


def _entry(page: Page, at: int) -> str:
    return LEADER.sub("", without_marker(page.folded[at])).strip(" :")
