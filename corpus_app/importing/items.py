"""List items and quotations, told by the sign that opens them and by their neighbours."""

import re

from corpus_app.importing.blocks import Kind
from corpus_app.importing.lists import bullet, is_marked, letter, number, without_marker
from corpus_app.importing.page import Page
from corpus_app.importing.prose import ends_sentence, headline, is_quoted, size

ATTRIBUTION = re.compile("[-\u2013\u2014\u2015]\\s?[^\\W\\d_].{1,80}")
QUOTED_BY = re.compile(
    '["\u201c\u201e\u00ab].{15,}["\u201d\u201c\u00bb]\\s*[-\u2013\u2014\u2015]\\s?[^\\W\\d_].{1,60}',
    re.DOTALL,
)
SPAN = 12  # paragraphs that may stand between "1." and "2."


def mark_items(page: Page) -> None:
    """Quotations first, since an attribution looks like a dashed list item."""
    _quotations(page)
    numbers = {at: number(page.texts[at]) for at in page.free() if number(page.texts[at])}
    sections = {at: said for at, said in numbers.items() if _heads_a_section(page, at)}
    letters = {at: letter(page.texts[at]) for at in page.free() if letter(page.texts[at])}
    for at in page.free():
        text = page.texts[at]
        sign = bullet(text)
        if sign and (sign != "\u2013" or _same_sign_beside(page, at, sign)):
            page.mark(at, Kind.LIST_ITEM, f"Begins with the sign {sign}")
        elif at in sections and _has_sibling(sections, at):
            page.mark(at, Kind.HEADING, "Numbered, over text of its own, like the ones near it.")
        elif at in numbers and at not in sections and _has_sibling(numbers, at):
            page.mark(at, Kind.LIST_ITEM, "Numbered, like the items near it.")
        elif at in letters and (letters.get(at - 1) or letters.get(at + 1)):
            page.mark(at, Kind.LIST_ITEM, "Lettered, like the items next to it.")


def _quotations(page: Page) -> None:
    for at in page.free():
        text = page.texts[at]
        if text[0] == ">" and len(text) > 1:
            page.mark(at, Kind.QUOTE, "Every line begins with the sign >")
        elif is_quoted(text) or (len(text) < 2000 and QUOTED_BY.fullmatch(text)):
            page.mark(at, Kind.QUOTE, "One quotation from the first to the last word.")
        elif at and page.kind(at - 1) is Kind.QUOTE and size(text) <= 12 and ATTRIBUTION.fullmatch(text):
            page.mark(at, Kind.QUOTE, "Names the source of the quotation above.")


def _same_sign_beside(page: Page, at: int, sign: str) -> bool:
    return any(0 <= near < len(page) and bullet(page.texts[near]) == sign for near in (at - 1, at + 1))


def _has_sibling(numbers: dict[int, int], at: int) -> bool:
    """A lone "17." is a date or a slip; a list counts on or was counted up to here."""
    mine = numbers[at]
    return any(
        numbers.get(near) == mine + (1 if near > at else -1)
        for near in range(at - SPAN, at + SPAN + 1)
        if near != at
    )


def _heads_a_section(page: Page, at: int) -> bool:
    """ "2. Security" over paragraphs of its own."""
    beside = any(0 <= near < len(page) and is_marked(page.texts[near]) for near in (at - 1, at + 1))
    after = at + 1 < len(page) and (page.prose[at + 1] or _is_sentence(page, at + 1))
    return not beside and after and headline(without_marker(page.texts[at]))


def _is_sentence(page: Page, at: int) -> bool:
    return page.is_free(at) and ends_sentence(page.texts[at]) and not page.headlines[at]
