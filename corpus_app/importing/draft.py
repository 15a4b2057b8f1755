"""A draft is what a reader found in one file; nothing in it is stored before a person has seen it."""

from dataclasses import dataclass, field

from corpus_app.importing.blocks import Block, Role, split_join

__all__ = ["Archive", "Draft", "Rows", "Suggestion", "split_join"]


@dataclass(frozen=True)
class Suggestion:
    """A value the text itself seems to state, for one of title, author, published, source or language.

    published reads "YYYY", "YYYY-MM" or "YYYY-MM-DD"; language is an ISO 639-1 code. The evidence is one
    sentence that names the line, so that a person can confirm or refuse it.
    """

    field: str
    value: str
    evidence: str


@dataclass(frozen=True)
class Archive:
    """The files in a zip archive that may hold articles; their names are names, not paths."""

    members: list[str]


@dataclass(frozen=True)
class Draft:
    """Blocks in source order, and what is suggested or doubtful about them. A value not found is missing.

    Of a file with several articles, position counts from 1; else it is 0. Source is the text as it was read,
    whose lines the blocks name; it is empty where the file itself is that text. Metadata is what a person has said
    already, as by naming the columns of a table; of a table, position is the number of the row.
    """

    blocks: tuple[Block, ...]
    suggestions: tuple[Suggestion, ...]
    warnings: tuple[str, ...]
    sha256: str
    name: str = ""
    encoding: str = "utf-8"
    reader: str = field(default="text/1")
    position: int = 0
    source: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def format(self) -> str:
        return self.reader.partition("/")[0]

    def words(self, role: Role) -> int:
        return sum(block.words for block in self.blocks if block.role is role)

    @property
    def content_words(self) -> int:
        return self.words(Role.CONTENT)

    @property
    def boilerplate_words(self) -> int:
        return self.words(Role.BOILERPLATE)

    def suggested(self, field: str) -> str:
        """The suggested value, or an empty string."""
        return next((found.value for found in self.suggestions if found.field == field), "")


@dataclass
class Rows:
    """Articles of some rows of a table, the wrong rows with a sentence, and how many hold no text.

    Asked for, those without text are `bare` drafts, of which only the metadata is known.

    `following` is the row that comes next, 0 at the end, and `left` how many there are from it on.
    """

    drafts: list[Draft] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)
    bare: list[Draft] = field(default_factory=list)
    without_text: int = 0
    following: int = 0
    left: int = 0
