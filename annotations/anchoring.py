"""Where a passage stands: from offsets in an article's text to quote, context and paragraphs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus_app.texts import SEPARATOR

CONTEXT = 60  # code points kept before and after a quote


@dataclass(frozen=True)
class Passage:
    """Offsets are code points of the version's text, half-open; first and last are paragraph positions."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    first: int
    last: int

    @classmethod
    def of(cls, paragraphs: Sequence[tuple[int, int, str]], start: int, end: int) -> "Passage | None":
        """Cut the passage out of neighbouring paragraphs (position, start, text), in order; None if not covered.

        Both ends must lie inside a paragraph's text, not in the blank line between two.
        """
        touched = [p for p in paragraphs if p[1] < end and p[1] + len(p[2]) > start]
        if not touched or touched[0][1] > start or touched[-1][1] + len(touched[-1][2]) < end:
            return None
        origin = paragraphs[0][1]
        text = SEPARATOR.join(text for _, _, text in paragraphs)
        a, b = start - origin, end - origin
        return cls(
            start=start,
            end=end,
            quote=text[a:b],
            prefix=text[max(0, a - CONTEXT) : a],
            suffix=text[b : b + CONTEXT],
            first=touched[0][0],
            last=touched[-1][0],
        )
