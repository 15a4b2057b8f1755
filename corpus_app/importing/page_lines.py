"""Rules that know a line of page furniture by its words alone."""

import re
from collections.abc import Callable

from corpus_app.importing import phrases
from corpus_app.importing.page import Page

SHORT = 14  # words
PARTS = re.compile("[\\s,|/\u00b7\u2022]+")
BARS = re.compile("\\s*[|\u00b7\u2022]\\s*")

Rule = tuple[str, str, Callable[[str, int], bool]]


def _whole(pattern: re.Pattern[str], words: int = SHORT) -> Callable[[str, int], bool]:
    return lambda folded, size: size <= words and pattern.fullmatch(folded) is not None


def _within(pattern: re.Pattern[str], words: int) -> Callable[[str, int], bool]:
    return lambda folded, size: size <= words and pattern.search(folded) is not None


def _only_networks(folded: str, size: int) -> bool:
    words = [word for word in PARTS.split(folded) if word] if size <= 16 else []
    return 0 < len(words) <= 16 and all(word.strip(":.") in phrases.NETWORKS for word in words)


def _menu(folded: str, size: int) -> bool:
    parts = [part for part in BARS.split(folded) if part] if size <= 30 else []
    return len(parts) > 1 and all(phrases.NAVIGATION.fullmatch(part) for part in parts)


def _share(folded: str, size: int) -> bool:
    """Of two words or more: a single one could be a heading of the article."""
    return 2 <= size <= 6 and phrases.SHARE.fullmatch(folded) is not None


# Whole lines that no article contains; these hold anywhere.
ANYWHERE: tuple[Rule, ...] = (
    ("share", "Buttons for sharing.", _share),
    ("advertisement", "A line that marks an advertisement.", _whole(phrases.AD)),
    ("teaser", "A link to another article.", _whole(phrases.TEASER, 30)),
    ("comment_form", "Text of a comment form.", _within(phrases.COMMENT_FORM, 60)),
    ("cookie_notice", "A cookie notice.", _within(phrases.COOKIES, 60)),
)
# Lines that an article could contain; these hold only before its first and after its last paragraph.
AT_THE_EDGES: tuple[Rule, ...] = (
    *ANYWHERE,
    ("toc_heading", "The heading of a table of contents.", _whole(phrases.CONTENTS)),
    ("related_heading", "A heading over links to other articles.", _whole(phrases.RELATED)),
    ("comment_form", "The heading of the comments.", _whole(phrases.COMMENTS)),
    ("share", "Buttons for sharing.", _whole(phrases.SHARE)),
    ("share", "Names of networks for sharing.", _only_networks),
    ("navigation", "Navigation of the page.", _whole(phrases.NAVIGATION)),
    ("navigation", "A menu of the page.", _menu),
    ("legal", "A legal notice of the site.", _within(phrases.LEGAL, 80)),
    ("newsletter", "An invitation to subscribe.", _within(phrases.NEWSLETTER, 30)),
    ("tags", "Tags or categories of the page.", _whole(phrases.TAGS, 30)),
)


def mark_line(page: Page, at: int, rules: tuple[Rule, ...]) -> bool:
    """Mark the line if one of the rules knows it."""
    folded, size = page.folded[at], page.sizes[at]
    for detail, reason, rule in rules:
        if folded and rule(folded, size):
            page.furniture(at, detail, reason)
            return True
    return False
