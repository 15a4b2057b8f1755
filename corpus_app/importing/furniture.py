"""Page furniture: what a web page says around the article, greyed out but never thrown away."""

import re
from collections.abc import Callable

from corpus_app.importing import phrases
from corpus_app.importing.blocks import Kind
from corpus_app.importing.dates import date_line
from corpus_app.importing.lists import is_rule, without_marker
from corpus_app.importing.page import Page
from corpus_app.importing.prose import ends_sentence
from corpus_app.importing.rejoin import is_page_number

SHORT, PROMO, PROMPT = 14, 45, 60  # words
CRUMB = re.compile("\\s*[\u00bb\u203a\u2192\u2023>]\\s*|\\s+[/|\u00b7\u2022]\\s+")
STRONG_CRUMB = re.compile("\\s[\u00bb\u203a\u2192>]\\s")
HOME = re.compile(r"(?:home(?:page)?|startseite|inicio|accueil|portada|start|news|home page)")
LEADER = re.compile(r"\s*(?:\.\s?){3,}\s*\d{1,4}$|\s+\d{1,4}$")
PARTS = re.compile(r"[\s,|/\u00b7\u2022]+")

Rule = tuple[str, str, Callable[[str, int], bool]]


def _short(pattern: re.Pattern[str], words: int = SHORT) -> Callable[[str, int], bool]:
    return lambda text, size: size <= words and pattern.fullmatch(text) is not None


def _within(pattern: re.Pattern[str], words: int) -> Callable[[str, int], bool]:
    return lambda text, size: size <= words and pattern.search(text) is not None


def _only_networks(text: str, size: int) -> bool:
    words = [word for word in PARTS.split(text) if word]
    return 0 < len(words) <= 16 and all(word.strip(":.") in phrases.NETWORKS for word in words) and size <= 16


# Whole lines that no article contains; these hold anywhere.
ANYWHERE: tuple[Rule, ...] = (
    ("advertisement", "A line that marks an advertisement.", _short(phrases.AD)),
    ("teaser", "A link to another article.", _short(phrases.TEASER, 30)),
    ("comment_form", "Text of a comment form.", _within(phrases.COMMENT_FORM, PROMPT)),
    (
        "cookie_notice",
        "A cookie notice.",
        _within(re.compile(r"\buses? cookies?\b|accept (?:all )?cookies?"), PROMPT),
    ),
)
# Lines that an article could contain; these hold only before its first and after its last paragraph.
AT_THE_EDGES: tuple[Rule, ...] = (
    *ANYWHERE,
    ("toc_heading", "The heading of a table of contents.", _short(phrases.CONTENTS)),
    ("related_heading", "A heading over links to other articles.", _short(phrases.RELATED)),
    ("comment_form", "The heading of the comments.", _short(phrases.COMMENTS)),
    ("share", "Buttons for sharing.", _short(phrases.SHARE)),
    ("share", "Names of networks for sharing.", _only_networks),
    ("navigation", "Navigation of the page.", _short(phrases.NAVIGATION)),
    ("legal", "A legal notice of the site.", _within(phrases.LEGAL, 80)),
    ("newsletter", "An invitation to subscribe.", _within(phrases.NEWSLETTER, 30)),
    ("tags", "Tags or categories of the page.", _short(phrases.TAGS, 30)),
)


def mark_furniture(page: Page) -> None:
    """All the rules, from the outside of the page to its inside."""
    _rules_and_page_numbers(page)
    _contents(page)
    _top(page)
    _openers(page)
    _bottom(page)
    _inside(page)


def voice(text: str) -> int:
    """How many different phrases of site talk the folded text holds, if it addresses its reader at all."""
    return (
        sum(pattern.search(text) is not None for pattern in phrases.VOICE)
        if phrases.ADDRESS.search(text)
        else 0
    )


def crumb_parts(text: str) -> list[str]:
    """The parts of a breadcrumb or menu line, or nothing."""
    parts = [part for part in CRUMB.split(text) if part]
    if len(parts) < 2 or len(text) > 300 or any(len(part.split()) > 4 for part in parts[:-1]):
        return []
    if HOME.fullmatch(parts[0].casefold()):
        return parts
    if text.startswith((">", "\u00bb")) or ends_sentence(text):
        return []
    if len(parts) >= 3 and (STRONG_CRUMB.search(text) or all(len(part.split()) <= 3 for part in parts)):
        return parts
    return parts if STRONG_CRUMB.search(text) and all(len(part.split()) <= 2 for part in parts) else []


def _rules_and_page_numbers(page: Page) -> None:
    for at in page.free():
        if is_rule(page.texts[at]):
            page.furniture(at, "separator", "A line of signs that only separates.")
        elif len(page) > 2 and is_page_number(page.texts[at]):
            page.furniture(at, "page_number", "A page number.")


def _matches(page: Page, at: int, rules: tuple[Rule, ...]) -> bool:
    folded, size = page.folded[at], page.sizes[at]
    for detail, reason, rule in rules:
        if folded and rule(folded, size):
            page.furniture(at, detail, reason)
            return True
    return False


def _site_talk(page: Page, at: int, enough: int = 2) -> bool:
    if page.headlines[at] and page.sizes[at] < 8:
        return False
    if voice(page.folded[at]) >= max(enough, page.sizes[at] / 40):
        page.furniture(at, "site_text", "The site talks about itself and to its reader.")
        return True
    return False


