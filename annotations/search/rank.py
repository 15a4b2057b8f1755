"""Which of the entries found say most about what was asked: the same order on both databases. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from annotations.search.query import Phrase

SATURATION, LENGTH = 1.2, 0.6  # BM25's k1 and b: Robertson & Zaragoza 2009, The Probabilistic Relevance Framework


@dataclass(frozen=True)
class Candidate:
    entry: int
    subject: int
    article: int | None
    words: str
    kind: str


def ranked(candidates: Sequence[Candidate], phrases: Sequence[Phrase]) -> list[Candidate]:
    """By BM25 among the candidates; of equal ones the one that came first."""
    needles = [_needle(phrase) for phrase in phrases]
    counts = [[one.words.count(needle) for needle in needles] for one in candidates]
    average = sum(len(one.words) for one in candidates) / max(1, len(candidates))
    weights = [_weight(sum(row[at] > 0 for row in counts), len(candidates)) for at in range(len(needles))]
    scores = {}
    for one, row in zip(candidates, counts, strict=True):
        damped = SATURATION * (1 - LENGTH + LENGTH * len(one.words) / average)
        scores[one.entry] = sum(
            weight * count / (count + damped) for weight, count in zip(weights, row, strict=True)
        )
    return sorted(candidates, key=lambda one: (-round(scores[one.entry], 9), one.entry))


def _weight(having: int, all_of_them: int) -> float:
    return log(1 + (all_of_them - having + 0.5) / (having + 0.5))


def _needle(phrase: Phrase) -> str:
    return f"{'' if phrase.inside else ' '}{' '.join(phrase.words)}{'' if phrase.prefix else ' '}"
