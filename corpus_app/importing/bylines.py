"""Dates, by-lines and addresses at the top of an article, each told by its words or by its neighbours."""

import re

from corpus_app.importing.blocks import Kind
from corpus_app.importing.dates import date_line, date_within
from corpus_app.importing.fold import fold
from corpus_app.importing.lists import bullet
from corpus_app.importing.page import Page
from corpus_app.importing.patterns import whole, within
from corpus_app.importing.people import BY, is_agency, is_person, names, stated_author
from corpus_app.importing.prose import ends_sentence
from corpus_app.importing.titles import LABELS, could_be_title

LONGEST = 24  # words
SEPARATE = re.compile("\\s*[|\u00b7\u2022\u2014]\\s*|\\s+[-\u2013]\\s+")
REACHED = re.compile(  # an address or a telephone number
    r"[\w.+-]+@[\w-]+\.[\w.-]+|@\w{2,30}|https?://\S+|www\.\S+"
    r"|(?:(?:tel|phone|mobile|fax|telefon)\w*[.:]? ?)?\+?[\d()][\d ()./\u2013-]{6,22}\d",
    re.IGNORECASE,
)
HOUR = re.compile(r"\W*\d[\d:.]*\W*(?:[A-Z]{2,4})?")
CONTACT = whole(
    r"""
    (?:(?:media|press|news|presse) ?)?(?:contacts?|enquiries|inquiries|kontakt|contacto
    |ansprechpartner(?:in)?)(?: details)? ?:?
    """
)
SOURCED = re.compile(r"\b(?:source|quelle|fuente|fonte|bron|\u6765\u6e90)\s*[:\uff1a]", re.IGNORECASE)
CREDIT = within(r"(?:additional )?(?:reporting|writing|editing) by \w | with (?:additional )?reporting (?:by|from) \w")
ASIDE = re.compile(r"\d{1,3} ?min\w*(?: read)?|[\d:.]+ ?(?:am|pm|gmt|utc|cet|uhr)*")


def mark_stated(page: Page) -> None:
    """Lines above the running text that are a date, or begin with "By", or are an address."""
    top = page.top() if len(page) > 1 else 0
    _mark_contact(page, top)
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
        elif REACHED.fullmatch(text):
            page.mark(at, Kind.META, "An address near the top.", "address")
        elif _placed(text) and not _only_title(page, at):
            page.mark(at, Kind.META, "A line near the top that holds a place and a date.", "date")
    _mark_credits(page)


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


def _mark_contact(page: Page, top: int) -> None:
    """Whom to ask, in a press release above its title: from "Contact:" to the last number or address near it."""
    for at in range(top):
        if CONTACT.fullmatch(page.folded[at]) and page.sizes[at] <= 4:
            near = range(at + 1, min(at + 6, top))
            told = [place for place in near if REACHED.fullmatch(page.texts[place])]
            for place in range(at, told[-1] + 1 if told else at):
                page.mark(place, Kind.META, "Whom to ask, above the title.", "contact")


def _mark_credits(page: Page) -> None:
    """Agencies say in the last lines who reported, wrote and edited."""
    for at in range(max(1, len(page) - 6), len(page)):
        if page.is_free(at) and page.sizes[at] <= 40 and CREDIT.match(page.folded[at].lstrip("( ")):
            page.mark(at, Kind.META, "Says who has reported and edited.", "credit")


def _placed(text: str) -> bool:
    """ "Teruel - 23 Nov 2023 - 05:30", "Berlin, 3 May 2024": a short name of a place, then a date."""
    date = date_within(text)
    if date is None or ends_sentence(text) or not 0 < len(date.rest.split()) <= 4:
        return False
    rest = [part for part in re.split(f"{SEPARATE.pattern}|,\\s+", text) if part and not date_within(part)]
    if SOURCED.search(text):
        return True  # "20 November 2023 Source: The Quay"
    placed = [part for part in rest if not _is_aside(part) and not HOUR.fullmatch(part)]
    return len(placed) == 1 and text.startswith(placed[0]) and names(placed[0])


def _is_aside(part: str) -> bool:
    """A reading time, an hour or the name of a section."""
    folded = fold(part)
    return ASIDE.fullmatch(folded) is not None or folded in LABELS


def _only_title(page: Page, at: int) -> bool:
    """ "By Land and Sea" in the first line, with no other line that could be the title."""
    return at == 0 and not any(could_be_title(page, other) for other in range(1, page.opening()))
