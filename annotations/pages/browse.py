"""The passages page, and a tag's page, which is the same with the tag fixed: list, filter, what can be taken off it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from annotations.filters import WITHOUT, PassageFilter, parse
from annotations.models import HolderKind, Tag
from annotations.pages.library import readable_date
from annotations.pages.passages import Batch, Counts, Order, batch
from annotations.stages import Stage
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

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

    @property
    def query(self) -> str:
        return urlencode(_pairs(self.found, self.fixed) + _order(self.order))

    @property
    def url(self) -> str:
        return _address(self.path, _pairs(self.found, self.fixed) + _order(self.order))

    @property
    def export_query(self) -> str:
        return self.found.query_string()

    @property
    def more_url(self) -> str:
        return _address(self.path, [*_pairs(self.found, self.fixed), *_order(self.order), ("after", self.batch.after)])

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Label, address, whether it is the present one."""
        return [
            (order.label, _address(self.path, _pairs(self.found, self.fixed) + _order(order)), order == self.order)
            for order in Order
        ]

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
    def further_tags(self) -> list[str]:
        """Tags beyond the first, which the form's one list cannot show."""
        return [tag.uid for tag in self.found.tags[1:]] if self.fixed is None else []

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
    rows, counts = NOTHING if errors else batch(project, user, found, order, asked.get("after", ""), tree)
    return Browse(
        path=path, found=found, errors=errors, order=order, fixed=fixed, tree=tree, counts=counts, batch=rows
    )


def _pairs(found: PassageFilter, fixed: Tag | None) -> list[tuple[str, str]]:
    return [pair for pair in found.pairs() if not (fixed and pair[0] == "tag")]


def _order(order: str) -> list[tuple[str, str]]:
    return [] if order == Order.ARTICLE else [("order", str(order))]


def _address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def _parts(page: Browse) -> Iterable[Part]:
    found = page.found
    pairs = _pairs(found, page.fixed)
    tags = {tag.uid: tag for tag in found.tags}
    entities = {"target": found.target, "holder": found.holder}
    words = {
        "facet": ("Facet", found.facet and found.facet.name),
        "value": ("Stance", _value_name(page)),
        "target": ("Toward", entities["target"] and entities["target"].name),
        "holder": ("Held by", entities["holder"] and entities["holder"].name),
        "holder_kind": ("Voice", found.holder_kind and HolderKind(found.holder_kind).label),
        "coder": ("Coder", found.coder and found.coder.display_name),
        "article": ("Article", found.article and str(found.article)),
        "source": ("Source", found.source),
        "published_from": ("Published from", readable_date(found.published_from)),
        "published_to": ("Published to", readable_date(found.published_to)),
        "created_from": ("Tagged from", readable_date(found.created_from)),
        "created_to": ("Tagged to", readable_date(found.created_to)),
        "text": ("Words", found.text),
        "coded": ("Coded", found.coded and Stage(found.coded).label),
        "untagged": ("", "Without a tag"),
        "children": ("", "Without the tags below"),
        "also": ("Also tagged", found.also and found.also.name),
        "also_children": ("", "That tag without those below"),
    }
    for pair in pairs:
        kept = [other for other in pairs if other != pair]
        if pair[0] == "also" or (pair[0] == "tag" and len(tags) == 1):
            flag = "children" if pair[0] == "tag" else "also_children"
            kept = [other for other in kept if other[0] != flag]
        url = _address(page.path, kept + _order(page.order))
        if pair[0] == "tag":
            yield Part("Tag", tags[pair[1]].name, url, tags[pair[1]])
        elif pair[0] == "without":
            yield Part("Without", WITHOUT[pair[1]], url)
        else:
            label, value = words[pair[0]]
            yield Part(label, value or "", url)


def _value_name(page: Browse) -> str:
    tags = (page.tree[pk].tag for pk in page.tree.of_value(page.found.value))
    return next((tag.name for tag in tags), page.found.value)
