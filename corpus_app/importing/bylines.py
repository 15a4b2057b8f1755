"""Dates, by-lines and addresses at the top of an article, each told by its words or by its neighbours."""

import re

from corpus_app.importing.blocks import Kind
from corpus_app.importing.dates import date_line, date_within
from corpus_app.importing.fold import fold
from corpus_app.importing.lists import bullet
from corpus_app.importing.page import Page
from corpus_app.importing.people import BY, is_agency, is_person, stated_author
from corpus_app.importing.titles import LABELS, could_be_title

LONGEST = 24  # words
SEPARATE = re.compile("\\s*[|\u00b7\u2022\u2014]\\s*|\\s+[-\u2013]\\s+")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|@\w{2,30}|https?://\S+|www\.\S+", re.IGNORECASE)
ASIDE = re.compile(r"\d{1,3} ?min\w*(?: read)?|[\d:.]+ ?(?:am|pm|gmt|utc|cet|uhr)*")


def mark_stated(page: Page) -> None:
    """Lines above the running text that are a date, or begin with "By", or are an address."""
    top = page.top() if len(page) > 1 else 0
    for at in range(top):
        text = page.texts[at]
        if not page.is_free(at) or page.sizes[at] > LONGEST:
            continue
        if date := date_line(text):
            detail = "changed" if date.changed else "date"
            page.mark(at, Kind.META, "A line near the top that holds only a date.", detail)
        elif bullet(text):
            continue
        elif _mixed(text):
            page.mark(at, Kind.META, "A line near the top that holds a name and a date.", "byline_date")
        elif stated_author(text) and not _only_title(page, at):
            page.mark(at, Kind.META, "Begins like a by-line.", "byline")
        elif ADDRESS.fullmatch(text):
            page.mark(at, Kind.META, "An address near the top.", "address")


def mark_names(page: Page, title: int) -> None:
    """A bare name is a by-line only next to a date or another by-line, and only if a title is left."""
    top, opening = page.top(), page.opening()
    for _ in range(2):  # "Jane Doe", "Harbour correspondent", date: the first needs the second
        for at in range(top):
            text = page.texts[at]
            beside = any(near >= 0 and page.kind(near) is Kind.META for near in (at - 1, at + 1))
            if not page.is_free(at) or not beside or not (is_person(text) or is_agency(text)):
                continue
            others = [other for other in range(opening) if other != at and could_be_title(page, other)]
            if at != title or not all(is_person(page.texts[other]) for other in others):
                page.mark(at, Kind.META, "A name next to the date or by-line.", "byline")


def _mixed(text: str) -> bool:
    """Name and date on one line, in either order."""
    date = date_within(text)
    if date is None:
        return False
    rest = [part for part in SEPARATE.split(text) if part and not date_within(part)]
    if rest:
        return all(
            stated_author(part) or is_person(part) or is_agency(part) or _is_aside(part) for part in rest
        )
    named = BY.match(text) or " by " in text or is_person(text.split(",")[0].strip())
    return bool(named) and 0 < len(date.rest.split()) <= 8


def _is_aside(part: str) -> bool:
    """A reading time, an hour or the name of a section."""
    folded = fold(part)
    return ASIDE.fullmatch(folded) is not None or folded in LABELS


def _only_title(page: Page, at: int) -> bool:
    """ "By Land and Sea" in the first line, with no other line that could be the title."""
    return at == 0 and not any(could_be_title(page, other) for other in range(1, page.opening()))
