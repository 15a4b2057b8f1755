"""The project's own fields in the filter's form: values to tick, words, ranges; what is put away, while used."""

from collections.abc import Iterator

from django import forms
from django.db.models import Q

from annotations.filters import LONGEST_TEXT, PassageFilter
from annotations.forms.picks import PicksField, picks
from corpus_app.models import ArticleField, FieldType, Project
from corpus_app.own_values import name_of

DATE = {"placeholder": "2025-03-14", "pattern": r"\d{4}(-\d{2}(-\d{2})?)?", "title": "2025, 2025-03 or 2025-03-14",
        "inputmode": "numeric", "size": 10}
NUMBER = {"inputmode": "decimal", "size": 10}
WORDS = {"type": "search", "maxlength": LONGEST_TEXT, "dir": "auto"}


def fields_of(project: Project, found: PassageFilter) -> list[ArticleField]:
    """Queries once."""
    used = [part.field.pk for part in found.own]
    return list(ArticleField.objects.filter(Q(archived_at=None) | Q(pk__in=used), project=project))


def own_fields(fields: list[ArticleField], found: PassageFilter) -> Iterator[dict[str, forms.Field]]:
    """Of each field the form's one or two, by name."""
    for field in fields:
        name = name_of(field)
        if field.type == FieldType.CHOICE:
            ticks = PicksField(field.name)
            part = next((part for part in found.own if part.field == field), None)
            others = [value for value in (*part.any_of, *part.none_of) if value not in field.choices] if part else []
            ticks.groups = picks(name, [(value, value) for value in (*field.choices, *others)], found)
            yield {name: ticks}
        elif field.type == FieldType.TEXT:
            yield {f"{name}_has": forms.CharField(label=field.name, widget=forms.TextInput(WORDS))}
        else:
            looks = DATE if field.type == FieldType.DATE else NUMBER
            yield {
                f"{name}_from": forms.CharField(label=f"{field.name} from", widget=forms.TextInput(looks)),
                f"{name}_to": forms.CharField(label="to", widget=forms.TextInput(looks)),
            }
