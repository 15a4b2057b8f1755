"""What stands in annotations.csv: its columns, in order, as data for the header, the guide and a data dictionary."""

from dataclasses import dataclass
from enum import StrEnum


class Flavour(StrEnum):
    """For a spreadsheet program, where cells must be safe to open; or for analysis, where every cell is verbatim."""

    SPREADSHEET = "spreadsheet"
    ANALYSIS = "analysis"


class Type(StrEnum):
    """What a reader may expect of a cell that is not empty. Empty means: does not apply."""

    TEXT = "text"  # always in quotation marks; the others never
    SLUG = "slug"
    INT = "int"
    DATE = "date"  # YYYY, YYYY-MM or YYYY-MM-DD
    TIME = "time"  # 2025-03-14T09:30:00Z
    BOOL = "bool"  # true, false


@dataclass(frozen=True)
class Column:
    name: str
    type: Type
    meaning: str
    only_in: Flavour | None = None


ANNOTATIONS: tuple[Column, ...] = (
    Column("annotation_id", Type.TEXT, "the tagging, or the highlight where it has no tag; unique and stable"),
    Column("highlight_id", Type.TEXT, "the marked passage: count these for passages"),
    Column("project", Type.SLUG, "the project's name in its address"),
    Column("article_id", Type.TEXT, "the article"),
    Column("article_title", Type.TEXT, "as in the library"),
    Column("article_source", Type.TEXT, "the outlet"),
    Column("article_author", Type.TEXT, "as in the byline"),
    Column("article_date", Type.DATE, "YYYY, YYYY-MM or YYYY-MM-DD"),
    Column("article_version", Type.INT, "the version of the text that start and end refer to"),
    Column("paragraph_first", Type.INT, "1-based, as numbered on the page"),
    Column("paragraph_last", Type.INT, "the same as paragraph_first where the passage does not leave it"),
    Column("start", Type.INT, "code points in the version's text, from 0"),
    Column("end", Type.INT, "code points in the version's text, exclusive"),
    Column("quote", Type.TEXT, "the passage"),
    Column("prefix", Type.TEXT, "up to 60 code points before it"),
    Column("suffix", Type.TEXT, "up to 60 code points after it"),
    Column("facet", Type.SLUG, "the question that the tag answers"),
    Column("facet_kind", Type.SLUG, "theme or stance"),
    Column("tag_id", Type.TEXT, "the tag"),
    Column("tag", Type.TEXT, "its label"),
    Column("tag_path", Type.TEXT, r"with those above it: Security / Alliances / NATO; a slash in a label is \/"),
    Column("value", Type.SLUG, "the stance: against, neutral, for, …; empty for themes"),
    Column("value_num", Type.INT, "its number on the scale"),
    Column("target_id", Type.TEXT, "the entity that the stance is about"),
    Column("target", Type.TEXT, "its name"),
    Column("holder_id", Type.TEXT, "the entity whose stance it is"),
    Column("holder", Type.TEXT, "its name"),
    Column("holder_kind", Type.SLUG, "author, quoted or paraphrased"),
    Column(
        "memo", Type.TEXT,
        "the note on this tagging; where it has none, the coder's own notes on the passage (no replies)",
    ),
    Column("coder_id", Type.TEXT, "the person who tagged, or who highlighted where there is no tag"),
    Column("coder", Type.TEXT, "their pseudonym coder-1, coder-2, …; their name where names were asked for"),
    Column("codebook_version", Type.INT, "the codebook's version when it was tagged"),
    Column("created_at", Type.TIME, "UTC"),
    Column("updated_at", Type.TIME, "UTC"),
    Column("url", Type.TEXT, "opens the passage"),
    Column("guarded", Type.INT, "how many cells of the row have an apostrophe in front", Flavour.SPREADSHEET),
    Column(
        "quote_truncated", Type.BOOL, "true where the quote (or another cell of the row) was too long and is cut",
        Flavour.SPREADSHEET,
    ),
)


def columns_of(flavour: Flavour) -> list[Column]:
    return [column for column in ANNOTATIONS if column.only_in in (None, flavour)]
