"""Groups of conditions on the passage: any of these, all of those, none of others; all of the groups, or any of them.

In the address `g1=any&g1_has=tag.u&g1_has=source.Gull&g2=none&g2_has=value.against&fit=any`; `fit` is all unless said.
A condition about tags holds where any tagging on the passage fulfils it that the person sees, whoever put it there.

Passages are found by sets, each from an index of its own. Asked of each row, with OR between, PostgreSQL and SQLite
looked up every tagging of the project: four and ten times as long.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from annotations.filters.kinds import KINDS, Chosen, Subject
from annotations.filters.own_fields import PREFIX, OwnPart, articles_with
from annotations.models import Highlight, Tag, Tagging
from annotations.tagtree import TagTree
from corpus_app.importing.fold import fold
from corpus_app.models import ArticleField, FieldType, Project, User
from corpus_app.own_values import name_of

MOST_GROUPS, MOST_CONDITIONS = 9, 50
LONGEST = 200
GROUP = re.compile(r"g([1-9])(_has)?")
OF_KINDS = ("target", "holder", "holder_kind", "coder", "source", "set", "article")
NO_CONDITION = "A condition of a group means nothing in this project. Take it off, or choose another."
ADDING = ("add", "add_to", "add_words")  # of the form: a condition that is to come into a group


class Fits(models.TextChoices):
    ANY = "any", "any of"
    ALL = "all", "all of"
    NONE = "none", "none of"


@dataclass(frozen=True)
class Condition:
    """`said` is `kind.value` in the address. It asks by one of `tags`, `tagging`, `row` and, of the text, `words`."""

    said: str
    label: str
    name: str
    tag: Tag | None = None
    tags: frozenset[int] = frozenset()
    tagging: Callable[[], Q] | None = None
    row: Callable[[], Q] | None = None
    words: str = ""

    @property
    def is_about_taggings(self) -> bool:
        return bool(self.tags or self.tagging)

    def of_row(self, folded: str) -> Q:
        """`folded` is the row's path to the passage's words."""
        return self.row() if self.row else Q(**{f"{folded}__contains": fold(self.words)})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)


@dataclass(frozen=True)
class Bracket:
    fits: Fits
    conditions: tuple[Condition, ...]

    @property
    def is_about_taggings(self) -> bool:
        """Whether it leaves out passages without a tagging."""
        about = [one.is_about_taggings for one in self.conditions]
        return self.fits != Fits.NONE and (all if self.fits == Fits.ANY else any)(about)

    def on_taggings(self) -> list[Condition]:
        return [one for one in self.conditions if one.is_about_taggings]

    def of_row(self, folded: str) -> list[Q]:
        return [one.of_row(folded) for one in self.conditions if not one.is_about_taggings]


@dataclass(frozen=True)
class InSight:
    """Where passages are looked for: the taggings in sight, and all highlights, since a row tells who may see it."""

    taggings: QuerySet[Tagging]
    highlights: QuerySet[Highlight]

    @classmethod
    def of(cls, project: Project, user: User, articles: Iterable[int] | None) -> "InSight":
        where = {"article__project": project} if articles is None else {"article__in": articles}
        return cls(
            Tagging.objects.in_sight(project, user, articles),
            Highlight.objects.filter(removed_at=None, **where).order_by(),
        )

    def tagged(self, conditions: Iterable[Condition]) -> QuerySet:
        """The passages with a tagging that fulfils one of them. All tags are one list, which an index answers alone."""
        conditions = list(conditions)
        tags = frozenset().union(*(one.tags for one in conditions))
        asked = [*([Q(tag__in=tags)] if tags else []), *(one.tagging() for one in conditions if one.tagging)]
        return self.taggings.filter(_any(asked)).values("highlight")

    def fitting(self, bracket: Bracket) -> QuerySet:
        """The passages that fit."""
        if bracket.fits == Fits.ANY and bracket.is_about_taggings:
            return self.tagged(bracket.conditions)
        return self.narrowed(self.highlights, "", [bracket]).values("pk")

    def narrowed(self, rows: QuerySet, path: str, brackets: Iterable[Bracket], *, is_any: bool = False) -> QuerySet:
        """The rows whose passage fits all of the brackets or any; `path` leads to it, empty where it is the row."""
        if is_any:
            first, *others = map(self.fitting, brackets)
            return rows.filter(_among(path, first.union(*others)))
        for bracket in brackets:
            rows = rows.filter(self._where(bracket, path))
        return rows

    def _where(self, bracket: Bracket, path: str) -> Q:
        tagged, each = bracket.on_taggings(), bracket.of_row(f"{path}__folded" if path else "folded")
        if bracket.fits == Fits.ALL:
            return Q(*each, *(_among(path, self.tagged([one])) for one in tagged))
        if bracket.fits == Fits.NONE:
            there = Exists(self.tagged(tagged).filter(highlight=OuterRef(path or "pk")))
            return ~_any(each) & ~Q(there) if tagged else ~_any(each)
        if not (tagged and each):
            return _among(path, self.tagged(tagged)) if tagged else _any(each)
        others = self.highlights.filter(_any(bracket.of_row("folded"))).values("pk")
        return _among(path, self.tagged(tagged).union(others))


def _among(path: str, passages: QuerySet) -> Q:
    return Q(**{f"{path or 'pk'}__in": passages})


def _any(parts: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for part in parts:
        found |= part
    return found


def pairs(brackets: Iterable[Bracket], is_any: bool) -> Iterator[tuple[str, str]]:
    brackets = list(brackets)
    for number, bracket in enumerate(brackets, start=1):
        yield f"g{number}", bracket.fits.value
        yield from ((f"g{number}_has", one.said) for one in bracket.conditions)
    if is_any and len(brackets) > 1:
        yield "fit", "any"


class BracketReader:
    """Reads the groups of an address. Queries once for each kind of thing that a condition names."""

    def __init__(self, project: Project, data: QueryDict, errors: dict[str, str], tree: Callable[[], TagTree]) -> None:
        self.project, self.data, self.errors, self.tree = project, data, errors, tree

    def brackets(self) -> tuple[Bracket, ...]:
        asked = self._asked()
        known = self._known({said for _, conditions in asked for said in conditions})
        found = []
        for number, (fits, conditions) in enumerate(asked, start=1):
            if fits not in Fits.values:
                self.errors[f"g{number}"] = f"A group asks for one of {', '.join(Fits.values)}."
            elif any(said not in known for said in conditions):
                self.errors[f"g{number}_has"] = NO_CONDITION
            elif conditions:
                chosen = sorted({known[said] for said in conditions}, key=lambda one: (one.label, one.name, one.said))
                found.append(Bracket(Fits(fits), tuple(chosen)))
        return tuple(found)

    def _asked(self) -> list[tuple[str, list[str]]]:
        """What each group asks for, with what the form adds; groups without a condition are left out."""
        numbers = sorted({int(key[1]) for key in self.data if GROUP.fullmatch(key)})
        asked = {number: (self.data.get(f"g{number}") or Fits.ANY, self._said(f"g{number}_has")) for number in numbers}
        words = self.data.get("add_words", "").strip()
        added = [*self._said("add"), *([f"text.{words}"] if words else [])]
        if added:
            to = self.data.get("add_to", "")
            number = int(to) if to.isdecimal() and int(to) in asked else max(asked, default=0) + 1
            fits, conditions = asked.get(number, (Fits.ANY, []))
            asked[number] = fits, list(dict.fromkeys([*conditions, *added]))
        return [(fits, conditions[:MOST_CONDITIONS]) for fits, conditions in asked.values() if conditions][:MOST_GROUPS]

    def _said(self, key: str) -> list[str]:
        return list(dict.fromkeys(said.strip() for said in self.data.getlist(key) if said.strip()))

    def _known(self, said: Iterable[str]) -> dict[str, Condition]:
        by_kind: dict[str, list[str]] = {}
        for one in said:
            kind, _, value = one.partition(".")
            by_kind.setdefault(kind, []).append(value)
        found: dict[str, Condition] = {}
        own = self._own_fields() if any(kind.startswith(PREFIX) for kind in by_kind) else {}
        for kind, values in by_kind.items():
            if kind in OF_KINDS:
                found |= {f"{kind}.{one.said}": of_kind(kind, one.now())
                          for one in KINDS[kind].read(self.project, values)}
            elif kind == "tag":
                found |= {f"tag.{uid}": one for uid in values if (one := of_tag(self.tree(), uid))}
            elif kind == "value":
                found |= {f"value.{value}": one for value in values if (one := of_value(self.tree(), value))}
            elif kind == "text":
                found |= {f"text.{words}": Condition(f"text.{words}", "Words", words, words=words)
                          for words in values if fold(words) and len(words) <= LONGEST}
            elif kind in own:
                found |= {f"{kind}.{value}": of_own(self.project, own[kind], value) for value in values}
        return found

    def _own_fields(self) -> dict[str, ArticleField]:
        fields = ArticleField.objects.filter(project=self.project, type=FieldType.CHOICE)
        return {name_of(field): field for field in fields}


def of_kind(kind: str, chosen: Chosen) -> Condition:
    asked, value = KINDS[kind], chosen.value
    condition = {"said": f"{kind}.{chosen.said}", "label": asked.label, "name": chosen.name}
    if asked.subject is Subject.ARTICLE:
        return Condition(**condition, row=lambda: asked.where([value]))
    if asked.subject is Subject.PERSON:
        return Condition(**condition, tagging=lambda: Q(coder=value))
    return Condition(**condition, tagging=lambda: asked.where([value]))


def of_tag(tree: TagTree, uid: str) -> Condition | None:
    node = tree.by_uid(uid)
    if node is None:
        return None
    node = tree.settled(node)
    tags = frozenset({node.tag.pk, *node.descendants})
    return Condition(f"tag.{node.tag.uid}", "Tag", node.tag.name, node.tag, tags)


def of_value(tree: TagTree, value: str) -> Condition | None:
    tags = tree.of_value(value)
    if not tags:
        return None
    name = tree[min(tags)].tag.name
    return Condition(f"value.{value}", "Stance", name, tags=tags)


def of_own(project: Project, field: ArticleField, value: str) -> Condition:
    part = OwnPart(field, any_of=(value,))
    return Condition(f"{name_of(field)}.{value}", field.name, value, row=lambda: articles_with(project, [part]))
