"""Deliveries of Nexis: many articles in one file, each with its source, date and declared number of words."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus_app.importing.blocks import Kind
from corpus_app.importing.dates import date_within
from corpus_app.importing.decode import decode
from corpus_app.importing.draft import Suggestion
from corpus_app.importing.found import Found, Passage, Readout, letters
from corpus_app.importing.layout import units
from corpus_app.importing.lines import numbered

END = re.compile(r"\s*End of Document\s*")
FIELD = re.compile(
    r"\s*(Section|Length|Byline|Dateline|Highlight|Graphic|Load-Date|Language|Publication-Type|Subject|Company|"
    r"Organization|Industry|Person|Geographic|City|State|Country|Series|Column|Notes?|Correction|Journal Code|"
    r"Acc-no|Copyright|Ticker|Type|Classification|Document-Type)\s?:\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
OPENS = {"section", "length", "byline", "dateline", "highlight"}
COPYRIGHT = re.compile(r"\s*(?:copyright\b|\u00a9|\(c\)\s)", re.IGNORECASE)
BODY = re.compile(r"\s*Body\s*")
CLOSES = re.compile(r"\s*(?:Classification|Load-Date\s?:.*|Notes|Graphic\s?:?.*|END)\s*", re.DOTALL | re.IGNORECASE)
COUNT = re.compile(r"[\d.,]*\d")
NUMBER = re.compile(r"^[ \t]*\d{1,4} of \d{1,4} DOCUMENTS?[ \t]*$", re.MULTILINE)
FAR = 0.1  # how far the words may be from the declared number


def articles(passages: Sequence[Passage]) -> list[Found]:
    """The articles of a delivery in the form of Nexis Uni; none if this is another kind of document."""
    ends = [at for at, one in enumerate(passages) if END.fullmatch(one.text)]
    fields = {name for one in passages for name in [field_of(one.text)] if name}
    if not ends or not {"length", "load-date"} & fields:
        return []
    starts = [0, *(end + 1 for end in ends)]
    parts = [list(passages[start:end]) for start, end in zip(starts, [*starts[1:], len(passages)], strict=True)]
    if parts[-1] and len(parts) > 1 and not any(field_of(one.text) for one in parts[-1]):
        rest = parts.pop()
        parts[-1] += rest
    return [article(part) for part in parts if part]


def article(passages: Sequence[Passage]) -> Found:
    """Title, source and date stand above the copyright line; what stands above them is the delivery's cover."""
    top, body = head_of(passages), body_of(passages)
    found = Found([])
    values: dict[str, str] = {}
    closed = False
    for at, one in enumerate(passages):
        text, name = one.text, field_of(one.text)
        closed = closed or (at > body and (END.fullmatch(text) or CLOSES.fullmatch(text)) is not None)
        if name and (at < body or closed):
            values.setdefault(name, FIELD.fullmatch(text)[2].strip())
        found.passages.append(marked(text, at, top, body, name, closed))
    head = [one.text for one in passages[top : top + 6]]
    date = next((nth for nth, text in enumerate(head) if nth and len(text) < 80 and date_within(text)), 0)
    state(found, head[0], head[1] if date > 1 else "", head[date] if date else "", values.get("byline", ""))
    check_length(found, values.get("length", ""))
    return found


def marked(text: str, at: int, top: int, body: int, name: str, closed: bool) -> Passage:
    if at < top:
        return Passage(text, Kind.BOILERPLATE, "The cover of the delivery.", "cover")
    if at == top:
        return Passage(text, Kind.TITLE, "The first line of the article in the delivery.")
    if closed:
        return Passage(text, Kind.META, "What Nexis says about the article.", name or "classification")
    if at <= body:
        if name == "highlight":
            return Passage(text, Kind.BODY, "The standfirst, as Nexis marks it.", "standfirst")
        return Passage(text, Kind.META, "What Nexis says about the article.", name or "masthead")
    return Passage(text)


