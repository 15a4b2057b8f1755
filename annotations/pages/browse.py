"""The passages page, and a tag's page, which is the same with the tag fixed: list, filter, what can be taken off it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from annotations.filters import PassageFilter, parse
from annotations.models import Tag
from annotations.pages.filter_words import Pairs, Part, address, pairs_but, parts
from annotations.pages.grouping import GroupBy
from annotations.pages.passages import BY_TIME, Batch, Counts, Order, batch, batch_in_groups
from annotations.pages.passages_shown import Around
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

# Which change nothing of what is found.
LOOKS = {"order": Order.values, "around": Around.values, "group": GroupBy.values}
NOTHING = Batch([], "", ""), Counts()


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
    group: str = ""

    @property
    def query(self) -> str:
        return urlencode(self._own() + self.look())

    @property
    def url(self) -> str:
        return address(self.path, self._own() + self.look())

    @property
    def export_query(self) -> str:
        return self.found.query_string()

    @property
    def view_query(self) -> str:
        """What a saved view keeps: a fixed tag, too."""
        return urlencode(self.found.pairs() + self.look())

    @property
    def more_url(self) -> str:
        place = [("after", self.batch.after), *([("in", self.batch.goes_on_in)] if self.batch.goes_on_in else [])]
        return address(self.path, [*self._own(), *self.look(), *place])

    @property
    def anew_url(self) -> str:
        """The same, with the groups counted again."""
        return address(self.path, [*self._own(), *self.look(), ("anew", "1")])

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Label, address, whether it is the present one. By time there are no groups."""
        return [
            (order.label, self._looking(order=order, **({"group": ""} if order in BY_TIME else {})),
             order == self.order)
            for order in Order
        ]

    @property
    def contexts(self) -> list[tuple[str, str, bool]]:
        """How much is shown around each: label, address, whether it is the present one."""
        return [(around.label, self._looking(around=around), around == self.around) for around in Around]

    @property
    def groupings(self) -> list[tuple[str, str, bool]]:
        """What the passages are grouped by: label, address, whether it is the present one."""
        order = Order.ARTICLE if self.order in BY_TIME else self.order
        return [
            (group.label, self._looking(group=group, order=order), group == self.group and self.order not in BY_TIME)
            for group in GroupBy
        ]

    @property
    def group_label(self) -> str:
        return GroupBy(self.group).label if self.group else ""

    def look(self, **other: str) -> Pairs:
        """How the list looks; what is found does not depend on it."""
        said = {"order": self.order, "group": self.group, "around": self.around, **other}
        return [(key, str(value)) for key, value in said.items() if value and value != Order.ARTICLE]

    def _own(self) -> Pairs:
        return pairs_but(self.found, self.fixed)

    def _looking(self, **other: str) -> str:
        return address(self.path, self._own() + self.look(**other))

    @property
    def counts_url(self) -> str:
        """How many there are of each choice of the filter."""
        return address(f"{self.everything}counts/", self.found.pairs())

    @property
    def order_label(self) -> str:
        return Order(self.order).label

    @property
    def parts(self) -> list[Part]:
        """What is set, except for a fixed tag; each can be taken off."""
        return list(parts(self.path, self.found, self.tree, self.fixed, self.look()))

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
    def further_without(self) -> list[str]:
        return self.found.unsaid[1:]

    @property
    def is_narrowed(self) -> bool:
        return bool(self._own())


def browse(project: Project, user: User, data: QueryDict, path: str, fixed: Tag | None = None) -> Browse:
    """Where the filter has errors nothing is shown: without the wrong part it would be too much."""
    asked = data.copy()
    if fixed:
        asked.setlist("tag", [fixed.uid])
    tree, after = TagTree.of(project), asked.get("after", "")
    found, errors = parse(project, asked, tree, fixed)
    look = {key: asked.get(key, "") if asked.get(key) in known else "" for key, known in LOOKS.items()}
    order, group = look["order"] or Order.ARTICLE, look["group"]
    if group and order in BY_TIME:
        order = Order.ARTICLE
    if errors:
        rows, counts = NOTHING
    elif group:
        begun = asked.get("in", "")
        rows, counts = batch_in_groups(
            project, user, found, GroupBy(group), order, after, begun, tree, look["around"],
            is_anew=asked.get("anew") == "1",
        )
    else:
        rows, counts = batch(project, user, found, order, after, tree, look["around"])
    return Browse(
        path=path, found=found, errors=errors, order=order, fixed=fixed, tree=tree, counts=counts, batch=rows,
        around=look["around"], everything=reverse("annotations:passages", args=(project.slug,)), group=group,
    )
