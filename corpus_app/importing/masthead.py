"""The top of an article: dates and by-lines first, for they decide what may be the title."""

from corpus_app.importing.blocks import Kind
from corpus_app.importing.bylines import mark_names, mark_stated
from corpus_app.importing.page import Page
from corpus_app.importing.titles import find_title, mark_title


def mark_masthead(page: Page) -> None:
    mark_stated(page)
    given = next((at for at in range(len(page)) if page.kind(at) is Kind.TITLE), None)
    title = find_title(page) if given is None else given
    mark_names(page, title)
    if given is None and title < len(page) and not page.is_free(title):  # it was a name beside a date
        title = find_title(page)
    if title < len(page):
        mark_title(page, title)
