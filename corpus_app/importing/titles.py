"""The title of an article, its repetitions, and the section labels above it."""

import re

from corpus_app.importing.blocks import Kind
from corpus_app.importing.fold import fold
from corpus_app.importing.lists import is_marked
from corpus_app.importing.navigation import crumb_parts
from corpus_app.importing.page import Page
from corpus_app.importing.prose import ends_sentence, headline

TITLE_WORDS = 32
PAGE_NAME = re.compile(r" [|-] ")
SECTION_NAMES = (
    "introduction|conclusion|conclusions|abstract|summary|overview|background|preface|foreword|prologue|"
    "contents|key points|key takeaways|executive summary|in brief|at a glance|highlights|einleitung|"
    "fazit|zusammenfassung|vorwort|uberblick|introduccion|conclusiones|resumen|antecedentes|prologo|"
    "resume|avant-propos|en bref|contexte|introduzione|conclusioni|introducao|conclusao|inleiding|"
    "conclusie|samenvatting"
)
LABEL_NAMES = (
    "opinion analysis commentary comment editorial exclusive interview news world politics business "
    "economy sport sports culture science technology health climate explainer feature features review "
    "reviews letters blog live breaking perspective essay report international national local meinung "
    "kommentar analyse politik wirtschaft kultur wissen ausland inland politica economia cultura deportes "
    "mundo sociedad tribune monde politique economie societe europe africa asia americas"
)
SECTIONS = frozenset(SECTION_NAMES.split("|"))
RELEASE_NAMES = (
    "for immediate release|press release|news release|media release|pressemitteilung|medienmitteilung|"
    "comunicado de prensa|nota de prensa|communique de presse|comunicato stampa"
)
RELEASES = frozenset(RELEASE_NAMES.split("|"))
LABELS = frozenset(LABEL_NAMES.split())


def find_title(page: Page) -> int:
    """Place of the title, or len(page): a headline above the running text, unless a section opens first."""
    first = page.opening()
    if not any(_says_something(page, at) for at in range(1, len(page))):
        return len(page)
    candidates: list[int] = []
    for at in range(min(first, len(page) - 1)):
        if page.is_free(at) and _is_section(page.texts[at]):
            break
        if could_be_title(page, at):
            candidates.append(at)
    if not candidates:
        return len(page)
    named = _crumb_ends(page)
    unlabelled = [at for at in candidates if not _is_label(page, at, candidates)]
    return next((at for at in candidates if page.folded[at] in named), (unlabelled or candidates)[0])


def could_be_title(page: Page, at: int) -> bool:
    text = page.texts[at]
    if not page.is_free(at) or is_marked(text) or _is_section(text):
        return False
    return headline(text, TITLE_WORDS) and text[-1] not in ":\uff1a"


def mark_title(page: Page, title: int) -> None:
    """The title itself, its repetitions near the top, and labels such as "Opinion" above it."""
    told = page.folded[title] in _crumb_ends(page)
    page.mark(
        title,
        Kind.TITLE,
        "The breadcrumb ends with the same words." if told else "The first headline, above the running text.",
    )
    _mark_repetitions(page, title)
    for at in range(title):
        text = page.texts[at]
        known = fold(text).strip(" :") in LABELS | RELEASES
        label = page.sizes[at] <= 4 and (known or (text.isupper() and page.sizes[at] <= 3))
        if page.is_free(at) and label:
            page.mark(at, Kind.META, "A section label above the title.", "section")


def _says_something(page: Page, at: int) -> bool:
    return page.sizes[at] > 8 or (
        page.sizes[at] > 2 and ends_sentence(page.texts[at]) and not page.headlines[at]
    )


def _is_section(text: str) -> bool:
    """A heading that opens a part of any text and so cannot be the title of this one."""
    return len(text) < 60 and fold(text).strip(" :.#*0123456789") in SECTIONS


def _crumb_ends(page: Page) -> set[str]:
    crumbs = (page.texts[at] for at in range(min(len(page), 8)) if page.detail(at) == "nav_crumb")
    return {fold(parts[-1]) for crumb in crumbs if (parts := crumb_parts(crumb))}


def _is_label(page: Page, at: int, candidates: list[int]) -> bool:
    """A section label, or the title in front of "| Site", with the true title close below."""
    text = page.texts[at]
    if _page_name(page.folded[at]) in {page.folded[other] for other in candidates if other != at}:
        return True
    if fold(text).strip(" :") in RELEASES:
        return any(other > at for other in candidates)
    short = page.sizes[at] <= 3 and (text.isupper() or fold(text).strip(" :") in LABELS)
    return short and any(other > at and page.sizes[other] > page.sizes[at] for other in candidates)


def _page_name(folded: str) -> str:
    """ "Title" from "Title | Name of the Site"."""
    parts = PAGE_NAME.split(folded)
    return " - ".join(parts[:-1]) if len(parts) > 1 and len(parts[-1].split()) <= 5 else ""


def _mark_repetitions(page: Page, title: int) -> None:
    folded, first = page.folded[title], page.opening()
    for at in page.free():
        if at > first and at > len(page) * 0.3:
            return
        same = page.folded[at] == folded or _page_name(page.folded[at]) == folded
        if same and (page.headlines[at] or at < first):
            page.furniture(at, "title_duplicate", "Repeats the title.")