def _contents(page: Page) -> None:
    """A contents heading, and the lines under it that name headings further down."""
    for at in page.free():
        if page.sizes[at] > 6 or not phrases.CONTENTS.fullmatch(page.folded[at]) or at + 1 == len(page):
            continue
        page.furniture(at, "toc_heading", "The heading of a table of contents.")
        later: dict[str, int] = {}
        for place in range(at + 1, len(page)):
            if page.sizes[place] <= 24:
                later[_entry(page.texts[place])] = place
        for place in range(at + 1, len(page)):
            entry = _entry(page.texts[place])
            leads = bool(re.search(r"\.{3,}\s*\d+$", page.texts[place]))
            if page.prose[place] or not (leads or later.get(entry, place) > place):
                break
            if place + 1 < len(page) and not page.prose[place + 1]:
                page.furniture(place, "toc_item", "Names a heading further down.")
        break


def _entry(text: str) -> str:
    return LEADER.sub("", without_marker(text)).strip(" :").casefold()


def _top(page: Page) -> None:
    """Down from the first line to the first paragraph that is no furniture."""
    seen = 0
    for at in range(len(page)):
        if not page.is_free(at):
            continue
        if len(page) > 1 and not page.prose[at] and crumb_parts(page.texts[at]) and seen < 6:
            page.furniture(at, "nav_crumb", "A path or menu of the site.")
        elif len(page) > 1 and not _matches(page, at, AT_THE_EDGES):
            beside = at > 0 and page.detail(at - 1) == "site_text"
            if not _site_talk(page, at, 1 if beside and page.prose[at] else 2) and page.prose[at]:
                return
        seen += 1


def _openers(page: Page) -> None:
    """After a heading over related posts or comments, the rest of the page belongs to it."""
    total = sum(page.sizes)
    done = 0
    for at in range(len(page)):
        done += page.sizes[at]
        if not page.is_free(at) or done < total * 0.5 or page.sizes[at] > SHORT or at == 0:
            continue
        related = phrases.RELATED.fullmatch(page.folded[at])
        if not related and not phrases.COMMENTS.fullmatch(page.folded[at]):
            continue
        rest = [place for place in range(at + 1, len(page)) if page.prose[place] and page.sizes[place] >= 30]
        if (
            related
            and sum(ends_sentence(page.texts[place]) and not _talks(page, place) for place in rest) >= 2
        ):
            continue  # the article goes on below: see _inside
        _matches(page, at, AT_THE_EDGES)
        for place in range(at + 1, len(page)):
            _part_of_rest(page, place, "related" if related else "comment")
        return


def _talks(page: Page, at: int) -> bool:
    return voice(page.folded[at]) >= 2


def _part_of_rest(page: Page, at: int, what: str) -> None:
    if _matches(page, at, AT_THE_EDGES) or _site_talk(page, at):
        return
    if what == "comment":
        page.furniture(at, "comment", "Stands below the heading of the comments.")
    elif date_line(page.texts[at]):
        page.furniture(at, "related_date", "The date of another article.")
    else:
        page.furniture(at, "related_title", "Stands below a heading over links to other articles.")


def _bottom(page: Page) -> None:
    """Up from the last line to the last paragraph that is no furniture."""
    waiting: list[int] = []
    found = False
    for at in range(len(page) - 1, 0, -1):
        if not page.is_free(at):
            found = found or page.detail(at) not in ("separator", "page_number")
            continue
        if (
            _matches(page, at, AT_THE_EDGES)
            or _prompt(page, at)
            or _site_talk(page, at, 1 if found and _near(page, at) else 2)
        ):
            found = True
            for place in waiting:
                page.furniture(place, "site_text", "A short line amid page furniture.")
            waiting = []
        elif found and not page.prose[at] and page.sizes[at] <= 8 and len(waiting) < 3:
            waiting.append(at)
        else:
            return


def _near(page: Page, at: int) -> bool:
    return (
        page.prose[at]
        and page.sizes[at] <= PROMPT
        and page.detail(at + 1) in ("site_text", "newsletter", "legal")
    )


def _prompt(page: Page, at: int) -> bool:
    folded = page.folded[at]
    if (
        page.sizes[at] > PROMPT
        or not phrases.COMMENT_PROMPT.search(folded)
        or not phrases.ADDRESS.search(folded)
    ):
        return False
    page.furniture(at, "comment_prompt", "Asks the reader for a comment.")
    return True


def _inside(page: Page) -> None:
    """Between the paragraphs: whole lines that no article contains, and lists of other articles."""
    for at in page.free():
        if at == 0 and len(page) == 1:
            return
        if _matches(page, at, ANYWHERE):
            continue
        if page.sizes[at] <= PROMO and not page.headlines[at] and voice(page.folded[at]) >= 3:
            page.furniture(at, "newsletter", "The site talks about itself and to its reader.")
        elif page.sizes[at] <= SHORT and phrases.RELATED.fullmatch(page.folded[at]):
            _links_below(page, at)


def _links_below(page: Page, at: int) -> None:
    """A heading over other articles owns the titles under it, up to the next paragraph."""
    below = []
    for place in range(at + 1, len(page)):
        if page.prose[place] or page.kind(place) not in (None, Kind.BOILERPLATE):
            break
        below.append(place)
    if not below:
        return
    if len(below) > 1 and page.headlines[below[-1]] and below[-1] + 1 < len(page):
        below.pop()  # the last one is the heading of the paragraph that follows
    page.furniture(at, "related_heading", "A heading over links to other articles.")
    for place in below:
        page.furniture(place, "related_title", "Stands below a heading over links to other articles.")
