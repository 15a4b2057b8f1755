"""annotations.csv, line by line, in one flavour; what many rows share is encoded once and handed in as a Cell."""

import re

from annotations.exchange.cells import BOM, EMPTY, NEWLINE, Cell, all_safe, all_verbatim, bare, joined, safe, verbatim
from annotations.exchange.columns import Flavour, columns_of

PLAIN_SLUG = re.compile(r"[a-z0-9_][a-z0-9_-]*|")
NO_ENTITY = joined(EMPTY, EMPTY)
NO_TAG = joined(*[EMPTY] * 7)


Passage = tuple[str, int, bool, str]  # what the rows of one highlight share: a Cell's parts, and url


class Sheet:
    """Each method makes the columns its docstring names. Texts come as they are stored, ids without their letter."""

    def __init__(self, flavour: Flavour) -> None:
        self.flavour = flavour
        self.is_safe = flavour is Flavour.SPREADSHEET
        self.text = safe if self.is_safe else verbatim
        self.texts = all_safe if self.is_safe else all_verbatim

    def header(self) -> str:
        names = ",".join(column.name for column in columns_of(self.flavour))
        return (BOM if self.is_safe else "") + names + NEWLINE

    def slug(self, value: str) -> Cell:
        value = value.lower()
        return Cell(value) if PLAIN_SLUG.fullmatch(value) else self.text(value)

    def article(
        self, project: str, uid: str, title: str, source: str, author: str, published: str, version: int
    ) -> Cell:
        """project … article_version"""
        texts = [self.text(text) for text in (f"a-{uid}", title, source, author)]
        return joined(self.slug(project), *texts, bare(published), bare(version))

    def passage(
        self, uid: str, article: Cell, address: str, first: int, last: int, start: int, end: int, quote: str,
        prefix: str, suffix: str,
    ) -> Passage:
        """highlight_id … suffix, and url; `address` is that of the article's page."""
        csv, guarded, cut = self.texts(quote, prefix, suffix)
        cells = f'"h-{uid}",{article.csv},{first},{last},{start},{end},{csv}'
        return cells, guarded + article.guarded, cut or article.cut, f'"{address}#h-{uid}"'

    def tag(
        self, facet: str, kind: str, uid: str, name: str, path: str, value: str, number: int | None
    ) -> Cell:
        """facet … value_num"""
        texts = [self.text(text) for text in (f"t-{uid}", name, path)]
        return joined(self.slug(facet), self.slug(kind), *texts, self.slug(value), bare(number))

    def entity(self, uid: str, name: str) -> Cell:
        """target_id, target; or holder_id, holder"""
        return joined(self.text(f"e-{uid}"), self.text(name))

    def statement(self, tag: Cell, target: Cell, holder: Cell, holder_kind: str) -> Cell:
        """facet … holder_kind"""
        return joined(tag, target, holder, self.slug(holder_kind))

    def coder(self, uid: str, name: str) -> Cell:
        """coder_id, coder"""
        return joined(self.text(f"u-{uid}"), self.text(name))

    def line(
        self, own_id: str, passage: Passage, statement: Cell, memo: Cell, coder: Cell, codebook: int | None,
        created: str, updated: str,
    ) -> str:
        """A whole row; `own_id` is annotation_id with its letter.

        Times are texts in UTC, "2025-03-14 09:30:00.123" with any fraction.
        """
        cells, guarded, cut, url = passage
        if self.is_safe:
            guarded += statement.guarded + memo.guarded + coder.guarded
            cut = cut or statement.cut or memo.cut or coder.cut
            end = f",{guarded},{'true' if cut else 'false'}{NEWLINE}"
        else:
            end = NEWLINE
        return (
            f'"{own_id}",{cells},{statement.csv},{memo.csv},{coder.csv},{"" if codebook is None else codebook},'
            f"{created[:10]}T{created[11:19]}Z,{updated[:10]}T{updated[11:19]}Z,{url}{end}"
        )
