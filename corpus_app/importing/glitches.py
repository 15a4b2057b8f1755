"""What a person should look at before the draft becomes an article; text is never mended here."""

import re
from collections.abc import Sequence

from corpus_app.importing.blocks import Block, Kind, Role, Why
from corpus_app.importing.draft import Suggestion
from corpus_app.importing.prose import CJK

GLUED = re.compile(r"(?:[^\W_]{2}|\.[^\W\d_])[.,;!?][^\W\d_]{2}")
ADDRESS = re.compile(r"://|www\.|@|\w\.(?:com|org|net|gov|edu|info|html?|pdf)\b", re.IGNORECASE)
MOJIBAKE = re.compile(
    "\u00e2\u20ac[\u2122\u0153\u201c\u201d\u009d\u02dc\u00a6]|\u00c3[\u0080-\u00bf\u0192\u2030\u00a9]|\u00d0[\u0090-\u00bf]\u00d1"
)
NEEDED = {
    "title": "No title was found; please type it in.",
    "author": "No author was found; leave it empty or type it in.",
    "published": "No publication date was found; leave it empty or type it in.",
}


def warnings(blocks: Sequence[Block], found: Sequence[Suggestion]) -> list[str]:
    """Full sentences, the most important first."""
    fields = {suggestion.field for suggestion in found}
    said = [sentence for field, sentence in NEEDED.items() if field not in fields]
    mended = sum(join.why is Why.PAGE_BREAK for block in blocks for join in block.joins)
    if mended:
        said.append(f"{_places(mended)} a paragraph cut by a page break was put together; check the marks.")
    unsure = sum(join.why is Why.UNSURE_WRAP for block in blocks for join in block.joins)
    if unsure:
        said.append(f"{_places(unsure)} the layout leaves open whether a paragraph ends; check the marks.")
    glued = sum(_glued(block.text) for block in blocks)
    if glued:
        said.append(f"{_places(glued)} a space seems to be missing; the text is kept as it is.")
    garbled = sum(len(MOJIBAKE.findall(block.text)) for block in blocks)
    if garbled:
        said.append(f"{_places(garbled)} letters seem garbled; look for a better copy of this text.")
    if not any(block.role is Role.CONTENT and block.kind is not Kind.TITLE for block in blocks):
        said.append("No running text was found; check whether this is the whole article.")
    return said


def _places(number: int) -> str:
    return "In 1 place" if number == 1 else f"In {number} places"


def _glued(text: str) -> int:
    """Places like "end.Start", addresses and file names apart."""
    return sum(
        not ADDRESS.search(_word_around(text, *found.span())) and not CJK.search(found[0])
        for found in GLUED.finditer(text)
    )


def _word_around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 80) : start].split(" "), text[end : end + 80].split(" ")
    return before[-1] + text[start:end] + after[0]
