"""Who holds what stance toward what: mean and spread of the codings, the article's own voice and others' apart."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

from django.core.exceptions import EmptyResultSet
from django.db.models import Count

from annotations.filters import PassageFilter
from annotations.models import Facet, HolderKind
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

Voice = tuple[str, int | None]  # how it is told (HolderKind or ""), and the holder's key


@dataclass
class Field:
    """The codings of one voice toward one target; `others` have a value that stands on no scale, like unclear."""

    values: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    others: int = 0

    def __add__(self, other: "Field") -> "Field":
        both = Field(others=self.others + other.others)
        for part in (self, other):
            for value, number in part.values.items():
                both.values[value] += number
        return both

    @property
    def number(self) -> int:
        return sum(self.values.values())

    @property
    def mean(self) -> float | None:
        return sum(value * n for value, n in self.values.items()) / self.number if self.number else None

    @property
    def spread(self) -> float | None:
        """The standard deviation of these codings (divided by n: they are all there are); none of fewer than two."""
        if self.number < 2:
            return None
        mean = self.mean
        return sqrt(sum(n * (value - mean) ** 2 for value, n in self.values.items()) / self.number)


def stances(
    project: Project, user: User, found: PassageFilter, facet: Facet, tree: TagTree
) -> Mapping[Voice, Mapping[int | None, Field]]:
    """By voice and target. Queries once."""
    rows = found.taggings(user, project).order_by().filter(facet=facet)
    told: dict[Voice, dict[int | None, Field]] = defaultdict(lambda: defaultdict(Field))
    try:
        counted = list(rows.values_list("holder_kind", "holder", "target", "tag").annotate(Count("pk")))
    except EmptyResultSet:
        return {}
    for kind, holder, target, tag, number in counted:
        cell, value = told[kind, holder][target], tree[tag].tag.value_num
        if value is None:
            cell.others += number
        else:
            cell.values[value] += number
    return told


def in_order(voices: Mapping[Voice, Mapping[int | None, Field]], names: Mapping[int, str]) -> list[Voice]:
    """The article's own voice first, then who is quoted or paraphrased, then the rest; in each by number."""
    kinds = [HolderKind.AUTHOR.value, HolderKind.QUOTED.value, HolderKind.PARAPHRASED.value, ""]

    def place(voice: Voice) -> tuple:
        number = sum(cell.number + cell.others for cell in voices[voice].values())
        return kinds.index(voice[0]), -number, names.get(voice[1], "")

    return sorted(voices, key=place)
