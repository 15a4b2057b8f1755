"""Mentions in what people write: "@Anna Meyer" on the page is @[id] in the database, so that names may change. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from corpus_app.ids import ALPHABET, LENGTH

MENTION = re.compile(rf"@\[([{ALPHABET}]{{{LENGTH}}})\]")


@dataclass(frozen=True)
class Piece:
    """Some of a text; `uid` where it is the name of somebody who is mentioned."""

    text: str
    uid: str = ""


def has_mention(text: str) -> bool:
    return "@[" in text and MENTION.search(text) is not None


def uids_of(texts: Iterable[str]) -> set[str]:
    return {uid for text in texts if "@[" in text for uid in MENTION.findall(text)}


def stored(text: str, uids: Mapping[str, str]) -> str:
    """With ids in the place of names; `uids` by the names as they are written. The longest name that fits wins."""
    if "@" not in text or not uids:
        return text
    known = {name.casefold(): uid for name, uid in uids.items()}
    names = "|".join(re.escape(name) for name in sorted(uids, key=len, reverse=True))
    written = re.compile(rf"(?<!\w)@({names})(?!\w)", re.IGNORECASE)

    def as_id(found: re.Match[str]) -> str:
        uid = known.get(found[1].casefold())
        return f"@[{uid}]" if uid else found[0]

    return written.sub(as_id, text)


def plain(text: str, names: Mapping[str, str]) -> str:
    """With names in the place of ids; an id that nobody has stays as it is."""
    return MENTION.sub(partial(_named, names), text) if "@[" in text else text


def pieces(text: str, names: Mapping[str, str]) -> list[Piece]:
    found, end = [], 0
    for mention in MENTION.finditer(text):
        if mention[1] in names:
            found += [Piece(text[end : mention.start()]), Piece(f"@{names[mention[1]]}", mention[1])]
            end = mention.end()
    return [piece for piece in (*found, Piece(text[end:])) if piece.text]


def _named(names: Mapping[str, str], found: re.Match[str]) -> str:
    return f"@{names[found[1]]}" if found[1] in names else found[0]
