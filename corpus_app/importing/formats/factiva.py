"""Deliveries of Factiva: many articles in one file, with the codes of its fields or without."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus_app.importing.blocks import Kind
from corpus_app.importing.dates import date_within
from corpus_app.importing.draft import Suggestion
from corpus_app.importing.formats.nexis import check_length
from corpus_app.importing.found import Found, Passage

CODES = "CLM SE HD CR BY WC PD ET SN SC ED PG VOL LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN ART CX DE "
CODE = re.compile(rf"({'|'.join(CODES.split())})(?:[ \t|\u00a0]*|(?:[\t|]|[ \u00a0]{{2,}})[\s|]*(\S.*))", re.DOTALL)
END = re.compile(r"(?:Document|Dokument|Documento|Documento n\.?) [A-Z]{2,}[A-Z0-9]{8,40}")
WORDS = re.compile(r"(\d[\d.,]*) (?:words|mots|W\u00f6rter|palabras|parole|palavras|woorden|ord)", re.IGNORECASE)
COPYRIGHT = re.compile(r"\s*(?:copyright\b|\u00a9|\(c\)\s)", re.IGNORECASE)
BY = re.compile(r"(?:By|BY|Par|PAR|Por|POR)\s+")
TIME = re.compile(r"\d{1,2}:\d{2}(?: ?[AP]M)?", re.IGNORECASE)
TEXT = {"LP", "TD"}
HEAD_LINES = 16
SAID = "What Factiva says about the article."


def articles(passages: Sequence[Passage]) -> list[Found]:
    """The articles of a delivery; none if this is another kind of document. Each ends with its document's number."""
    ends = [at for at, one in enumerate(passages) if END.fullmatch(one.text.strip())]
    coded = [at for at, one in enumerate(passages) if code_of(one.text) == "HD"]
    if not ends or not (coded or any(WORDS.fullmatch(one.text.strip()) for one in passages[: ends[0]])):
        return []
    starts = [0, *(end + 1 for end in ends), len(passages)]
    parts = [list(passages[start:end]) for start, end in pairwise(starts)]
    rest = parts.pop()
    while rest and code_of(rest[0].text) and parts:  # an article's own codes may follow its number
        parts[-1].append(rest.pop(0))
    parts[-1] += [Passage(one.text, Kind.BOILERPLATE, "Below the last article.", "cover") for one in rest]
    return [with_codes(part) if any(code_of(one.text) == "HD" for one in part) else plain(part) for part in parts]


def code_of(text: str) -> str:
    found = CODE.fullmatch(text.strip())
    return found[1] if found else ""


def with_codes(passages: Sequence[Passage]) -> Found:
    """A code stands before what it names, in a line of its own or in the same."""
    found, values, code = Found([]), {}, ""
    for one in passages:
        if one.kind is not None:
            found.passages.append(one)
            continue
        stated = CODE.fullmatch(one.text.strip())
        value = (stated[2] or "") if stated else one.text
        code = stated[1] if stated else code
        if stated and not value:
            found.passages.append(Passage(one.text, Kind.META, "A code of Factiva.", code))
            continue
        is_first = code not in values
        values.setdefault(code, value.strip())
        if not code:
            found.passages.append(Passage(one.text, Kind.BOILERPLATE, "Above the first article.", "cover"))
        elif code == "HD" and is_first and not stated:
            found.passages.append(Passage(one.text, Kind.TITLE, "The headline, by Factiva's code HD."))
        elif code in TEXT and not stated and not END.fullmatch(one.text.strip()):
            found.passages.append(Passage(one.text))
        else:
            found.passages.append(Passage(one.text, Kind.META, SAID, code))
    state(found, values.get("HD", ""), values.get("SN", ""), values.get("PD", ""), values.get("BY", ""))
    check_length(found, values.get("WC", ""))
    return found


def plain(passages: Sequence[Passage]) -> Found:
    """Headline, perhaps a by-line, words, date, perhaps the hour, source, page, language, copyright; then the text."""
    texts = [one.text.strip() for one in passages]
    counted = next((at for at, text in enumerate(texts) if WORDS.fullmatch(text)), 0)
    dated = next((at for at in range(counted + 1, min(counted + 4, len(texts))) if date_within(texts[at])), counted)
    source = dated + 1 + bool(dated + 1 < len(texts) and TIME.fullmatch(texts[dated + 1]))
    closing = range(source, min(counted + HEAD_LINES, len(texts)))
    body = next((at for at in closing if COPYRIGHT.match(texts[at])), source)
    byline = next((at for at in range(1, counted) if BY.match(texts[at]) and len(texts[at]) < 200), 0)
    title = max(0, (byline or counted) - 1)
    found = Found([])
    for at, text in enumerate(texts):
        if at < title:
            made = Passage(text, Kind.BOILERPLATE, "Above the headline in the delivery.", "cover")
        elif at == title:
            made = Passage(text, Kind.TITLE, "The line above by-line and number of words in the delivery.")
        elif at <= body or END.fullmatch(text):
            made = Passage(text, Kind.META, SAID, "masthead")
        else:
            made = passages[at]
        found.passages.append(made)
    where = texts[source] if counted and source < len(texts) else ""
    state(found, texts[title], where, texts[dated], texts[byline] if byline else "")
    check_length(found, texts[counted])
    return found


def state(found: Found, title: str, source: str, dated: str, byline: str) -> None:
    date = date_within(dated)
    for field, value, why in (
        ("title", title, "The headline in the delivery of Factiva."),
        ("source", source, "The source in the head of the article, as Factiva names it."),
        ("published", date.value if date else "", f"The date in the head of the article: {dated}"),
        ("author", BY.sub("", byline, count=1), "The by-line in the head of the article."),
    ):
        if value and len(value) <= 500:
            found.suggestions.append(Suggestion(field, value, why))
