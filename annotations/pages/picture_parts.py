"""What every picture page is made of: what was asked, the table beside the picture, and addresses of passages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from annotations.filters import PassageFilter
from annotations.models import Facet
from annotations.pictures.drawing import Drawing
from annotations.tagtree import TagTree
from corpus_app.models import Project, User

Choice = tuple[str, str, Sequence[tuple[str, str]], str]  # key, label, what can be chosen, what is chosen


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""
    is_words: bool = False


@dataclass(frozen=True)
class Sheet:
    """The numbers of a picture: the first cell of each row is its heading."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @property
    def lines(self) -> list[list[str]]:
        return [list(self.head), *([cell.text for cell in row] for row in self.rows)]


@dataclass(frozen=True)
class Picture:
    caption: str
    drawing: Drawing
    sheet: Sheet
    told: Sequence[str] = field(default_factory=list)  # what is left out, and how it is counted


@dataclass(frozen=True)
class Asked:
    """`data` is the address's own part of the picture; the filter says of which passages."""

    project: Project
    user: User
    found: PassageFilter
    facet: Facet
    tree: TagTree
    data: QueryDict

    def one_of(self, key: str, choices: Sequence[tuple[str, str]]) -> str:
        """What was chosen, or the first."""
        known = [value for value, _ in choices]
        said = self.data.get(key, "")
        return said if said in known else (known[0] if known else "")

    def passages(self, *own: tuple[str, str], without: Sequence[str] = ()) -> str:
        """The address of the passages of the filter, with these parts in place of the filter's own."""
        gone = {"facet", *without, *(key for key, _ in own)} if own else set(without)
        kept = [pair for pair in self.found.pairs() if pair[0] not in gone]
        return f"{reverse('annotations:passages', args=(self.project.slug,))}?{urlencode([*own, *kept])}"

    def with_tag(self, tag: int, *own: tuple[str, str], without: Sequence[str] = ()) -> str:
        """The same of one tag, with those below it as far as the filter leaves them."""
        node = self.tree[tag]
        counted = {tag, *node.descendants}
        left = counted if self.found.tag_pks is None else counted & self.found.tag_pks
        if left == counted:
            named = [("tag", node.tag.uid)]
        else:
            named = [*(("tag", self.tree[pk].tag.uid) for pk in sorted(left)), ("children", "0")]
        return self.passages(*named, *own, without=("tag", "children", *without))


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"
