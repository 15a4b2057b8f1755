"""What the reader of a format hands over: passages in source order, before the rules of plain text have spoken."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus_app.importing.blocks import Join, Kind, Role
from corpus_app.importing.draft import Suggestion


@dataclass(frozen=True)
class Passage:
    """One paragraph of the source. Without a kind, the rules of plain text decide; place reads like "page 3"."""

    text: str
    kind: Kind | None = None
    reason: str = ""
    detail: str = ""
    place: str = ""
    role: Role | None = None
    joins: tuple[Join, ...] = ()


@dataclass
class Found:
    """One article. A rough one may hold page furniture that only the wording tells."""

    passages: list[Passage]
    suggestions: list[Suggestion] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    is_rough: bool = False
    name: str = ""


@dataclass
class Readout:
    """All articles of one file; letters are those of its text, counted apart from the passages."""

    articles: list[Found]
    letters: Counter[str]


def letters(texts: Iterable[str]) -> Counter[str]:
    """Letters and digits: what a reader may not lose. Signs and spaces belong to the layout."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(text)
    return Counter({char: number for char, number in counted.items() if char.isalnum()})


def conserved(readout: Readout) -> list[str]:
    """The law for every reader: what the source says stands in the passages, once. Else one sentence says so."""
    there = letters(passage.text for found in readout.articles for passage in found.passages)
    lost, extra = readout.letters - there, there - readout.letters
    said = []
    if lost:
        said.append(
            f"{_some(lost)} of the file could not be read into this preview; compare it with the original."
        )
    if extra:
        said.append(f"{_some(extra)} stand here more often than in the file; compare it with the original.")
    return said


def _some(counted: Counter[str]) -> str:
    number = counted.total()
    return "1 letter" if number == 1 else f"{number:,} letters"
