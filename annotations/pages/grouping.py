"""What passages are grouped by: the groups there are, in their order, with their names and how many each has."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from zlib import crc32

from django.db import models
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr
from django.urls import reverse

from annotations.filters import PassageFilter
from annotations.kept import KEPT, Counted
from annotations.models import Entity, Tag
from annotations.pages.library import readable_date
from annotations.tagtree import SEPARATOR, TagTree
from annotations.tallied import kept, kept_of_tags
from corpus_app.models import Project, User

Key = int | str
NOTHING, UNTAGGED = 0, -1  # what is not said, and passages without a tag; keys of rows are positive, or texts
IN_ADDRESS = {NOTHING: "nothing", UNTAGGED: "untagged"}
YEAR, MONTH = 4, 7  # characters of a date


class GroupBy(models.TextChoices):
    ARTICLE = "", "Article"
    TAG = "tag", "Tag"
    VALUE = "value", "Stance"
    TARGET = "target", "Toward"
    HOLDER = "holder", "Held by"
    SOURCE = "source", "Source"
    CODER = "coder", "Coder"
    YEAR = "year", "Year"
    MONTH = "month", "Month"


@dataclass(frozen=True)
class Column:
    """What tells a row's group; `of_untagged` is the same for highlights without a tag, if it can be said of them."""

    of: Combinable
    of_untagged: Combinable | None
    is_text: bool
    lacking: str  # the name of the group of what is not said
    keys: tuple[str, ...]  # of the address, which a group sets


def _same(of: Combinable, lacking: str, *keys: str) -> Column:
    return Column(of, of, True, lacking, keys)


DATES = ("published_from", "published_to")
COLUMNS = {
    GroupBy.TAG: Column(F("tag"), None, False, "", ("tag", "children")),
    GroupBy.VALUE: Column(F("tag__value"), None, True, "No stance", ("value",)),
    GroupBy.TARGET: Column(F("target"), None, False, "Without a target", ("target",)),
    GroupBy.HOLDER: Column(F("holder"), None, False, "Without a holder", ("holder",)),
    GroupBy.CODER: Column(F("coder"), F("author"), False, "", ("coder",)),
    GroupBy.SOURCE: _same(F("article__source"), "Without a source", "source"),
    GroupBy.YEAR: _same(Substr("article__published", 1, YEAR), "Without a date", *DATES),
    GroupBy.MONTH: _same(Substr("article__published", 1, MONTH), "Without a date", *DATES),
}

OF_ARTICLES = (GroupBy.SOURCE, GroupBy.YEAR, GroupBy.MONTH)


@dataclass(frozen=True)
class Heading:
    """A group; `url` lists it alone, where a filter can say so. `said` names it in an address."""

    key: Key
    said: str
    name: str
    total: int
    tag: Tag | None = None
    above: str = ""
    url: str = ""

    @property
    def id(self) -> str:
        """For ids in a page, which take no blanks."""
        return f"{crc32(self.said.encode()):08x}"

    @property
    def how_many(self) -> str:
        return f"{self.total:,} passage{'' if self.total == 1 else 's'}"


def in_groups(rows: QuerySet, of: Combinable) -> QuerySet:
    return rows.order_by().annotate(of=of)


def among(keys: Iterable[Key], is_text: bool) -> Q:
    """That a row of in_groups is in one of them."""
    named = [key for key in keys if key not in (NOTHING, UNTAGGED)]
    found = Q(of__in=named)
    if NOTHING in keys:
        found |= Q(of="") if is_text else Q(of=None)
    return found


def totals(
    project: Project, user: User, found: PassageFilter, by: GroupBy, *, is_anew: bool = False
) -> Counted[dict[Key, int]]:
    """Passages of each group there is; one with two tags is in two. Queries twice, or not where they were kept."""
    asked = ("groups", by.value, user.pk if found.is_personal else None, *found.pairs())
    return KEPT.get(project, user, asked, lambda: _totals(project, user, found, by), is_anew=is_anew)


def tallied(
    project: Project, user: User, found: PassageFilter, by: GroupBy
) -> tuple[QuerySet, Sum, bool] | None:
    """What is kept of a big project: rows as of in_groups, how their passages are summed, and whether the untagged are
    among them. None where everything is to be counted."""
    column = COLUMNS[by]
    if by == GroupBy.TAG:
        rows = kept_of_tags(project, user, found)
        return None if rows is None else (in_groups(rows, column.of), Sum("passages"), False)
    known = kept(project, user, found) if by in OF_ARTICLES else None
    if known is None:
        return None
    return in_groups(known.rows, column.of), Sum(f"{known.prefix}passages"), True


