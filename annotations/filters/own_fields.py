"""The parts of the filter about a project's own fields: values to choose, words, ranges of numbers and of dates.

Of the field u the address has `own-u` (either of several), `not_own-u`, `own-u_has`, `own-u_from` and `own-u_to`.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import QueryDict

from annotations.filters.dates import dated_within
from annotations.filters.kinds import NOT
from corpus_app.importing.fold import fold
from corpus_app.models import Article, ArticleField, FieldType, Project
from corpus_app.own_values import name_of
from corpus_app.partial_dates import is_partial_date

PREFIX = "own-"
RANGES = (FieldType.NUMBER, FieldType.DATE)
MOST = 100  # values of one field
LONGEST = 500
NO_FIELD = "No field of this project's articles can be asked so. Choose one from the list."


@dataclass(frozen=True)
class OwnPart:
    """What is asked of one field; `matching` are its values that have the words, found when the address was read."""

    field: ArticleField
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    words: str = ""
    first: str = ""
    last: str = ""
    is_unsaid: bool = False
    matching: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return name_of(self.field)

    def pairs(self) -> list[tuple[str, str]]:
        said = ((f"{self.name}_has", self.words), (f"{self.name}_from", self.first), (f"{self.name}_to", self.last))
        return [
            *((self.name, value) for value in self.any_of),
            *((f"{NOT}{self.name}", value) for value in self.none_of),
            *(pair for pair in said if pair[1]),
            *([("without", self.name)] if self.is_unsaid else []),
        ]

    def told(self) -> list[tuple[str, str, str]]:
        """Key, label and words of each pair."""
        name = self.field.name
        labels = {f"{NOT}{self.name}": f"Not {name}", f"{self.name}_has": f"{name} has", "without": "Without",
                  f"{self.name}_from": f"{name} from", f"{self.name}_to": f"{name} to"}
        return [(key, labels.get(key, name), name if key == "without" else said) for key, said in self.pairs()]

    def of_articles(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        uid = self.field.uid
        rows = articles.annotate(own=said_of(self.field)) if self.any_of or self.none_of or self.words else articles
        if self.any_of:
            rows = rows.filter(own__in=self.any_of)
        if self.none_of:
            rows = rows.filter(Q(own=None) | ~Q(own__in=self.none_of))
        if self.words:
            rows = rows.filter(own__in=self.matching)
        if self.is_unsaid:
            rows = rows.exclude(meta__has_key=uid)
        if self.field.type == FieldType.DATE and (self.first or self.last):
            rows = rows.annotate(own_date=said_of(self.field)).filter(dated_within("own_date", self.first, self.last))
        elif self.first or self.last:
            limits = {"gte": self.first, "lte": self.last}
            rows = rows.filter(**{f"meta__{uid}__{how}": float(said) for how, said in limits.items() if said})
        return rows


def said_of(field: ArticleField) -> Cast:
    """A field's value as text, from an article's row."""
    return Cast(KeyTextTransform(field.uid, "meta"), TextField())


def articles_with(project: Project, parts: Iterable[OwnPart]) -> Q:
    """That a row's article has all these."""
    articles = Article.objects.filter(project=project, removed_at=None)
    for part in parts:
        articles = part.of_articles(articles)
    return Q(article__in=articles.values("pk"))


class OwnReader:
    """Reads the own fields of an address; collects a sentence for each key that means nothing. Queries once for the
    fields, if any is named, and once for the values of each that is asked by its words.
    """

    def __init__(self, project: Project, data: QueryDict, errors: dict[str, str]) -> None:
        self.project, self.data, self.errors = project, data, errors

    def parts(self) -> Iterator[OwnPart]:
        keys = [key for key in self.data if key.removeprefix(NOT).startswith(PREFIX)]
        unsaid = {said for said in self.data.getlist("without") if said.startswith(PREFIX)}
        if not keys and not unsaid:
            return
        fields = {name_of(field): field for field in ArticleField.objects.filter(project=self.project)}
        understood = set()
        for name, field in fields.items():
            part = self._part(field, name, name in unsaid)
            understood |= {key if key != "without" else name for key, _ in part.pairs()}
            if part.pairs():
                yield part
        for key in (*unsaid, *(key for key in keys if any(said.strip() for said in self.data.getlist(key)))):
            if key not in understood:
                self.errors.setdefault(key, NO_FIELD)

    def _part(self, field: ArticleField, name: str, is_unsaid: bool) -> OwnPart:
        if field.type in RANGES:
            first, last = (self._limit(field, f"{name}_{end}") for end in ("from", "to"))
            return OwnPart(field, first=first, last=last, is_unsaid=is_unsaid)
        any_of, none_of = self._values(field, name), self._values(field, f"{NOT}{name}")
        words = self.data.get(f"{name}_has", "").strip()[:LONGEST] if field.type == FieldType.TEXT else ""
        wanted = fold(words)
        if not wanted:
            return OwnPart(field, any_of, none_of, is_unsaid=is_unsaid)
        matching = tuple(value for value in values_of(self.project, field) if wanted in fold(value))
        return OwnPart(field, any_of, none_of, words, is_unsaid=is_unsaid, matching=matching)

    def _values(self, field: ArticleField, key: str) -> tuple[str, ...]:
        said = list(dict.fromkeys(value.strip() for value in self.data.getlist(key) if value.strip()))[:MOST]
        unknown = [value for value in said if value not in field.choices]
        if unknown and not set(unknown) <= set(values_of(self.project, field)):
            self.errors[key] = f"No article here has this value of “{field.name}”. Choose one from the list."
        return tuple(sorted(said))

    def _limit(self, field: ArticleField, key: str) -> str:
        said = self.data.get(key, "").strip()
        if not said:
            return ""
        if field.type == FieldType.DATE:
            if not is_partial_date(said):
                self.errors[key] = f"“{said}” is not a date. Write 2025, 2025-03 or 2025-03-14."
                return ""
            return said
        number = _number(said)
        if number is None:
            self.errors[key] = f"“{said}” is not a number. Write one like 12 or 3.5."
            return ""
        return f"{number:.15g}"


def values_of(project: Project, field: ArticleField) -> list[str]:
    """Those that articles have, each once. Queries once."""
    rows = Article.objects.filter(project=project, removed_at=None, meta__has_key=field.uid)
    return list(rows.annotate(own=said_of(field)).order_by("own").values_list("own", flat=True).distinct())


def _number(said: str) -> float | None:
    try:
        number = float(said.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
