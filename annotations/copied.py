"""Lines of annotations.csv from lines of COPY, as bytes: to make texts of all that is copied took twice the time.

PostgreSQL has put quote, prefix and suffix into quotation marks. Where one of them may be a formula, is empty or long,
they come as JSON and the Sheet makes their cells, as it makes everything from SQLite.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from annotations.exchange.cells import NEWLINE, PARAGRAPH, Cell, one_line
from annotations.exchange.sheet import Sheet

KEPT = 4_096  # coder, codebook, tag, target and holder together, encoded
PILCROW = PARAGRAPH.encode()
ESCAPED = re.compile(r"\\(.)")
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

Article = tuple[bytes, bytes, int, bool]  # project … article_version, url but for its end, guarded, cut
Passage = tuple[bytes, int, bool]  # quote … suffix between commas, guarded, cut
Told = tuple[bytes, bytes, int, bool]  # facet … holder_kind, coder_id … codebook_version, guarded, cut


class Copied:
    """Lines that stored.COPY gives become pieces of the file; `coders` and `statement` give the Cells of keys."""

    def __init__(self, sheet: Sheet, coders: Mapping[int, Cell], statement: Callable[..., Cell]) -> None:
        self.sheet, self.coders, self.statement = sheet, coders, statement
        self.told: dict[bytes, Told] = {}

    def pieces(
        self, blocks: Iterable[list[bytes]], articles: Mapping[int, tuple[Cell, str]],
        notes: Mapping[tuple[str, int], str],
    ) -> Iterator[bytes]:
        """One for each block; articles by version, notes by the highlight's uid and the coder."""
        encoded = {
            b"%d" % version: (b'",%b,' % cells.csv.encode(), b'Z,"%b#h-' % address.encode(), cells.guarded, cells.cut)
            for version, (cells, address) in articles.items()
        }
        for lines in blocks:
            yield b"".join(self.parts(lines, encoded, notes))

    def parts(self, lines: list[bytes], articles: Mapping[bytes, Article], notes: Mapping) -> list[bytes]:
        """Those of all lines in one list: to join each line by itself would copy it twice."""
        told, usual_end, last, parts = self.told, self.end(0, False), None, []
        add = parts.extend
        for line in lines:
            uid, own, version, place, texts, memo, created, updated, rest = line.split(b"\t", 8)
            if uid != last:
                article, address, guarded_there, cut_there = articles[version]
                passage, guarded_here, cut_here = self.passage(texts)
                guarded_passage, cut_passage, last = guarded_there + guarded_here, cut_there or cut_here, uid
            statement, coder, guarded, cut = told.get(rest) or self.tell(rest)
            guarded, cut = guarded + guarded_passage, cut or cut_passage
            if memo or notes:
                memo, guarded_memo, cut_memo = self.memo(memo, uid, rest, notes)
                guarded, cut = guarded + guarded_memo, cut or cut_memo
            add((
                b'"g-' if own else b'"h-', own or uid, b'","h-', uid, article, place, passage, statement, memo, coder,
                created[:10], b"T", created[11:19], b"Z,", updated[:10], b"T", updated[11:19], address, uid,
                self.end(guarded, cut) if guarded or cut else usual_end,
            ))
        return parts

    def passage(self, texts: bytes) -> Passage:
        if texts[:1] == b"[":
            csv, guarded, cut = self.sheet.texts(*json.loads(unescaped(texts)))
            return b",%b," % csv.encode(), guarded, cut
        if b"\\" not in texts:
            return texts, 0, False
        lines = texts.split(rb"\n")
        cells = PILCROW.join(filter(None, lines)) if self.sheet.is_safe else b"\n".join(lines)
        if b"\\" in cells:
            whole = unescaped(texts)
            cells = (one_line(whole) if self.sheet.is_safe else whole).encode()
        return cells, 0, False

    def memo(self, memo: bytes, uid: bytes, rest: bytes, notes: Mapping) -> Passage:
        """The tagging's own, or the coder's notes on the passage."""
        text = unescaped(memo) or notes.get((uid.decode(), int(rest.partition(b"\t")[0])), "")
        csv, guarded, cut = self.sheet.text(text)
        return csv.encode(), guarded, cut

    def tell(self, rest: bytes) -> Told:
        """Of the end of a line: coder, codebook, tag, target, holder, holder_kind."""
        coder, codebook, *keys, holder_kind = rest[:-1].decode().split("\t")
        of_statement = self.statement(*(int(key) if key else None for key in keys), holder_kind)
        of_coder = self.coders[int(coder)]
        if len(self.told) >= KEPT:
            self.told.clear()
        told = (
            f"{of_statement.csv},".encode(), f",{of_coder.csv},{codebook},".encode(),
            of_statement.guarded + of_coder.guarded, of_statement.cut or of_coder.cut,
        )
        self.told[rest] = told
        return told

    def end(self, guarded: int, cut: bool) -> bytes:
        """Of a row, behind the passage's uid."""
        marks = f",{guarded},{'true' if cut else 'false'}" if self.sheet.is_safe else ""
        return f'"{marks}{NEWLINE}'.encode()


def unescaped(octets: bytes) -> str:
    """A value as it was before COPY put backslashes into it, which nearly always are those of new lines."""
    text = octets.decode()
    if "\\\\" not in text:
        text = text.replace("\\n", "\n")
    return ESCAPED.sub(lambda found: ESCAPES.get(found[1], found[1]), text) if "\\" in text else text
