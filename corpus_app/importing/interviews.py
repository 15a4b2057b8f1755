"""Questions and answers, told by their labels; an answer runs on until a label or a heading ends it."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from corpus_app.importing.blocks import Kind
from corpus_app.importing.page import Page
from corpus_app.importing.patterns import within
from corpus_app.importing.people import PARTICLES
from corpus_app.importing.prose import ends_question, is_titled, starts_lower

LETTER = re.compile(
    r"\W{0,3}(q|a|f|p|r|question|answer|frage|antwort|pregunta|respuesta|reponse|r\u00e9ponse|domanda|risposta)"
    r"\s?\d{0,2}\s?[:\uff1a](?:\W{0,3}\s|\W*$)",
    re.IGNORECASE,
)
DOTTED = re.compile(r"(Q|A|P|R)\d{0,2}\.\s+\S")
ASKING = {"q", "f", "p", "question", "frage", "pregunta", "domanda"}
SPEAKER = re.compile(r"\W{0,3}([^\W\d_][^:\uff1a\n]{0,40}?)\s?[:\uff1a](?:\W{0,3}\s)")
CLOSING = within(
    r"""
    interview(?:ed)? (?:by|was|has been|wurde|with)\b | interviewed | this (?:interview|conversation)\b
    edited (?:and \w+ )?for\b | conducted by | fragen stellte | gesprach fuhrte | propos recueillis
    entrevista realizada | entretien realise
    """
)
YOU = re.compile(
    r"\b(?:you|your|sie|ihre?n?|ihnen|du|dein\w*|vous|votre|vos|usted|ustedes|su|tu)\b", re.IGNORECASE
)


def mark_interviews(page: Page) -> None:
    """Single letters, else named speakers, else questions set as paragraphs of their own."""
    turns = _lettered(page) or _named(page) or _answering(page)
    if turns:
        _run(page, turns)
    else:
        _unlabelled(page)


def run_in_label(text: str) -> str:
    """ "Final Thoughts:" in front of a paragraph; labels are written With Capitals."""
    found = SPEAKER.match(text)
    label = found[1] if found else ""
    return label if len(label.split()) <= 6 and is_titled(label) and not starts_lower(label) else ""


def _lettered(page: Page) -> dict[int, Kind]:
    turns: dict[int, Kind] = {}
    for pattern in (LETTER, DOTTED):
        for at in page.free():
            if found := pattern.match(page.texts[at][:60]):
                turns[at] = Kind.QUESTION if found[1].lower() in ASKING else Kind.ANSWER
        kinds = list(turns.values())
        asked = [at for at, kind in turns.items() if kind is Kind.QUESTION]
        if Kind.ANSWER in kinds and asked and (pattern is LETTER or any(ends_question(page.texts[at]) for at in asked)):
            return turns
        if len(asked) >= 2 and sum(ends_question(page.texts[at]) for at in asked) >= len(asked) / 2:
            return turns
        turns = {}
    return turns


def _named(page: Page) -> dict[int, Kind]:
    """Two or more labels that come back and take turns; who mostly ends in a question mark, asks."""
    spoken = {at: label for at in page.free() if (label := _speaker(page.texts[at]))}
    counts = Counter(spoken.values())
    spoken = {at: label for at, label in spoken.items() if counts[label] >= 2}
    order = list(spoken.values())
    changes = sum(before != after for before, after in pairwise(order))
    if len(set(order)) < 2 or len(order) < 4 or changes < len(order) * 0.5:
        return {}
    asked = Counter(label for at, label in spoken.items() if ends_question(page.texts[at]))
    asks = {label for label in set(order) if asked[label] >= counts[label] * 0.5}
    if not asks or asks == set(order):
        return {}
    families = {label.split()[-1]: label for label in order}  # "Jane Doe" once, then "Doe"
    once = {
        at: families[label.split()[-1]]
        for at in page.free()
        if (label := _speaker(page.texts[at])) and label.split()[-1] in families
    }
    return {at: Kind.QUESTION if label in asks else Kind.ANSWER for at, label in {**once, **spoken}.items()}


def _answering(page: Page) -> dict[int, Kind]:
    """One name comes back before the answers, and what stands above each asks without a label."""
    spoken: defaultdict[str, list[int]] = defaultdict(list)
    for at in page.free():
        if label := _speaker(page.texts[at]):
            spoken[label].append(at)
    for places in spoken.values():
        asked = [at - 1 for at in places if at and page.is_free(at - 1) and ends_question(page.texts[at - 1])]
        if len(places) >= 2 and len(asked) == len(places):
            return dict.fromkeys(asked, Kind.QUESTION) | dict.fromkeys(places, Kind.ANSWER)
    return {}


def _speaker(text: str) -> str:
    found = SPEAKER.match(text[:80])
    if not found:
        return ""
    words = found[1].strip("*_ ").split()
    named = all(word[0].isupper() or word.lower() in PARTICLES for word in words)
    return " ".join(words) if 0 < len(words) <= 5 and named else ""


def _run(page: Page, turns: dict[int, Kind]) -> None:
    answers = Kind.ANSWER in turns.values()
    now: Kind | None = None
    alone = False  # a label that stands on a line of its own
    for at in range(len(page)):
        if page.is_furniture(at):
            continue
        if at in turns:
            now = turns[at]
            alone = page.sizes[at] <= 2 and page.texts[at].rstrip("* ")[-1] in ":\uff1a"
            page.mark(
                at, now, f"Begins with the label of {'a question' if now is Kind.QUESTION else 'an answer'}."
            )
        elif not page.is_free(at):
            now = now if page.kind(at) in (Kind.LIST_ITEM, Kind.QUOTE) else None
        elif now is None:
            continue
        elif alone:
            page.mark(at, now, "Stands below its label.")
            alone = False
        elif _ends_turn(page, at):
            now = None
        elif now is Kind.ANSWER or not answers:
            page.mark(at, Kind.ANSWER, "Goes on with the answer above.")


def _ends_turn(page: Page, at: int) -> bool:
    text = page.texts[at]
    return (
        (page.headlines[at] and not page.prose[at])
        or bool(run_in_label(text))
        or (page.sizes[at] <= 60 and CLOSING.search(page.folded[at]) is not None)
    )


def _unlabelled(page: Page) -> None:
    """Four or more paragraphs that ask "you" something, each followed by an answer."""
    asked = [
        at
        for at in page.free()
        if at
        and ends_question(page.texts[at])
        and page.sizes[at] <= 80
        and YOU.search(page.texts[at])
        and not (is_titled(page.texts[at]) and page.sizes[at] > 3)
        and at + 1 < len(page)
        and page.is_free(at + 1)
        and not ends_question(page.texts[at + 1])
    ]
    free = sum(page.is_free(at) for at in range(len(page)))
    if len(asked) >= 4 and len(asked) >= free * 0.2:
        for at in page.free():
            if (
                at > asked[0]
                and ends_question(page.texts[at])
                and page.sizes[at] <= 40
                and not is_titled(page.texts[at])
            ):
                asked.append(at)
        for at in asked:
            page.mark(at, Kind.QUESTION, "One of several paragraphs that ask somebody something.")
        _run(page, dict.fromkeys(asked, Kind.QUESTION))
