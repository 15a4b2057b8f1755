"""The codebook as JSON: everything, so that writing what was read gives the same bytes."""

import json
import re
from datetime import datetime
from typing import NoReturn

from annotations import examples, looks
from annotations.exchange.outline import SaidCodebook, SaidEntity, SaidFacet, SaidTag, Unreadable
from corpus_app.ids import is_id
from corpus_app.importing.controls import FORBIDDEN

FORMAT = "corpus-codebook"
MAX_TAGS, MAX_DEPTH, MAX_TEXT, MAX_BRIEF = 5_000, 30, 20_000, 200
CHOICES = {
    "kind": ("theme", "stance"),
    "target": ("no", "optional", "required"),
    "holder": ("no", "optional"),
    "colour": looks.HUES,
    "pattern": looks.PATTERNS,
}
ENTITY_KINDS = ("person", "organisation", "group", "place", "policy", "other")
FACET_COLUMNS = ("slug", "many", "target", "holder", "definition")
TAG_COLUMNS = (
    "colour", "pattern", "shortcut", "value", "value_num", "brief", "definition", "use_when", "avoid_when", "examples",
    "counter_example", "archived_at", "replaced_by",
)
SLUG = re.compile(r"[-a-zA-Z0-9_]*")
SHORTCUT = re.compile(r"([^\W\d_][^\W_]{0,7})?")


def written(said: SaidCodebook) -> bytes:
    facets = [
        {
            **_id(facet.uid), "name": facet.name, "kind": facet.kind, **facet.columns,
            "tags": [{**_id(tag.uid), "path": list(tag.path), **tag.columns} for tag in facet.tags],
        }
        for facet in said.facets
    ]
    entities = [
        {**_id(entity.uid), "name": entity.name, "kind": entity.kind, "aliases": list(entity.aliases)}
        for entity in said.entities
    ]
    whole = {"format": FORMAT, "version": 1, "facets": facets, "entities": entities}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes | str) -> SaidCodebook:
    """Raises Unreadable."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError) as reason:
        raise Unreadable("This is no JSON. Bring the file as it was downloaded, or a CSV.") from reason
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or whole.get("version") != 1:
        raise Unreadable("This JSON is no codebook of Corpus. Bring a file that was downloaded from a codebook.")
    facets = tuple(_facet(entry) for entry in _list(whole, "facets"))
    entities = tuple(_entity(entry) for entry in _list(whole, "entities"))
    return checked(SaidCodebook(facets, entities))


def checked(said: SaidCodebook) -> SaidCodebook:
    """What holds for a file of any kind: names have a length, and tags stand right after those above them."""
    if sum(len(facet.tags) for facet in said.facets) > MAX_TAGS:
        raise Unreadable(f"This file has more than {MAX_TAGS:,} tags. Bring it in parts.")
    live = [tag for facet in said.facets for tag in facet.tags if not tag.columns.get("archived_at")]
    keys = [tag.columns["shortcut"] for tag in live if tag.columns.get("shortcut")]
    if len(set(keys)) < len(keys):
        raise Unreadable("Two tags of this file have the same shortcut. Give one of them another.")
    names = [facet.name.casefold() for facet in said.facets]
    if len(set(names)) < len(names):
        raise Unreadable("A facet stands in this file twice. Give it one name, once.")
    for facet in said.facets:
        _refuse_long(facet.name, 60, "facet")
        before = 0
        for tag in facet.tags:
            _refuse_long(tag.name, 120, "tag")
            if not 1 <= len(tag.path) <= min(before + 1, MAX_DEPTH):
                _bad(f"“{tag.name}” does not stand below a tag that is there, or stands too deep")
            before = len(tag.path)
    return said


def _refuse_long(name: str, most: int, what: str) -> None:
    if not name or len(name) > most or name != " ".join(name.split()):
        _bad(f"the name of a {what} is empty, longer than {most} characters, or has extra spaces: “{name[:40]}”")


def _facet(entry: object) -> SaidFacet:
    columns = {name: _column(name, entry[name]) for name in FACET_COLUMNS if name in _dict(entry)}
    tags = tuple(_tag(tag) for tag in _list(entry, "tags"))
    return SaidFacet(text(entry.get("name")), _column("kind", entry.get("kind")), columns, tags, _uid(entry))


def _tag(entry: object) -> SaidTag:
    columns = {name: _column(name, entry[name]) for name in TAG_COLUMNS if name in _dict(entry)}
    return SaidTag(tuple(text(label) for label in _list(entry, "path")) or ("",), columns, _uid(entry))


def _entity(entry: object) -> SaidEntity:
    kind = _dict(entry).get("kind", "other")
    name = text(entry.get("name"))
    if kind not in ENTITY_KINDS or not name or len(name) > 200:
        _bad(f"the entity “{name[:40]}” has a kind that Corpus does not know, or a name that does not fit")
    return SaidEntity(name, kind, tuple(text(alias) for alias in _list(entry, "aliases")), _uid(entry))


def _column(name: str, value: object) -> object:
    if name == "many":
        return value if isinstance(value, bool) else _bad("“many” is neither true nor false")
    if name == "value_num":
        is_number = isinstance(value, int) and not isinstance(value, bool) and -100 <= value <= 100
        return value if value is None or is_number else _bad("a number on the scale is not between −100 and 100")
    if name in ("archived_at", "replaced_by"):
        return _archived(name, value)
    if name == "examples":
        lines = value if isinstance(value, list) else _bad("the examples of a tag are no list")
        return example_lines([text(line) for line in lines])
    value = text(value)
    if name == "brief" and len(value) > MAX_BRIEF:
        _bad(f"a brief definition is longer than {MAX_BRIEF} characters")
    if name == "shortcut" and not SHORTCUT.fullmatch(value):
        _bad(f"“{value[:40]}” cannot be a shortcut: up to 8 small letters and digits, a letter first")
    if name in CHOICES and value not in CHOICES[name]:
        _bad(f"“{value[:40]}” is no {name} that Corpus knows; it knows {', '.join(CHOICES[name])}")
    if name in ("slug", "value") and (len(value) > 40 + 20 * (name == "slug") or not SLUG.fullmatch(value)):
        _bad(f"“{value[:40]}” cannot be a {name}: letters without accents, digits, - and _ only")
    return value


def _archived(name: str, value: object) -> str | None:
    if value is None:
        return None
    value = text(value)
    if name == "replaced_by":
        return value if is_id(value) else _bad("an id is broken")
    try:
        is_exact = datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        is_exact = False
    return value if is_exact else _bad(f"“{value[:40]}” is no time with its zone")


def example_lines(said: list[str]) -> list[str]:
    lines = examples.texts(examples.of_texts(said))
    return lines if len(lines) <= examples.MOST else _bad(f"a tag has more than {examples.MOST} examples")


def text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        _bad("a text is missing or too long")
    if FORBIDDEN.search(value):
        _bad("it has characters that no text can hold, such as a zero byte")
    return value


def _uid(entry: dict) -> str:
    uid = entry.get("id", "")
    return uid if uid == "" or (isinstance(uid, str) and is_id(uid)) else _bad("an id is broken")


def _id(uid: str) -> dict[str, str]:
    return {"id": uid} if uid else {}


def _dict(entry: object) -> dict:
    return entry if isinstance(entry, dict) else _bad("an entry is not an object")


def _list(entry: object, name: str) -> list:
    found = _dict(entry).get(name, [])
    return found if isinstance(found, list) else _bad(f"“{name}” is no list")


def _bad(what: str) -> NoReturn:
    raise Unreadable(f"This file cannot be imported: {what}. Correct it and bring it again.")
