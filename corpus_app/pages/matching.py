"""What the rows of a table would change in articles: how many, and a page of them before and after."""

from dataclasses import dataclass

from corpus_app.matching import By, Fate, Match, Matches
from corpus_app.models import ArticleDraft

PAGE = 100
IN_WORDS = {
    Fate.CHANGES: ("changes an article", "change an article"),
    Fate.SAME: ("says nothing new", "say nothing new"),
    Fate.NONE: ("matches no article", "match no article"),
    Fate.SEVERAL: ("matches several articles", "match several articles"),
    Fate.TWICE: ("means the article of another row", "mean the article of another row"),
    Fate.WRONG: ("cannot be read", "cannot be read"),
}


@dataclass(frozen=True)
class Count:
    fate: Fate
    number: int

    @property
    def words(self) -> str:
        one, many = IN_WORDS[self.fate]
        return f"{self.number:,} {one if self.number == 1 else many}"


@dataclass(frozen=True)
class MatchPage:
    rows: list[Match]
    total: int
    counts: list[Count]
    shown: Fate | None
    seal: str
    changes: int
    drafts: int  # that would be made
    by: By
    makes_drafts: bool
    page: int
    pages: int

    @property
    def earlier(self) -> int:
        return self.page - 1

    @property
    def later(self) -> int:
        return self.page + 1


def match_page(draft: ArticleDraft, found: Matches, *, shown: str = "", page: int = 1) -> MatchPage:
    """Page `page` of the rows, or of those with the fate that is asked for; the last one if there are not so many."""
    fate = next((one for one in Fate if one.value == shown), None)
    rows = found.of(fate) if fate else found.rows
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    said = draft.table["match"]
    numbers = {one: len(found.of(one)) for one in Fate}
    return MatchPage(
        rows=rows[(page - 1) * PAGE : page * PAGE],
        total=len(found.rows),
        counts=[Count(one, number) for one, number in numbers.items() if number],
        shown=fate,
        seal=found.seal,
        changes=numbers[Fate.CHANGES],
        drafts=numbers[Fate.NONE] if said["others"] == "drafts" else 0,
        by=By(said["by"]),
        makes_drafts=said["others"] == "drafts",
        page=page,
        pages=pages,
    )
