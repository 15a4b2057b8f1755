"""Whose words a quoted passage probably is: the nearest name beside a verb of speech, or an interview's label. Pure.

Only ever a suggestion, which a person takes or not: names are told by capitals, so scripts without them get none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus_app.importing.people import FUNCTION, PARTICLES, TOKEN

LONGEST = 60  # code points of a name
FURTHEST = 160  # code points between a quotation and the name whose it is

SAYS = (
    "said|says|say|told|tells|asked|asks|added|adds|argued|argues|warned|warns|explained|explains|claimed|claims"
    "|insisted|insists|replied|replies|wrote|writes|stated|states|noted|notes|announced|announces|recalled|recalls"
    "|remarked|remarks|asserted|asserts|stressed|stresses|commented|comments"
    "|complained|complains|admitted|admits|answered|answers|called|calls|continued|continues|declared|declares"
    "|concluded|concludes|observed|observes|[Aa]ccording to"
    "|sagte|sagt|sagten|meinte|meint|erklärte|erklärt|betonte|betont|fragte|fragt|schrieb|schreibt|warnte|warnt"
    "|[Ll]aut|zufolge|dit|a dit|déclare|déclaré|affirme|affirmé|explique|expliqué|ajoute|ajouté|[Ss]elon|estime"
    "|dijo|dice|afirmó|afirma|explicó|explica|añadió|añade|aseguró|asegura|[Ss]egún|disse|ha detto|secondo|segundo"
)
PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "‹": "›", "「": "」"}
WORD = r"(?:(?:[^\W\d_]\.)+|(?:Dr|Mr|Mrs|Ms|St|Prof|Jr|Sr)\.|[^\W\d_](?:[\w’'\-]*\w)?)"
OF_NAMES = PARTICLES - {"y", "e", "und", "and", "et", "en", "with", "con", "mit", "&"}  # which part two names
OTHER_SENTENCE = 40  # such a name is so much further away
VERB = re.compile(rf"(?<!\w)(?:{SAYS})(?!\w)")
PRONOUN = re.compile(r"(?<!\w)(?:she|he|they|sie|er|elle|il|ella|él|lei|lui)(?!\w)", re.IGNORECASE)
PLACE = re.compile(
    r"(?:Street|Road|Avenue|Square|Bridge|Harbour|Harbor|Park|River|City|Week|Council|Board|Committee|Ministry"
    r"|University|States|Relations|Kingdom|Union|Nations|Ferries|House|Company|Group|Bank|Times|Post|News)$"
)
BELONGS = re.compile(r",?\s(?:of|at|from|in)\s(?:the\s)?")
LABEL = re.compile(r"\W{0,3}([^\W\d_][^:：\n]{1,40}?)\s?[:：]\s")
NO_NAMES = FUNCTION | {
    "he", "she", "it", "they", "we", "i", "you", "this", "that", "but", "and", "so", "if", "yes", "no", "our", "his",
    "her", "their", "my", "at", "by", "as", "asked", "mr", "mrs", "ms", "dr", "herr", "frau", "er", "sie", "es", "wir",
    "ich", "ein", "eine", "il", "elle", "on", "nous", "je", "ce", "le", "la", "les", "el", "ella", "un", "una",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch",
    "donnerstag", "freitag", "samstag", "sonntag", "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december", "yesterday", "today", "tomorrow", "later", "then",
    "question", "answer", "q", "a", "frage", "antwort", "laut", "selon", "according", "to", "there", "there's",
}  # fmt: skip


class Found(NamedTuple):
    start: int
    end: int
    name: str


def speaker_of(paragraphs: Sequence[str], start: int, end: int) -> str:
    """Who speaks in [start, end) of the last paragraph, by it and those before; empty where nobody is near.

    Offsets are code points. The passage must lie inside quotation marks (which may be part of it), or in a paragraph
    that begins with a speaker's label.
    """
    *before, text = paragraphs
    inside = next(((a, b) for a, b in quotations(text) if a <= start and end <= b), None)
    if inside is None:
        found = LABEL.match(text)
        label = found[1] if found and found.end() <= start else ""
        name = next((one.name for one in names_in(label)), "") if label else ""
        return _in_full(name, paragraphs) if name == label else ""
    quiet = _without_quotations(text)
    name = _beside_a_verb(quiet, *inside)
    if not name and (_says_a_pronoun(quiet, *inside) or not quiet.strip()):
        name = _last_named([*before, quiet[: inside[0]]])
    return _in_full(name, paragraphs) if name else ""


def quotations(text: str) -> list[tuple[int, int]]:
    """From mark to mark, both included; one that is not closed reaches to the end of its paragraph."""
    found, at = [], 0
    while at < len(text):
        mark = text[at]
        closing = '"' if mark == '"' else PAIRS.get(mark)
        if closing is None or (mark == "‘" and at and text[at - 1].isalnum()):
            at += 1
            continue
        end = _end_of(text, at + 1, closing)
        found.append((at, end))
        at = end
    return found


def names_in(text: str) -> Iterator[Found]:
    """One to four words with capitals, and the particles between them; what only begins a sentence counts, too."""
    for match in re.finditer(rf"{WORD}(?:[^\S\n]+{WORD})*", text):
        words = [(m.start() + match.start(), m[0]) for m in re.finditer(WORD, match[0])]
        run: list[tuple[int, str]] = []
        for place, word in [*words, (match.end(), "")]:
            is_capital = bool(word) and word[0].isupper() and word.lower().rstrip(".") not in NO_NAMES
            if (is_capital and TOKEN.fullmatch(word)) or (run and word.lower() in OF_NAMES):
                run.append((place, word))
                continue
            while run and run[-1][1].lower() in OF_NAMES:
                run.pop()
            if run and len(run) <= 5:
                first, last = run[0][0], run[-1][0] + len(run[-1][1])
                name = re.sub(r"['’]s$", "", text[first:last])
                if 1 < len(name) <= LONGEST:
                    yield Found(first, last, name)
            run = []


def _end_of(text: str, at: int, closing: str) -> int:
    while at < len(text):
        is_apostrophe = text[at] == "’" and at + 1 < len(text) and text[at + 1].isalnum()
        if text[at] in closing and not is_apostrophe:
            return at + 1
        at += 1
    return len(text)


def _without_quotations(text: str) -> str:
    """Of the same length: what is quoted is blank."""
    for start, end in quotations(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _beside_a_verb(quiet: str, start: int, end: int) -> str:
    """The name nearest to the quotation among those that stand in one clause with a verb of speech."""
    best, nearest = "", FURTHEST
    verbs = [
        (match.start(), match.end())
        for match in VERB.finditer(quiet)
        if not PRONOUN.search(quiet, max(0, match.start() - 14), match.start())
    ]
    for found in names_in(quiet):
        for verb in verbs:
            between = quiet[min(found.end, verb[1]) : max(found.start, verb[0])]
            is_close = len(between) <= 2 or " " in found.name  # one word alone may be a town
            if not is_close or len(between) > 60 or re.search(r"[.;!?]\s|\s{3}", between):
                continue
            first, last = min(found.start, verb[0]), max(found.end, verb[1])
            way = quiet[end:first] if first >= end else quiet[last:start]
            distance = max(0, first - end, start - last) + len(between)
            distance += OTHER_SENTENCE if re.search(r"[.!?](?:\s|$)", way) else 0
            if distance < nearest:
                best, nearest = found.name, distance
    return best


def _says_a_pronoun(quiet: str, start: int, end: int) -> bool:
    near = quiet[max(0, start - FURTHEST) : end + FURTHEST]
    return any(
        VERB.search(near[max(0, match.start() - 20) : match.end() + 20]) for match in PRONOUN.finditer(near)
    )


def _last_named(texts: Sequence[str]) -> str:
    """Who spoke last in these paragraphs, else the only full name in the last that has any: of two nobody knows."""
    for text in reversed(texts):
        quiet = _without_quotations(text)
        if beside := _beside_a_verb(quiet, len(quiet), len(quiet)):
            return beside
        full = {name for name in _people_in(quiet) if " " in name and not PLACE.search(name)}
        if full:
            return full.pop() if len(full) == 1 else ""
    return ""


def _people_in(text: str) -> Iterator[str]:
    """Names that do not only say where the one before them belongs: “Jane Doe of the Hotel Lanterna” is one person."""
    ends = -1
    for found in names_in(text):
        if ends < 0 or not BELONGS.fullmatch(text[ends : found.start]):
            yield found.name
        ends = found.end


def _in_full(name: str, paragraphs: Sequence[str]) -> str:
    """ "Doe" is "Jane Doe" where she has been named so before."""
    if " " in name:
        return name
    full = [found.name for text in paragraphs for found in names_in(text) if found.name.split()[-1] == name]
    return next((found for found in reversed(full) if " " in found), name)
