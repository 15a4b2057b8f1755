"""What a person should look at before the draft becomes an article; text is never mended here."""

import re
from collections.abc import Sequence

from corpus_app.importing.blocks import Block, Kind, Role
from corpus_app.importing.draft import Suggestion

GLUED = re.compile(r"(?:[^\W\d_]{2}|\.[^\W\d_])[.,;!?][^\W\d_]{2}")
ADDRESS = re.compile(
    r"://|www\.|@|\w\.(?:com|org|net|gov|edu|info|io|co|uk|eu|de|fr|es|it|nl|ru|html?|pdf)\b", re.IGNORECASE
)
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
    mended = sum(len(block.guesses) for block in blocks)
    if mended:
        said.append(
            f"{_count(mended, 'break')} inside a paragraph, as of a new page, mended; check the marked places."
        )
    glued = sum(
        len(GLUED.findall(_without_addresses(block.text))) for block in blocks if block.role is Role.CONTENT
    )
    if glued:
        said.append(
            f"In {_count(glued, 'place')} a space seems to be missing after a mark; the text is kept as it is."
        )
    garbled = sum(len(MOJIBAKE.findall(block.text)) for block in blocks)
    if garbled:
        said.append(
            f"{_count(garbled, 'place')} may have been decoded wrongly before; look for a better copy. The text is kept."
        )
    if not any(block.role is Role.CONTENT and block.kind is not Kind.TITLE for block in blocks):
        said.append("No running text was found; check whether this is the whole article.")
    return said


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _without_addresses(text: str) -> str:
    return " ".join(word for word in text.split() if not ADDRESS.search(word))
