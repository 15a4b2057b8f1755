"""The page on which an article's text is edited: its paragraphs, of a long article by parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.models import Placement
from corpus_app.actions import NewParagraph
from corpus_app.actions.drafts import paragraphs
from corpus_app.actions.versions import stored_paragraphs
from corpus_app.importing.problems import ImportProblem
from corpus_app.importing.reading import Reading
from corpus_app.models import Article, ArticleVersion
from corpus_app.pages.draft import KINDS

PART = 200  # paragraphs


@dataclass(frozen=True)
class TextPart:
    """Paragraphs `first` to `last` of a version, and those before and after them."""

    version: ArticleVersion
    before: list[NewParagraph]
    blocks: list[NewParagraph]
    after: list[NewParagraph]
    part: int
    parts: int

    kinds = KINDS

    @property
    def first(self) -> int:
        return len(self.before) + 1

    @property
    def last(self) -> int:
        return len(self.before) + len(self.blocks)

    @property
    def earlier(self) -> int:
        """A paragraph of the part before it."""
        return self.first - 1

    @property
    def later(self) -> int:
        return self.last + 1


def part_of(version: ArticleVersion, at: int) -> TextPart:
    """The part in which paragraph `at` stands."""
    found = list(stored_paragraphs(version))
    part = (min(max(at, 1), len(found) or 1) - 1) // PART
    first, last = part * PART, (part + 1) * PART
    return TextPart(version, found[:first], found[first:last], found[last:], part + 1, -(-len(found) // PART))


def newer(version: ArticleVersion, blocks: Sequence[NewParagraph]) -> TextPart:
    """All of a text that somebody brought, in the place of all that there is."""
    return TextPart(version, [], list(blocks), [], 1, 1)


def read(name: str, content: bytes, most: int) -> list[NewParagraph]:
    """The paragraphs of a newer text, from a file of any format. Raises ImportProblem."""
    with Reading() as reading:
        found = reading.drafts(content, name)
    if len(found) > 1:
        raise ImportProblem(
            f"This file holds {len(found)} articles. Bring the text of this one article only, or paste it."
        )
    blocks = paragraphs(found[0].blocks)
    if len(blocks) > most:
        raise ImportProblem(f"This text has {len(blocks):,} paragraphs; {most:,} fit. Edit the present text instead.")
    return blocks


def told(article: Article, version: ArticleVersion) -> str:
    """What has become of the highlights, in a sentence."""
    open_ones = Placement.objects.open().filter(article=article, highlight__removed_at=None).count()
    waiting = f" {open_ones} passage{' waits' if open_ones == 1 else 's wait'} for a decision." if open_ones else ""
    return f"Version {version.number} is the text of this article now.{waiting}"
