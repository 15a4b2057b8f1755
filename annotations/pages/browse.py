"""The passages page, and a tag's page, which is the same with the tag fixed: list, filter, what can be taken off it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from annotations.filters import NEAR, WITHOUT, PassageFilter, parse
from annotations.models import Tag
from annotations.pages.library import readable_date
from annotations.pages.passages import Batch, Counts, Order, batch
from annotations.pages.passages_shown import Around
from annotations.stages import Stage
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

FLAGS = {"tag": "children", "also": "also_children"}  # which go with the last of them
TAGS = {"tag": "Tag", "not_tag": "Not tagged", "also": "Also tagged"}
WORDS = {"text": "Words", "not_text": "Not the words", "note": "In a note"}
DATES = {
    "published_from": "Published from", "published_to": "Published to", "created_from": "Tagged from",
    "created_to": "Tagged to",
}
LOOKS = {"order": Order.values, "around": Around.values}  # which change nothing of what is found
SWITCHES = {
    "untagged": "Without a tag", "children": "Without the tags below", "also_children": "That tag without those below",
}
NOTHING = Batch([], "", ""), Counts()


@dataclass(frozen=True)
class Part:
    """A part of the filter in words, and the address without it."""

    label: str
    value: str
    url: str
    tag: Tag | None = None


@dataclass(frozen=True)
class Browse:
    """`query` leaves out a fixed tag, as the addresses of this page do; `export_query` names it."""

    path: str
    found: PassageFilter
    errors: dict[str, str]
    order: str
    fixed: Tag | None
    tree: TagTree
    counts: Counts
    batch: Batch
    around: str = ""
    everything: str = ""  # the address of all passages

    @property
    def query(self) -> str:
        return urlencode(_pairs(self.found, self.fixed) + _view(self.order, self.around))

    @property
    def url(self) -> str:
        return _address(self.path, _pairs(self.found, self.fixed) + _view(self.order, self.around))

    @property
    def export_query(self) -> str:
        return self.found.query_string()

    @property
    def view_query(self) -> str:
        """What a saved view keeps: a fixed tag, too."""
        return urlencode(self.found.pairs() + _view(self.order, self.around))

    @property
    def more_url(self) -> str:
        view = _view(self.order, self.around)
        return _address(self.path, [*_pairs(self.found, self.fixed), *view, ("after", self.batch.after)])

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Label, address, whether it is the present one."""
        return [
            (order.label, _address(self.path, _pairs(self.found, self.fixed) + _view(order, self.around)),
             order == self.order)
            for order in Order
        ]

    @property
    def contexts(self) -> list[tuple[str, str, bool]]:
        """How much is shown around each: label, address, whether it is the present one."""
        return [
            (around.label, _address(self.path, _pairs(self.found, self.fixed) + _view(self.order, around)),
             around == self.around)
            for around in Around
        ]

    @property
    def counts_url(self) -> str:
        """How many there are of each choice of the filter."""
        return _address(f"{self.everything}counts/", self.found.pairs())

    @property
    def order_label(self) -> str:
        return Order(self.order).label

    @property
    def parts(self) -> list[Part]:
        """What is set, except for a fixed tag; each can be taken off."""
        return list(_parts(self))

    @property
    def settled(self) -> tuple[str, ...]:
        """What a fixed tag leaves nothing to choose of."""
        if self.fixed is None:
            return ()
        of_theme = ("target", "holder", "holder_kind") if not self.fixed.value else ()
        of_leaf = ("children",) if not self.tree[self.fixed.pk].children else ()
        return "tag", "facet", "value", "untagged", *of_theme, *of_leaf

    @property
    def further_also(self) -> list[str]:
        """Tags beyond the first, which the form's one list cannot show."""
        return [tag.uid for tag in self.found.also[1:]]

    @property
    def further_without(self) -> tuple[str, ...]:
        return self.found.without[1:]

    @property
    def is_narrowed(self) -> bool:
        return bool(_pairs(self.found, self.fixed))


def browse(project: Project, user: User, data: QueryDict, path: str, fixed: Tag | None = None) -> Browse:
    """Where the filter has errors nothing is shown: without the wrong part it would be too much."""
    asked = data.copy()
    if fixed:
        asked.setlist("tag", [fixed.uid])
    found, errors = parse(project, asked)
    order = asked.get("order") if asked.get("order") in Order.values else Order.ARTICLE
    tree = TagTree.of(project)
    around = asked.get("around", "") if asked.get("around") in Around.values else ""
    rows, counts = NOTHING if errors else batch(project, user, found, order, asked.get("after", ""), tree, around)
    return Browse(
        path=path, found=found, errors=errors, order=order, fixed=fixed, tree=tree, counts=counts, batch=rows,
        around=around, everything=reverse("annotations:passages", args=(project.slug,)),
    )


def _pairs(found: PassageFilter, fixed: Tag | None) -> list[tuple[str, str]]:
    return [pair for pair in found.pairs() if not (fixed and pair[0] == "tag")]


def _view(order: str, around: str) -> list[tuple[str, str]]:
    """How the list looks; what is found does not depend on it."""
    shown = [] if order == Order.ARTICLE else [("order", str(order))]
    return shown + ([("around", str(around))] if around else [])


def _address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def _parts(page: Browse) -> Iterable[Part]:
    found = page.found
    pairs = _pairs(found, page.fixed)
    words = {(choice.name, one.said): (choice, one) for choice in found.choices for one in choice.chosen}
    for pair in pairs:
        key, said = pair
        kept = [other for other in pairs if other != pair]
        if key in FLAGS and [other for other, _ in pairs].count(key) == 1:
            kept = [other for other in kept if other[0] != FLAGS[key]]
        url = _address(page.path, kept + _view(page.order, page.around))
        if key in TAGS:
            node = page.tree.by_uid(said)
            yield Part(TAGS[key], node.tag.name, url, node.tag)
        elif pair in words:
            choice, one = words[pair]
            yield Part(f"Not {choice.kind.label.lower()}" if choice.is_not else choice.kind.label, one.name, url)
        else:
            label, value = _said(page, key, said)
            yield Part(label, value, url)


def _said(page: Browse, key: str, said: str) -> tuple[str, str]:
    """A part that is not chosen from a list, in words."""
    found = page.found
    if key == "facet":
        return "Facet", found.facet.name if found.facet else said
    if key == "value":
        return "Stance", next((page.tree[pk].tag.name for pk in page.tree.of_value(said)), said)
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
