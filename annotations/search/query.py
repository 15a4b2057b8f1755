"""What somebody asks: words, "phrases", OR, -not, prefix*, *inside*, (groups), field:value. Pure.

Words side by side must all be there; OR binds its two neighbours, as in other search fields. Raises BadQuery with a
sentence that says what to do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotations.search.words import wanted
from corpus_app.importing.fold import DASHES, DOUBLE, fold

LONGEST = 500  # characters
MOST_TERMS = 40
SHORTEST_INSIDE = 3
FIELDS = {
    "title": "the article's title", "source": "who published it", "author": "who wrote it",
    "date": "a day, month or year, or two with .. between them", "language": "its language, like en",
    "tag": "passages with this tag", "coder": "passages of this coder",
}
PIECE = re.compile(r"""\s+|(-)?(?:([A-Za-z]+):(?=[^\s:/]))?(?:(\()|"([^"]*)"|([^\s"()]+))|(\))|(")|(-)""")
PLAIN = str.maketrans({**DASHES, **DOUBLE, "\u3000": " "})


class BadQuery(ValueError):
    """The message says what to do."""


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other; of a `prefix` the last may go on, `inside` a word may go on before the first."""

    words: tuple[str, ...]
    prefix: bool = False
    inside: bool = False
    said: str = ""  # as it was written, for finding it in the text


@dataclass(frozen=True)
class Not:
    part: "Part"


@dataclass(frozen=True)
class Every:
    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Either:
    parts: tuple["Part", ...]


Part = Phrase | Not | Every | Either


@dataclass(frozen=True)
class Field:
    """`is_not` where it leaves out."""

    name: str
    value: str
    is_not: bool = False


@dataclass(frozen=True)
class Query:
    """Of one field, several values are alternatives."""

    words: Part
    fields: tuple[Field, ...] = ()

    def phrases(self) -> list[Phrase]:
        """What is looked for, without what is left out."""
        return list(dict.fromkeys(_phrases(self.words)))


def parse(text: str) -> Query:
    if len(text) > LONGEST:
        raise BadQuery(f"This is too long. Search for at most {LONGEST} characters.")
    reading = _Reading(list(_pieces(text.translate(PLAIN))))
    words = _every(reading.parts(is_inner=False))
    if words is None and reading.fields:
        raise BadQuery(
            f"Type a word beside “{reading.fields[0].name}:”. Passages lists what is tagged without words, too."
        )
    if words is None:
        raise BadQuery("Type a word or two to search for.")
    return Query(words, tuple(reading.fields))


@dataclass(frozen=True)
class _Piece:
    kind: str  # word, phrase, open, close
    text: str = ""
    is_not: bool = False
    field: str = ""


def _pieces(text: str) -> Iterator[_Piece]:
    at = 0
    while at < len(text):
        found = PIECE.match(text, at)
        at = found.end() if found else at + 1
        if not found or not found[0].strip():
            continue
        minus, name, opens, phrase, word, closes, quote, dash = found.groups()
        if quote:
            raise BadQuery("A quotation mark stands alone. Put one at both ends of the phrase, or take it out.")
        if dash:
            raise BadQuery("Write the minus right before the word that should not be there.")
        if opens and name:
            raise BadQuery(f"Write “{name}:” before each word; it cannot stand before a group.")
        kind = "open" if opens else "close" if closes else "phrase" if phrase is not None else "word"
        yield _Piece(kind, phrase or word or "", bool(minus), name or "")


@dataclass
class _Reading:
    pieces: list[_Piece]
    at: int = 0
    terms: int = 0
    depth: int = 0
    fields: list[Field] = field(default_factory=list)

    def parts(self, *, is_inner: bool) -> list[Part]:
        """The parts up to the end of the group, all of which must hold."""
        parts: list[Part] = []
        joins = False  # whether the next part is an alternative to the last
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            self.at += 1
            if piece.kind == "close":
                if not is_inner:
                    raise BadQuery("There is a bracket ) without its beginning. Take it out or add the other one.")
                return self._ended(parts, joins)
            if piece.kind == "word" and piece.text == "OR" and not piece.field and not piece.is_not:
                if not parts or joins:
                    raise BadQuery("OR stands between two words. Write it between them, or in small letters.")
                joins = True
                continue
            if piece.field:
                self._field(piece, is_inner or joins)
                continue
            part = self._part(piece)
            if joins:
                last = parts.pop()
                parts.append(Either((*last.parts, part) if isinstance(last, Either) else (last, part)))
            else:
                parts.append(part)
            joins = False
        if is_inner:
            raise BadQuery("There is a bracket ( without its end. Take it out or add the other one.")
        return self._ended(parts, joins)

    def _ended(self, parts: list[Part], joins: bool) -> list[Part]:
        if joins:
            raise BadQuery("OR stands between two words. Write it between them, or in small letters.")
        return parts

    def _part(self, piece: _Piece) -> Part:
        if piece.kind == "open":
            self.depth += 1
            if self.depth > 10:
                raise BadQuery("There are too many brackets. Take some of them out.")
            part = _every(self.parts(is_inner=True))
            self.depth -= 1
            if part is None:
                raise BadQuery("There is nothing to be found between the brackets. Write a word there.")
        else:
            part = self._phrase(piece)
        return Not(part) if piece.is_not else part

    def _phrase(self, piece: _Piece) -> Phrase:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise BadQuery(f"Search for at most {MOST_TERMS} words and phrases at once.")
        text = piece.text.strip()
        bare = text.strip("*")
        inside = text.startswith("*")
        if "*" in bare:
            raise BadQuery("A star stands at the beginning or at the end of a word, not within it.")
        words, prefix = wanted(fold(bare), is_prefix=text.endswith("*"))
        if not words:
            raise BadQuery(f"There is no word in “{piece.text}”. Signs alone cannot be found.")
        if inside and len(bare) < SHORTEST_INSIDE:
            raise BadQuery(f"Write at least {SHORTEST_INSIDE} letters after a star, like *port*.")
        return Phrase(words, prefix, inside, bare)

    def _field(self, piece: _Piece, is_alternative: bool) -> None:
        name = piece.field.lower()
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise BadQuery(
                f"There is no field “{piece.field}”. Use {known}, or put quotation marks around words with a colon."
            )
        joined = self.at < len(self.pieces) and self.pieces[self.at].text == "OR"
        if is_alternative or (joined and not self._next_is_field(name)):
            raise BadQuery(f"“{name}:” cannot stand beside OR or in brackets. Write it for itself.")
        if joined:
            self.at += 1
        if not fold(piece.text.strip("*")):
            raise BadQuery(f"Say which {name} you mean after “{name}:”.")
        self.fields.append(Field(name, piece.text, piece.is_not))

    def _next_is_field(self, name: str) -> bool:
        following = self.pieces[self.at + 1 : self.at + 2]
        return bool(following) and following[0].field.lower() == name and not following[0].is_not


def _every(parts: list[Part]) -> Part | None:
    """None for no part; refuses what only leaves out, as all else would be found."""
    if not parts:
        return None
    for part in parts:
        if isinstance(part, Either) and any(not _finds(one) for one in part.parts):
            raise BadQuery("A word with a minus cannot stand beside OR. Write it for itself.")
    if not any(_finds(part) for part in parts):
        raise BadQuery("Say also what should be found, not only what should not.")
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _finds(part: Part) -> bool:
    return not isinstance(part, Not)


def _phrases(part: Part) -> Iterator[Phrase]:
    if isinstance(part, Phrase):
        yield part
    elif not isinstance(part, Not):
        for inner in part.parts:
            yield from _phrases(inner)
