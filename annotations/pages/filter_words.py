"""A filter in words: what is set of it, each with the address without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from annotations.filters import GROUP, NEAR, WITHOUT, PassageFilter, pairs_of_brackets
from annotations.models import Tag
from annotations.pages.library import readable_date
from annotations.stages import Stage
from annotations.tagtree import TagTree

FLAGS = {"tag": "children", "also": "also_children"}  # which go with the last of them
TAGS = {"tag": "Tag", "not_tag": "Not tagged", "also": "Also tagged"}
WORDS = {"text": "Words", "not_text": "Not the words", "note": "In a note"}
DATES = {
    "published_from": "Published from", "published_to": "Published to", "created_from": "Tagged from",
    "created_to": "Tagged to",
}
SWITCHES = {
    "untagged": "Without a tag", "children": "Without the tags below", "also_children": "That tag without those below",
}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """A part of the filter in words, and the address without it."""

    label: str
    value: str
    url: str
    tag: Tag | None = None


def pairs_but(found: PassageFilter, fixed: Tag | None) -> Pairs:
    """The filter's address without a tag that the page is about."""
    return [pair for pair in found.pairs() if not (fixed and pair[0] == "tag")]


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def parts(path: str, found: PassageFilter, tree: TagTree, fixed: Tag | None, look: Pairs) -> Iterator[Part]:
    """Without what is fixed; `look` is kept by every address."""
    pairs = pairs_but(found, fixed)
    words = {(choice.name, one.said): (choice, one) for choice in found.choices for one in choice.chosen}
    own = {pair: told[1:] for part in found.own for pair, told in zip(part.pairs(), part.told(), strict=True)}
    plain = [pair for pair in pairs if pair[0] != "fit" and not GROUP.fullmatch(pair[0])]
    for pair in plain:
        key, said = pair
        kept = [other for other in pairs if other != pair]
        if key in FLAGS and [other for other, _ in pairs].count(key) == 1:
            kept = [other for other in kept if other[0] != FLAGS[key]]
        url = address(path, kept + look)
        if key in TAGS:
            node = tree.by_uid(said)
            yield Part(TAGS[key], node.tag.name, url, node.tag)
        elif pair in words:
            choice, one = words[pair]
            yield Part(f"Not {choice.kind.label.lower()}" if choice.is_not else choice.kind.label, one.name, url)
        elif pair in own:
            label, value = own[pair]
            yield Part(label, value, url)
        else:
            label, value = _said(found, tree, key, said)
            yield Part(label, value, url)
    for bracket in found.brackets:
        kept = pairs_of_brackets([one for one in found.brackets if one is not bracket], found.is_any)
        either = "or " if found.is_any and bracket is not found.brackets[0] else ""
        label = f"{either}{bracket.fits.label}".capitalize()
        yield Part(label, "; ".join(one.name for one in bracket.conditions), address(path, [*plain, *kept, *look]))


def _said(found: PassageFilter, tree: TagTree, key: str, said: str) -> tuple[str, str]:
    """A part that is not chosen from a list, in words."""
    if key == "facet":
        return "Facet", found.facet.name if found.facet else said
    if key == "value":
        return "Stance", next((tree[pk].tag.name for pk in tree.of_value(said)), said)
    if key == "coded":
        return "Coded", Stage(said).label
    if key == "without":
        return "Without", WITHOUT[said]
    if key == "near":
        return "That tag", NEAR[said]
    if key == "noted":
        return "", "With a note" if said == "yes" else "Without a note"
    if key in DATES:
        return DATES[key], readable_date(said)
    return (WORDS[key], said) if key in WORDS else ("", SWITCHES[key])
