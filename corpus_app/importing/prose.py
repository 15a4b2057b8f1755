"""Small observations about one line of writing, on which all rules about kinds rest."""

import re

CLOSERS = "\"'\u2019\u201d\u00bb\u203a)]*_\u300d\u300f\uff09"
OPENERS = "\"'\u2018\u201c\u201e\u00ab\u2039([*_\u300c\u300e\uff08\u00bf\u00a1#"
ENDS = ".!?\u2026\u3002\uff01\uff1f\u061f\u0964"
QUESTION_MARKS = "?\uff1f\u061f"
PAIRS = {
    '"': '"',
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u300c": "\u300d",
}
CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
FOOTNOTE_ENDS = "]\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
FOOTNOTE = re.compile(r"(?:\[\d{1,3}\]|[\u00b9\u00b2\u00b3\u2070-\u2079])+$")
ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.){2,}$")
INNER_END = re.compile(r"[^\W\d_]{4}[.!?][\"\u201d\u2019)]?\s+[^\W\d_]")
PLAIN, TITLED = 14, 24  # words a heading may have: written like a sentence, or With Capitals


def size(text: str) -> int:
    """Words; writing without spaces counts two characters as a word."""
    return len(text.split()) + len(CJK.findall(text)) // 2


def core(text: str) -> str:
    """The end of the text without closing quotes, brackets, emphasis and footnote signs."""
    tail = text[-300:].rstrip()
    return (FOOTNOTE.sub("", tail) if tail[-1:] in FOOTNOTE_ENDS else tail).rstrip(CLOSERS).rstrip()


def ends_sentence(text: str) -> bool:
    """A quoted sentence may carry its mark inside the quotes."""
    return core(text).endswith(tuple(ENDS))


def ends_question(text: str) -> bool:
    return core(text).endswith(tuple(QUESTION_MARKS))


def first_letter(text: str) -> str:
    return next((char for char in text[:40].lstrip(OPENERS + " ") if char.isalnum()), "")


def starts_lower(text: str) -> bool:
    return text[:1].islower() or (text[:1] in OPENERS and first_letter(text).islower())


def has_case(text: str) -> bool:
    return text.lower() != text.upper()


def capital_share(text: str) -> float:
    """Share of the words of four letters and more that begin with a capital; short words hardly tell."""
    words = [word.lstrip(OPENERS) for word in text.split()]
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    counted = long or [word for word in words if word[:1].isalpha()]
    return sum(word[0].isupper() for word in counted) / len(counted) if counted else 0.0


def is_titled(text: str) -> bool:
    """Written With Capitals, or in a writing that has none, in which case length alone must decide."""
    return capital_share(text) >= 0.6


def headline(text: str, plain: int = PLAIN) -> bool:
    """Could stand over an article or a section: short, one line, no end mark but a question or a colon."""
    words = size(text)
    if not 0 < words <= max(TITLED, plain) or len(text) > 240 or "\n" in text:
        return False
    if text[0] == "(" and text[-1] == ")":
        return False  # an aside, as agencies put it above their title
    if not first_letter(text) or (starts_lower(text) and not text[:8].lstrip(OPENERS)[1:2].isupper()):
        return False
    bare, titled = core(text), is_titled(text)
    last = bare[-1:]
    if last in ",;-\u2013\u2014\u3001\uff0c\uff1b":
        return False
    if last in ":\uff1a":
        return words <= 8 and titled
    if last in QUESTION_MARKS:
        return words <= (20 if titled else 10) and (titled or not INNER_END.search(bare))
    if last in "!\uff01":
        return titled and words <= PLAIN
    if last in ENDS:
        return titled and bool(ABBREVIATION.search(bare))
    if INNER_END.search(bare) and not titled:
        return False
    return words <= (max(TITLED, plain) if titled else plain)


def is_prose(text: str) -> bool:
    """A paragraph of running text rather than a title, label, name or date."""
    words = size(text)
    return words >= 35 or (words >= 8 and ends_sentence(text) and not headline(text))


def is_quoted(text: str) -> bool:
    """One quotation from the first character to the last, with nothing said outside it."""
    closers = PAIRS.get(text[:1], "")
    if not closers or size(text) < 4:
        return False
    bare = FOOTNOTE.sub("", text)
    inside = bare[1:-1]
    return bare[-1] in closers and text[0] not in inside and not any(mark in inside for mark in closers)
