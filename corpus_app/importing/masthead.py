"""The top of an article: title, by-line, date and section label, each told by its neighbours."""

import re

from corpus_app.importing.blocks import Kind
from corpus_app.importing.dates import date_line, date_within
from corpus_app.importing.fold import fold
from corpus_app.importing.furniture import crumb_parts
from corpus_app.importing.lists import is_marked
from corpus_app.importing.page import Page
from corpus_app.importing.people import BY, is_agency, is_person, stated_author
from corpus_app.importing.prose import headline

TITLE_WORDS = 32
SECTION_NAMES = (
    "introduction|conclusion|conclusions|abstract|summary|overview|background|preface|foreword|prologue|contents|"
    "key points|key takeaways|executive summary|in brief|at a glance|highlights|einleitung|fazit|zusammenfassung|"
    "vorwort|uberblick|introduccion|conclusiones|resumen|antecedentes|prologo|resume|avant-propos|en bref|contexte|"
    "introduzione|conclusioni|introducao|conclusao|inleiding|conclusie|samenvatting"
)
LABEL_NAMES = (
    "opinion analysis commentary comment editorial exclusive interview news world politics business economy sport "
    "sports culture science technology health climate explainer feature features review reviews letters blog live "
    "breaking perspective essay report international national local meinung kommentar analyse politik wirtschaft "
    "kultur wissen ausland inland politica economia cultura deportes mundo sociedad tribune monde politique "
    "economie societe europe africa asia americas"
)
SECTIONS = frozenset(SECTION_NAMES.split("|"))
LABELS = frozenset(LABEL_NAMES.split())
SEPARATE = re.compile("\\s*[|\u00b7\u2022\u2014]\\s*|\\s+[-\u2013]\\s+")


def mark_masthead(page: Page) -> None:
    """Dates and by-lines first, for they decide what may be the title."""
    _stated(page)
    title = _title(page)
    _names_beside_dates(page, title)
    if title < len(page) and not page.is_free(title):
        title = _title(page)
    if title < len(page):
        page.mark(title, Kind.TITLE, _why(page, title))
        _duplicates(page, title)
        _labels(page, title)


def is_section(text: str) -> bool:
    """A heading that opens a part of any text and so cannot be the title of this one."""
    return fold(text).strip(" :.#*0123456789") in SECTIONS


def _stated(page: Page) -> None:
    """Lines that are a date, or begin with "By", above the running text."""
    top = page.top()
    several = len(page) > 1
    for at in page.free():
        if at >= top or not several:
            return
        text = page.texts[at]
        if page.sizes[at] > 24 or is_marked(text):
            continue
        date = date_line(text)
        if date:
            page.mark(
                at,
                Kind.META,
                "A line near the top that holds only a date.",
                "changed" if date.changed else "date",
            )
        elif stated_author(text) and not _only_title(page, at):
            page.mark(at, Kind.META, "Begins like a by-line.", "byline")
        elif _mixed(text):
            page.mark(at, Kind.META, "A line near the top that holds a name and a date.", "byline_date")


def _mixed(text: str) -> bool:
    """Name and date on one line, in either order."""
    date = date_within(text)
    if date is None or len(text.split()) > 20:
        return False
    rest = [part for part in SEPARATE.split(text) if part and not date_within(part)]
    if rest:
        return all(
            stated_author(part) or is_person(part) or is_agency(part) or _is_aside(part) for part in rest
        )
    words = date.rest.split()
    return 0 < len(words) <= 8 and (bool(BY.match(text)) or " by " in text or _opens_with_name(text))


def _opens_with_name(text: str) -> bool:
    return is_person(text.split(",")[0].strip())


def _is_aside(part: str) -> bool:
    folded = fold(part)
    return (
        bool(re.fullmatch(r"\d{1,3} ?min\w*(?: read)?|[\d:.]+ ?(?:am|pm|gmt|utc|cet|uhr)*", folded))
        or folded in LABELS
    )


def _only_title(page: Page, at: int) -> bool:
    """ "By Land and Sea" in the first line, with no other line that could be the title."""
    first = page.opening()
    return at == 0 and not any(_could_be_title(page, other) for other in range(1, first))


def _could_be_title(page: Page, at: int) -> bool:
    text = page.texts[at]
    if not page.is_free(at) or is_marked(text) or is_section(text):
        return False
    return headline(text, TITLE_WORDS) and text[-1] not in ":\uff1a"


def _title(page: Page) -> int:
    """Place of the title, or len(page); the text must go on after it with prose."""
    first = page.opening()
    if first == len(page) and not any(page.sizes[at] > 8 for at in range(1, len(page))):
        return len(page)
    candidates: list[int] = []
    for at in page.free():
        if at >= first or at + 1 >= len(page):
            break
        if is_section(page.texts[at]):
            break  # the first part of the text begins here: no title stands above it
        if _could_be_title(page, at):
            candidates.append(at)
    if not candidates:
        return len(page)
    named = _crumb_ends(page)
    return next(
        (at for at in candidates if page.folded[at] in named),
        next((at for at in candidates if not _is_label(page, at, candidates)), candidates[0]),
    )


def _crumb_ends(page: Page) -> set[str]:
    crumbs = (page.texts[at] for at in range(min(len(page), 8)) if page.detail(at) == "nav_crumb")
    return {fold(parts[-1]) for crumb in crumbs if (parts := crumb_parts(crumb))}


def _is_label(page: Page, at: int, candidates: list[int]) -> bool:
    """A section label, or the name of the page in front of "| Site", with the true title close below."""
    text = page.texts[at]
    others = {page.folded[other] for other in candidates if other != at}
    if _page_name(page.folded[at]) in others:
        return True
    short = page.sizes[at] <= 3 and (text.isupper() or fold(text).strip(" :") in LABELS)
    return short and any(other > at and page.sizes[other] > page.sizes[at] for other in candidates)


def _page_name(folded: str) -> str:
    parts = re.split(r" [|-] ", folded)
    return " - ".join(parts[:-1]) if len(parts) > 1 and len(parts[-1].split()) <= 5 else ""


def _names_beside_dates(page: Page, title: int) -> None:
    """A bare name is a by-line only next to a date or another by-line, and only if a title is left."""
    top = page.top()
    for at in page.free():
        if at >= top:
            return
        text = page.texts[at]
        beside = any(0 <= near < len(page) and page.kind(near) is Kind.META for near in (at - 1, at + 1))
        if not beside or not (is_person(text) or is_agency(text)):
            continue
        others = [other for other in range(page.opening()) if other != at and _could_be_title(page, other)]
        if at == title and all(is_person(page.texts[other]) for other in others):
            continue
        page.mark(at, Kind.META, "A name next to the date or by-line.", "byline")


def _why(page: Page, title: int) -> str:
    if page.folded[title] in _crumb_ends(page):
        return "The last part of the breadcrumb says the same."
    return "The first line that reads like a headline, above the running text."


def _duplicates(page: Page, title: int) -> None:
    folded = page.folded[title]
    for at in page.free():
        if at > page.opening() and at > len(page) * 0.3:
            return
        same = page.folded[at] == folded or _page_name(page.folded[at]) == folded
        if same and page.headlines[at] | (at < page.opening()):
            page.furniture(at, "title_duplicate", "Repeats the title.")


def _labels(page: Page, title: int) -> None:
    for at in range(title):
        text = page.texts[at]
        if page.is_free(at) and page.sizes[at] <= 3 and (fold(text).strip(" :") in LABELS or text.isupper()):
            page.mark(at, Kind.META, "A section label above the title.", "section")
