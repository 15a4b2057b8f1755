"""Links to other articles, and the comments: a heading owns what stands below it."""

from corpus_app.importing.blocks import Kind
from corpus_app.importing.dates import date_line
from corpus_app.importing.page import Page
from corpus_app.importing.page_lines import AT_THE_EDGES, SHORT, mark_line
from corpus_app.importing.phrases import COMMENTS, RELATED
from corpus_app.importing.prose import ends_sentence
from corpus_app.importing.voice import voice

BELOW = "Stands below a heading over links to other articles."


def mark_rest(page: Page) -> None:
    """In the second half, everything below a heading over related posts or comments belongs to it."""
    half = page.before[-1] * 0.5
    starts = (at for at in page.free() if at and page.before[at + 1] >= half and page.sizes[at] <= SHORT)
    start = next((at for at in starts if _opens_rest(page, at)), None)
    if start is None:
        return
    related = RELATED.fullmatch(page.folded[start]) is not None
    mark_line(page, start, AT_THE_EDGES)
    for at in range(start + 1, len(page)):
        if mark_line(page, at, AT_THE_EDGES):
            continue
        if voice(page.folded[at]) >= 2 and page.prose[at]:
            page.furniture(at, "site_text", "The site talks about itself and to its reader.")
        elif not related:
            page.furniture(at, "comment", "Stands below the heading of the comments.")
        elif date_line(page.texts[at]):
            page.furniture(at, "related_date", "The date of another article.")
        else:
            page.furniture(at, "related_title", BELOW)


def mark_dated_list(page: Page) -> None:
    """At the end, two or more short lines with a date line below each are other articles, whatever stands above."""
    dates = [at for at in page.free() if at > 1 and date_line(page.texts[at]) and _is_title(page, at - 1)]
    run = [at for n, at in enumerate(dates) if at + 2 in dates[n + 1 : n + 2] or at - 2 in dates[max(0, n - 1) : n]]
    if not run or page.before[run[0]] < page.before[-1] * 0.5 or any(page.prose[at] for at in range(run[0], len(page))):
        return
    for at in run:
        page.furniture(at, "related_date", "The date of another article.")
        page.furniture(at - 1, "related_title", "A title with a date of its own, at the end of the page.")
    above = run[0] - 2
    if above > 0 and _is_title(page, above):
        page.furniture(above, "related_heading", "A heading over links to other articles.")


def _is_title(page: Page, at: int) -> bool:
    return page.is_free(at) and not page.prose[at] and page.sizes[at] <= SHORT and not date_line(page.texts[at])


def mark_links(page: Page) -> None:
    """Amid the article, such a heading owns only the titles up to the next paragraph."""
    for at in page.free():
        if page.sizes[at] <= SHORT and RELATED.fullmatch(page.folded[at]):
            _links_below(page, at)


def _opens_rest(page: Page, at: int) -> bool:
    if COMMENTS.fullmatch(page.folded[at]):
        return True
    return RELATED.fullmatch(page.folded[at]) is not None and not _article_goes_on(page, at)


def _article_goes_on(page: Page, at: int) -> bool:
    """Two real paragraphs below; excerpts of other posts mostly end in dots, not in a full stop."""
    found = 0
    for below in range(at + 1, min(len(page), at + 60)):
        text = page.texts[below]
        real = page.prose[below] and page.sizes[below] >= 30 and ends_sentence(text)
        found += real and not text.endswith(("...", "\u2026", "]")) and voice(page.folded[below]) < 2
    return found >= 2


def _links_below(page: Page, at: int) -> None:
    below = []
    for place in range(at + 1, len(page)):
        if page.prose[place] or page.kind(place) not in (None, Kind.BOILERPLATE):
            break
        below.append(place)
    if below:
        page.furniture(at, "related_heading", "A heading over links to other articles.")
    for place in below:
        page.furniture(place, "related_title", BELOW)
