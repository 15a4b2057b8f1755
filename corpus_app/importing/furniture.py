"""Page furniture: what a web page says around the article, greyed out but never thrown away."""

from corpus_app.importing.navigation import crumb_parts, mark_contents, mark_signs
from corpus_app.importing.page import Page
from corpus_app.importing.page_lines import ANYWHERE, AT_THE_EDGES, mark_line
from corpus_app.importing.related import mark_dated_list, mark_links, mark_rest
from corpus_app.importing.voice import asks_for_comment, voice

PROMO, BESIDE = 45, 60  # words
CRUMB_LINES = 6


def mark_furniture(page: Page) -> None:
    """All the rules, from the outside of the page to its inside. A single paragraph is always the article."""
    mark_signs(page)
    if len(page) == 1:
        return
    mark_contents(page)
    _mark_top(page)
    mark_rest(page)
    mark_dated_list(page)
    _mark_bottom(page)
    _mark_inside(page)


def _mark_top(page: Page) -> None:
    """Down from the first line to the first paragraph that is no furniture."""
    for at in page.free():
        if at < CRUMB_LINES and not page.prose[at] and crumb_parts(page.texts[at]):
            page.furniture(at, "nav_crumb", "A path or menu of the site.")
        elif not mark_line(page, at, AT_THE_EDGES):
            beside = at > 0 and page.prose[at] and page.detail(at - 1) == "site_text"
            if not _mark_talk(page, at, 1 if beside else 2) and page.prose[at]:
                return


def _mark_bottom(page: Page) -> None:
    """Up from the last line to the last paragraph that is no furniture."""
    waiting: list[int] = []
    found = False
    for at in range(len(page) - 1, 0, -1):
        if not page.is_free(at):
            found = found or page.detail(at) not in ("separator", "page_number")
        elif _is_last_word(page, at, found):
            found = True
            for place in waiting:
                page.furniture(place, "site_text", "A short line amid page furniture.")
            waiting = []
        elif found and not page.prose[at] and page.sizes[at] <= 8 and len(waiting) < 3:
            waiting.append(at)
        else:
            return


def _is_last_word(page: Page, at: int, found: bool) -> bool:
    if mark_line(page, at, AT_THE_EDGES):
        return True
    if asks_for_comment(page.folded[at]):
        page.furniture(at, "comment_prompt", "Asks the reader for a comment.")
        return True
    beside = (
        page.prose[at]
        and page.sizes[at] <= BESIDE
        and page.detail(at + 1) in ("site_text", "newsletter", "legal")
    )
    return _mark_talk(page, at, 1 if found and beside else 2)


def _mark_talk(page: Page, at: int, enough: int) -> bool:
    """Beside other site talk one phrase is enough; a long paragraph needs more of them."""
    if page.headlines[at] and page.sizes[at] < 8:
        return False
    if voice(page.folded[at]) < max(enough, page.sizes[at] / 40):
        return False
    page.furniture(at, "site_text", "The site talks about itself and to its reader.")
    return True


def _mark_inside(page: Page) -> None:
    """Between the paragraphs: whole lines that no article contains, promotion, lists of other articles."""
    for at in page.free():
        if mark_line(page, at, ANYWHERE) or page.headlines[at] or page.sizes[at] > PROMO:
            continue
        if voice(page.folded[at]) >= 3:
            page.furniture(at, "newsletter", "The site talks about itself and to its reader.")
    mark_links(page)
