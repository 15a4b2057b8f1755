"""What readers keep of an article in pages of several builds, measured against the article itself."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from corpus_app.importing.any_format import read_file
from corpus_app.importing.blocks import Kind, Role
from corpus_app.importing.draft import Draft
from corpus_app.importing.found import letters
from corpus_app.importing.reader import read
from tests.unit.importing.pages import TEMPLATES

ARTICLES = sorted((Path(__file__).parents[2] / "fixtures" / "demo" / "articles").glob("*.txt"))
TAGS = {Kind.HEADING: "h2", Kind.LIST_ITEM: "li", Kind.QUOTE: "blockquote"}


@dataclass(frozen=True)
class Kept:
    letters: float
    f1: float
    exact: float


def measured(build: str) -> Kept:
    """Means over the demo's articles: letters and paragraphs of the article among its content, F1 of its words."""
    all_kept = [compared(build, path) for path in ARTICLES]
    count = len(all_kept)
    return Kept(
        sum(one.letters for one in all_kept) / count, sum(one.f1 for one in all_kept) / count,
        sum(one.exact for one in all_kept) / count,
    )  # fmt: skip


def compared(build: str, path: Path) -> Kept:
    source = read(path.read_bytes())
    title = source.suggested("title")
    blocks = [one for one in source.blocks if one.role is Role.CONTENT and one.kind is not Kind.TITLE]
    wanted = [" ".join(one.text.split()) for one in blocks]
    tagged = [(TAGS.get(one.kind, "p"), text) for one, text in zip(blocks, wanted, strict=True)]
    (draft,) = read_file(TEMPLATES[build](title, tagged).encode(), "page.html")
    got = content(draft)
    there, words, expected = letters(got), Counter(" ".join(got).split()), Counter(" ".join(wanted).split())
    both = (words & expected).total()
    precision, recall = both / max(1, words.total()), both / expected.total()
    return Kept(
        (there & letters(wanted)).total() / letters(wanted).total(),
        2 * precision * recall / max(1e-9, precision + recall),
        sum(text in got for text in wanted) / len(wanted),
    )


def content(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.role is Role.CONTENT and block.kind is not Kind.TITLE]