def head_of(passages: Sequence[Passage]) -> int:
    """Place of the title: two lines above the date, which stands above the copyright line or the first field."""
    limit = next(
        (at for at, one in enumerate(passages) if COPYRIGHT.match(one.text) or field_of(one.text) in OPENS), 0
    )
    dated = [at for at in range(limit) if len(passages[at].text) < 80 and date_within(passages[at].text)]
    return max(0, dated[-1] - 2) if dated else max(0, min(limit - 2, 0))


def body_of(passages: Sequence[Passage]) -> int:
    """The last line that is about the article and not of it."""
    named = next((at for at, one in enumerate(passages) if BODY.fullmatch(one.text)), None)
    if named is not None:
        return named
    opening = [at for at, one in enumerate(passages[:40]) if field_of(one.text) in OPENS]
    return opening[-1] if opening else min(3, len(passages) - 1)


def field_of(text: str) -> str:
    found = FIELD.fullmatch(text) if len(text) < 2000 else None
    return found[1].lower() if found else ""


def state(found: Found, title: str, source: str, dated: str, byline: str) -> None:
    """What the head of an article in a delivery says; dated is the line that holds the date."""
    date = date_within(dated)
    for field, value, why in (
        ("title", title, "The title of the article in the delivery."),
        ("source", source, "The source stands above the date in the delivery."),
        ("published", date.value if date else "", f"The date in the head of the article: {dated}"),
        ("author", byline, "Nexis states it as “Byline”."),
    ):
        if value and len(value) <= 500:
            found.suggestions.append(Suggestion(field, value, why))


def check_length(found: Found, declared: str) -> None:
    """Nexis says how many words an article has: a free check that nothing is missing."""
    number = COUNT.search(declared)
    if not number:
        return
    wanted = int(re.sub(r"\D", "", number[0])[:9])
    words = sum(len(one.text.split()) for one in found.passages if one.kind in (None, Kind.BODY))
    if abs(words - wanted) > max(10, wanted * FAR):
        found.warnings.append(
            f"The delivery says that this article has {wanted:,} words; {words:,} are here. Check whether it is whole."
        )


def read(data: bytes, encoding: str | None) -> Readout:
    """The older deliveries as text: "1 of 10 DOCUMENTS" stands above each article. Raises ImportProblem."""
    text = decode(data, encoding, limit=len(data)).text
    marks = list(NUMBER.finditer(text))
    edges = [0, *(mark.start() for mark in marks[1:]), len(text)]
    found = [old_article(text[start:end]) for start, end in pairwise(edges)]
    return Readout(found, letters([text]))


def old_article(text: str) -> Found:
    """Hard-wrapped and centred lines; source and date stand above the title."""
    made = [Passage(unit.text) for unit in units(numbered(text))]
    number = next((at for at, one in enumerate(made) if NUMBER.fullmatch(one.text)), -1)
    dated = [at for at in range(number + 1, min(number + 6, len(made))) if date_within(made[at].text)]
    date = dated[0] if dated else number + 2
    fields = [at for at, one in enumerate(made) if field_of(one.text) in OPENS]
    below = [at for at in range(date + 1, len(made)) if at not in fields and not COPYRIGHT.match(made[at].text)]
    title = below[0] if below else 0
    body = max((at for at in fields if at < title + 12), default=title)
    found, values, closed = Found([]), {}, False
    for at, one in enumerate(made):
        name = field_of(one.text)
        closed = closed or (at > body and CLOSES.fullmatch(one.text) is not None)
        if name:
            values.setdefault(name, FIELD.fullmatch(one.text)[2].strip())
        if at == title:
            found.passages.append(Passage(one.text, Kind.TITLE, "The line below source and date in the delivery."))
        elif at <= number:
            found.passages.append(Passage(one.text, Kind.BOILERPLATE, "The number within the delivery.", "cover"))
        else:
            found.passages.append(marked(one.text, at, -1, body, name, closed))
    source = made[number + 1].text if number + 1 < date else ""
    state(found, made[title].text, source, made[date].text if dated else "", values.get("byline", ""))
    check_length(found, values.get("length", ""))
    return found
