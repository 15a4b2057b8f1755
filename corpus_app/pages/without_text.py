"""Which drafts may be the texts of articles that wait for one: by an id, an address, a title, or the file's name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus_app.importing.fold import fold
from corpus_app.matching import By
from corpus_app.models import Article, ArticleDraft

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class WithoutText:
    """Articles that wait for their text, by what names them; None where more than one is named so."""

    by: dict[By, dict[str, Article | None]]

    def text_of(self, draft: ArticleDraft) -> Article | None:
        """The one that this draft may be the text of."""
        for by, articles in self.by.items():
            for said in names_of(draft, by):
                if article := articles.get(key(by, said)):
                    return article
        return None

    @classmethod
    def of(cls, articles: Iterable[Article]) -> "WithoutText":
        found: dict[By, dict[str, Article | None]] = {by: {} for by in (By.ID, By.URL, By.TITLE)}
        for article in articles:
            for by, known in found.items():
                said = by.keys(article) if by is not By.TITLE else {article.title}
                for one in {key(by, name) for name in said} - {""}:
                    known[one] = None if one in known else article
        return cls(found)


def names_of(draft: ArticleDraft, by: By) -> list[str]:
    """What is said about it, and for an id and a title the name of its file."""
    said = [draft.metadata.get(by.column, "")]
    if by is not By.URL and not draft.position:
        said.append(draft.name.rpartition("/")[2].rpartition(".")[0])
    return [one for one in said if one]


def key(by: By, said: str) -> str:
    """Of a title the words alone: the name of a file has no colons, slashes and question marks."""
    return " ".join(WORD.findall(fold(said))) if by is By.TITLE else by.key(said)
