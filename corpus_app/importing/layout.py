"""Which lines form one paragraph: every line its own, unless the file was wrapped at some width."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus_app.importing.blocks import Join, Why
from corpus_app.importing.lines import Line, Unit
from corpus_app.importing.lists import is_marked, is_rule
from corpus_app.importing.prose import (
    CJK,
    capital_share,
    ends_sentence,
    has_case,
    headline,
    is_titled,
    starts_lower,
)

WIDEST, USUAL, NARROWEST = 200, 130, 32
LOOSE = 55  # ragged lines narrower than this may be verse
LABEL = re.compile(r"(?:\*\*)?[A-Z]\d{0,2}\s?[:\uff1a]\s")
SUSPENDED = {"and", "or", "to", "und", "oder", "bis", "y", "o", "et", "ou", "e", "en", "of"}

Pair = tuple[Line, Line]


@dataclass(frozen=True)
class Wrap:
    """A measured width; exact: lines are filled as far as the next word allowed; dense: no blank lines."""

    width: int
    exact: bool
    dense: bool = False

    def is_full(self, line: Line, after: Line) -> bool:
        if self.exact:
            return _reach(line, after) > self.width
        return _length(line) >= self.width * 0.75


def units(lines: Sequence[Line]) -> list[Unit]:
    """Paragraphs in source order; every line is used once."""
    base = min((line.gap for line in lines[1:]), default=0)
    tight = [pair for pair in pairwise(lines) if pair[1].gap == base]
    wrap = wrapping(tight, dense=len(tight) >= (len(lines) - 1) * 0.95)
    groups: list[list[Line]] = []
    for at, line in enumerate(lines):
        ahead = lines[at + 1] if at + 1 < len(lines) else None
        if (groups and _is_more_quote(groups[-1][-1], line)) or (
            groups and wrap and line.gap == base and _continues(groups[-1], line, ahead, wrap)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_unit(group, wrap) for group in groups]


def _is_more_quote(before: Line, line: Line) -> bool:
    return line.gap == 0 and line.text[0] == ">" == before.text[0]


def _unit(group: Sequence[Line], wrap: Wrap | None) -> Unit:
    """Quoted lines keep their line ends; all others are joined, and each join is noted."""
    quoted = len(group) > 1 and _is_more_quote(group[0], group[1])
    parts, joins, at = [group[0].text], [], len(group[0].text)
    for before, line in pairwise(group):
        joiner = "\n" if quoted else joining(before.text, line.text)
        if not quoted:
            unsure = (
                wrap is not None and wrap.dense and ends_sentence(before.text) and not starts_lower(line.text)
            )
            joins.append(Join(at, joiner, Why.UNSURE_WRAP if unsure else Why.WRAP))
        parts += (joiner, line.text)
        at += len(joiner) + len(line.text)
    return Unit("".join(parts), [line.number for line in group], joins)


def wrapping(pairs: Sequence[Pair], *, dense: bool = False) -> Wrap | None:
    """The width at which the lines were wrapped, if they were.

    A wrapper breaks a line only where the next word has no room, and breaks sentences anywhere. So a wrapped
    text shows many pairs of lines that are full and run on in lower case; paragraphs, verse and lists do not.
    Lines set apart by blank ones must show it more often: each may be a paragraph, cut once by a page break.
    """
    pairs = [pair for pair in pairs if " " in pair[0].text or CJK.search(pair[0].text)]
    narrow = [pair for pair in pairs if _length(pair[0]) <= WIDEST]
    if not narrow or len(narrow) < len(pairs) * 0.9:
        return None
    lengths = sorted(_length(line) for line, _ in narrow)
    for width in dict.fromkeys(
        (lengths[-1], lengths[int(len(lengths) * 0.97)], lengths[int(len(lengths) * 0.9)])
    ):
        for wrap in (Wrap(width, True, dense), Wrap(width, False, dense)):
            if _fits(narrow, wrap):
                return wrap
    return None


def joining(before: str, after: str) -> str:
    """What stands between two parts of one sentence: a space, or nothing after a hyphen or in CJK writing."""
    if CJK.match(before[-1]) and CJK.match(after[0]):
        return ""
    broken = before[-1] == "-" and before[-2:-1].isalnum() and after[0].isalpha()
    return "" if broken and after.split()[0].lower() not in SUSPENDED else " "


def runs_on(before: str, after: str) -> bool:
    """The first text stops inside a sentence and the second goes on with it."""
    if ends_sentence(before):
        return False
    return starts_lower(after) if has_case(after) else bool(CJK.match(after))


def _fits(pairs: Sequence[Pair], wrap: Wrap) -> bool:
    if wrap.width < (NARROWEST if wrap.exact else LOOSE):
        return any(CJK.search(line.text) for line, _ in pairs) and wrap.exact and wrap.width >= 15
    full = [pair for pair in pairs if wrap.is_full(*pair)]
    on = [pair for pair in pairs if runs_on(pair[0].text, pair[1].text)]
    full_on = sum(wrap.is_full(*pair) for pair in on)
    apart = pairs[0][1].gap > 0 or wrap.width > USUAL
    if len(on) < (4 if apart else 1):
        return False
    return (
        len(full) >= len(pairs) * (0.25 if wrap.exact and not apart and len(on) > 1 else 0.5)
        and full_on >= len(full) * 0.3
        and full_on >= len(on) * 0.9
    )


def _continues(group: Sequence[Line], line: Line, ahead: Line | None, wrap: Wrap) -> bool:
    before = group[-1]
    listed = is_marked(group[0].text)
    full = wrap.is_full(before, line)
    on = runs_on(before.text, line.text)
    if is_rule(line.text) or is_rule(before.text) or LABEL.match(line.text) or line.text[0] == ">":
        return False
    if is_marked(line.text) and (not full or listed or before.text.endswith((":", ".", ";"))):
        return False
    if line.indent >= before.indent + 2 and not listed and not (full and on):
        return False  # the indent of a first line
    if not full:
        return on and _length(before) >= wrap.width * 0.6 and not is_titled(before.text)
    if on or not wrap.dense:
        return True
    alone = ahead is None or ahead.gap > 0 or not wrap.is_full(line, ahead)
    if ends_sentence(before.text) and alone and is_titled(line.text) and headline(line.text):
        return False  # a heading under a last line that happens to be full
    over = len(group) == 1 and capital_share(before.text) >= 0.8 and headline(before.text)
    return not (over and not is_titled(line.text))


def _length(line: Line) -> int:
    return len(line.text) + line.indent


def _reach(line: Line, after: Line) -> int:
    """How far the line would have gone, had the wrapper taken one word more."""
    word = 0 if CJK.match(after.text) else len(after.text.split(maxsplit=1)[0])
    return _length(line) + 1 + word
