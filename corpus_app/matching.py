"""Which articles the rows of a table are about, and what would change in them. Nothing is written here."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models

from corpus_app.importing.draft import Draft, Rows
from corpus_app.importing.fold import fold
from corpus_app.models import Article, ArticleField
from corpus_app.own_values import name_of, said_in

LABELS = {
    "title": "Title", "source": "Source", "section": "Section", "author": "Authors", "published": "Date",
    "language": "Language", "url": "Address", "provider_id": "Id at the archive",
}  # fmt: skip
SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
NAMED = 5  # articles in a sentence


class By(models.TextChoices):
    ID = "id", "its id"
    URL = "url", "its address on the web"
    TITLE = "title", "its title"

    @property
    def words(self) -> str:
        return {By.ID: "the id", By.URL: "the address on the web", By.TITLE: "the title"}[self]

    @property
    def column(self) -> str:
        """Of the row's metadata."""
        return "provider_id" if self is By.ID else self.value

    def keys(self, article: Article) -> set[str]:
        """What a row has to say to mean this article; an id may be the one at the archive, or the one here."""
        if self is By.ID:
            return {article.provider_id, article.uid, f"a-{article.uid}"} - {""}
        return {self.key(getattr(article, self.value))} - {""}

    def key(self, said: str) -> str:
        if self is By.TITLE:
            return " ".join(fold(said).split())
        return address(said) if self is By.URL else said.strip()


def address(said: str) -> str:
    """The same for two spellings of a page: http or https, with or without www, a place in it and a last slash."""
    host, slash, path = SCHEME.sub("", said.strip()).partition("#")[0].rstrip("/").partition("/")
    return f"{host.lower()}{slash}{path}"


class Fate(models.TextChoices):
    """What becomes of a row. Only those of the first kind are written."""

    CHANGES = "changes", "change an article"
    SAME = "same", "say nothing new"
    NONE = "none", "match no article"
    SEVERAL = "several", "match several articles"
    TWICE = "twice", "match the article of another row"
    WRONG = "wrong", "cannot be read"


@dataclass(frozen=True)
class Difference:
    name: str  # a column of the article, or the uid of an own field
    label: str
    before: object
    after: object


@dataclass
class Match:
    """A row: what it names an article by, the article that it means if it is one, and what would be different."""

    number: int
    key: str
    fate: Fate = Fate.NONE
    article: Article | None = None
    differences: list[Difference] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Matches:
    rows: list[Match]

    def of(self, fate: Fate) -> list[Match]:
        return [match for match in self.rows if match.fate == fate]

    @property
    def seal(self) -> str:
        """Another one as soon as anything would come out otherwise than it was shown."""
        told = [
            (match.number, match.fate.value, match.article.pk if match.article else 0,
             [(one.name, one.before, one.after) for one in match.differences])
            for match in self.rows
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def matched(
    found: Rows, articles: Iterable[Article], own: Sequence[ArticleField], *, by: By, only_empty: bool = False
) -> Matches:
    """Rows in their order. Two rows that mean one article are both left out: nobody can say which is right."""
    known = defaultdict(list)
    for article in articles:
        for key in by.keys(article):
            known[key].append(article)
    rows = [_match(draft, known, own, by, only_empty) for draft in (*found.drafts, *found.bare)]
    rows += [Match(number, "", Fate.WRONG, said=[sentence]) for number, sentence in found.wrong]
    rows.sort(key=lambda match: match.number)
    _part_twice(rows)
    return Matches(rows)


def _match(
    draft: Draft, known: Mapping[str, list[Article]], own: Sequence[ArticleField], by: By, only_empty: bool
) -> Match:
    said = draft.metadata
    match = Match(draft.position, said.get(by.column, ""), said=list(draft.warnings))
    there = known.get(by.key(match.key), []) if match.key else []
    if not match.key:
        match.said.append(f"It does not say {by.label}.")
    elif len(there) > 1:
        match.fate = Fate.SEVERAL
        more = f" and {len(there) - NAMED} more" if len(there) > NAMED else ""
        match.said.append(f"It may mean {', '.join(f'“{one}”' for one in there[:NAMED])}{more}, so it is left out.")
    elif there:
        match.article = there[0]
        values, doubts = said_in(said, own)
        match.said += doubts
        match.differences = [
            one for one in _differences(match.article, said, values, own, by)
            if one.before != one.after and not (only_empty and one.before != "")
        ]
        match.fate = Fate.CHANGES if match.differences else Fate.SAME
    return match


def _differences(
    article: Article, said: Mapping[str, str], values: Mapping[str, object], own: Sequence[ArticleField], by: By
) -> Iterator[Difference]:
    """What a row does not say stays; so does what it was found by."""
    for name, label in LABELS.items():
        if said.get(name) and name != by.column:
            yield Difference(name, label, getattr(article, name), said[name])
    for one in own:
        if one.uid in values and name_of(one) in said:
            yield Difference(one.uid, one.name, article.meta.get(one.uid, ""), values[one.uid])


def _part_twice(rows: Sequence[Match]) -> None:
    meant = defaultdict(list)
    for match in rows:
        if match.article:
            meant[match.article.pk].append(match)
    for several in meant.values():
        for match in several if len(several) > 1 else ():
            others = ", ".join(f"{other.number:,}" for other in several[:NAMED] if other is not match)
            match.fate, match.differences = Fate.TWICE, []
            match.said.append(f"Row {others} means the same article, so they are left out.")
