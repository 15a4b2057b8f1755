"""A project's own fields as columns of the overview and as periods: their values, or of dates the years and months."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Substr

from annotations.filters import PassageFilter
from corpus_app.models import ArticleField, FieldType, Project, User
from corpus_app.own_values import name_of

YEAR, MONTH = 4, 7  # characters of a date
PERIODS = {"year": YEAR, "month": MONTH}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class OwnBy:
    """Stands where annotations.overview.By does; `period` is year or month of a date, empty otherwise."""

    field: ArticleField
    period: str = ""

    @property
    def value(self) -> str:
        return name_of(self.field) + (f".{self.period}" if self.period else "")

    @property
    def label(self) -> str:
        return f"{self.field.name}, by {self.period}" if self.period else self.field.name

    @property
    def told(self) -> str:
        """Within a sentence: passages by this."""
        name = f"“{self.field.name}”"
        return f"{self.period} of {name}" if self.period else name

    @property
    def plural(self) -> str:
        return f"{self.period}s" if self.period else f"values of {self.field.name}"

    @property
    def key(self) -> Combinable:
        """Of a tagging: the value as text, empty where nothing is said."""
        said = Cast(KeyTextTransform(self.field.uid, "article__meta"), TextField())
        said = Substr(said, 1, PERIODS[self.period]) if self.period else said
        return Coalesce(said, Value(""), output_field=TextField())

    @property
    def keys(self) -> set[str]:
        """Of an address, which a column sets."""
        name = name_of(self.field)
        return {f"{name}_from", f"{name}_to"} if self.is_range else {name}

    @property
    def is_range(self) -> bool:
        return self.field.type in (FieldType.NUMBER, FieldType.DATE)

    def pairs(self, key: str, found: PassageFilter) -> Pairs:
        """What asks for a column's passages; a narrower range of the filter is kept."""
        name = name_of(self.field)
        if not key:
            return [("without", name)]
        if not self.is_range:
            return [(name, key)]
        first = last = key
        asked = next((part for part in found.own if part.field == self.field), None)
        if asked and self.period:
            first, last = overlap(asked.first, asked.last, key)
        return [(f"{name}_from", first), (f"{name}_to", last)]

    def place(self, key: str) -> tuple:
        """Where a column stands: in the field's own order, which values of a text do not have."""
        if self.field.type == FieldType.NUMBER:
            return (key == "", float(key or 0))
        if self.field.type == FieldType.CHOICE:
            choices = self.field.choices
            return (key == "", choices.index(key) if key in choices else len(choices), key)
        return (key == "", key.casefold(), key)


def overlap(first: str, last: str, period: str) -> tuple[str, str]:
    """A period as far as it lies within a range of dates; either end of the range may be open."""
    first = max(first, period, key=lambda text: f"{text}-01-01"[:10])
    last = min(last or period, period, key=lambda text: text + "-12-31"[len(text) - 4 :])
    return first, last


def own_columns(project: Project, user: User) -> Iterator[OwnBy]:
    """Queries once."""
    for field in ArticleField.objects.visible_to(user).filter(project=project, archived_at=None):
        yield from (OwnBy(field, period) for period in (PERIODS if field.type == FieldType.DATE else ("",)))
