"""From paragraphs to blocks: the rules in the order in which they may speak."""

from collections.abc import Sequence

from corpus_app.importing.blocks import Block, Kind
from corpus_app.importing.furniture import mark_furniture
from corpus_app.importing.interviews import mark_interviews
from corpus_app.importing.items import mark_items
from corpus_app.importing.layout import runs_on
from corpus_app.importing.lines import Unit
from corpus_app.importing.masthead import mark_masthead
from corpus_app.importing.page import Mark, Page
from corpus_app.importing.prose import is_titled
from corpus_app.importing.references import mark_references


def blocks(units: Sequence[Unit], marks: Sequence[Mark | None] = (), *, is_rough: bool = True) -> list[Block]:
    """One block per unit, in the same order; marks are what the format itself says about each.

    A text that is not rough holds no page furniture but what is marked so.
    """
    page = Page(units, marks)
    if is_rough:
        mark_furniture(page)
    mark_masthead(page)
    mark_references(page)
    mark_items(page)
    mark_interviews(page)
    mark_headings(page)
    return list(page.blocks())


def mark_headings(page: Page) -> None:
    """Headlines that something of substance follows; three in a row are verse, captions or a list."""
    content = [at for at in range(len(page)) if not page.is_furniture(at) and page.kind(at) is not Kind.META]
    row = 0
    rows: dict[int, int] = {}
    for at, following in zip(reversed(content), [None, *reversed(content)], strict=False):
        headed = page.is_free(at) and page.headlines[at] and not page.hangs(at)
        row = row + 1 if headed and not (following and _goes_on(page, at, following)) else 0
        rows[at] = row
    start = 0
    for place, at in enumerate(content):
        if not rows[at]:
            start = place + 1
            continue
        length = place - start + rows[at]
        last = content[place + rows[at] - 1]
        if length <= 2 and _carries(page, content, place + rows[at], last):
            page.mark(at, Kind.HEADING, _why(page, at))


def _goes_on(page: Page, at: int, following: int) -> bool:
    """The first part of a sentence that something has cut, as an advertisement does."""
    text, after = page.texts[at], page.texts[following]
    return page.sizes[at] >= 10 and not is_titled(text) and page.prose[following] and runs_on(text, after)


def _carries(page: Page, content: Sequence[int], after: int, last: int) -> bool:
    """What comes next is more than another short line."""
    if after >= len(content):
        return False
    at = content[after]
    if page.kind(at) in (Kind.LIST_ITEM, Kind.QUESTION, Kind.ANSWER, Kind.QUOTE):
        return True
    return page.prose[at] or page.sizes[at] >= max(8, page.sizes[last])


def _why(page: Page, at: int) -> str:
    if page.texts[at][-1] in ":\uff1a":
        return "A short label on a line of its own."
    return "Short, without an end mark, and text follows."