def _totals(project: Project, user: User, found: PassageFilter, by: GroupBy) -> dict[Key, int]:
    column, counted, is_whole = COLUMNS[by], dict[Key, int](), False
    if known := tallied(project, user, found, by):
        rows, passages, is_whole = known
        counted = {key or NOTHING: number for key, number in rows.values_list("of").annotate(number=passages)}
    elif not found.untagged_only:
        rows = in_groups(found.taggings(user, project), column.of).values_list("of")
        for key, passages in rows.annotate(passages=Count("highlight", distinct=True)):
            counted[key or NOTHING] = passages
    if not (found.is_about_taggings or is_whole):
        rows = found.untagged(user, project)
        if column.of_untagged is None:
            counted[UNTAGGED] = rows.count()
        else:
            for key, passages in in_groups(rows, column.of_untagged).values_list("of").annotate(Count("pk")):
                counted[key or NOTHING] = counted.get(key or NOTHING, 0) + passages
    return {key: passages for key, passages in counted.items() if passages}


def headings(
    project: Project, found: PassageFilter, by: GroupBy, tree: TagTree, counted: dict[Key, int], begun: str
) -> list[Heading]:
    """Of all groups in their order, with the one that a page goes on with, also where it has nothing left.

    Queries once at most, for names.
    """
    known = {said: key for key, said in IN_ADDRESS.items()}
    keys = {**dict.fromkeys(counted), **({known[begun]: None} if begun in known else {})}
    named = list(_named(project, by, tree, keys, begun[1:] if begun.startswith(".") else ""))
    named += [(key, IN_ADDRESS[key], *_unnamed(by, key)) for key in IN_ADDRESS if key in keys]
    has_years = by == GroupBy.MONTH and any(len(str(key)) == YEAR for key in keys)
    return [
        Heading(key, said, name, counted.get(key, 0), tag, above,
                "" if has_years and key != NOTHING else _address(project, found, by, key, said, tag, tree))
        for key, said, name, tag, above in named
    ]


def _unnamed(by: GroupBy, key: Key) -> tuple[str, None, str]:
    return ("Without a tag" if key == UNTAGGED else COLUMNS[by].lacking), None, ""


Named = tuple[Key, str, str, Tag | None, str]


def _named(project: Project, by: GroupBy, tree: TagTree, keys: Iterable[Key], begun: str) -> Iterator[Named]:
    """Key, name in the address, name, and for a tag also itself and what it lies below; in the groups' order."""
    keys = {key for key in keys if key not in (NOTHING, UNTAGGED)}
    if by == GroupBy.TAG:
        for pk, node in tree.nodes.items():
            if pk in keys or node.tag.uid == begun:
                yield pk, f".{node.tag.uid}", node.tag.name, node.tag, SEPARATOR.join(node.path[:-1])
        return
    if by in (GroupBy.TARGET, GroupBy.HOLDER, GroupBy.CODER):
        rows = (
            User.objects.filter(memberships__project=project) if by == GroupBy.CODER
            else Entity.objects.filter(project=project)
        )
        name = "display_name" if by == GroupBy.CODER else "name"
        found = rows.filter(Q(pk__in=keys) | Q(uid=begun)).values_list("pk", "uid", name)
        for pk, uid, known in sorted(found, key=lambda row: (row[2].casefold(), row[0])):
            yield pk, f".{uid}", known, None, ""
        return
    for text in sorted({*map(str, keys), *([begun] if begun else [])}, key=_place(by, tree)):
        yield text, f".{text}", _told(by, text, tree), None, ""


def _place(by: GroupBy, tree: TagTree) -> Callable[[str], tuple]:
    if by == GroupBy.VALUE:
        numbers = {node.tag.value: node.tag.value_num for node in tree.nodes.values() if node.tag.value}
        return lambda value: (numbers.get(value) is None, numbers.get(value) or 0, value)
    return lambda text: (text.casefold(), text)


def _told(by: GroupBy, text: str, tree: TagTree) -> str:
    if by == GroupBy.VALUE:
        return next((tree[pk].tag.name for pk in tree.of_value(text)), text)
    if by == GroupBy.MONTH and len(text) == YEAR:
        return f"{text}, month not told"
    return text if by == GroupBy.SOURCE else readable_date(text)


def _address(
    project: Project, found: PassageFilter, by: GroupBy, key: Key, said: str, tag: Tag | None, tree: TagTree
) -> str:
    own = _pairs(found, by, key, said.removeprefix("."), tag, tree)
    if own is None:
        return ""
    kept = [pair for pair in found.pairs() if pair[0] not in COLUMNS[by].keys and pair not in own]
    return f"{reverse('annotations:passages', args=(project.slug,))}?{urlencode([*own, *kept])}"


def _pairs(
    found: PassageFilter, by: GroupBy, key: Key, said: str, tag: Tag | None, tree: TagTree
) -> list[tuple[str, str]] | None:
    """What asks for the group alone; None where no filter can."""
    if key == UNTAGGED:
        return [("untagged", "1")]
    if by in (GroupBy.YEAR, GroupBy.MONTH):
        if key == NOTHING:
            return [("without", "date")]
        first = max(found.published_from, said, key=lambda text: f"{text}-01-01"[:10])
        last = min(found.published_to or said, said, key=lambda text: text + "-12-31"[len(text) - 4 :])
        return [("published_from", first), ("published_to", last)]
    if key == NOTHING:
        return None if by == GroupBy.VALUE else [("without", by.value)]
    if tag is not None:
        return [("tag", said), *([("children", "0")] if tree[tag.pk].children else [])]
    return [(by.value, said)]
