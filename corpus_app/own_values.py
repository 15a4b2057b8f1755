"""Values of a project's own fields as people write them, and as they are stored in an article's `meta`. Pure but for
the models' types: text and choices as text, numbers as numbers, dates as far as they are known.
"""

from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError

from corpus_app.models import ArticleField, FieldType
from corpus_app.partial_dates import is_partial_date

LONGEST = 500
OWN = "own-"
Value = str | int | float


def name_of(field: ArticleField) -> str:
    """Of its field in forms."""
    return f"{OWN}{field.uid}"


def real_date(text: str) -> None:
    if not is_partial_date(text):
        raise ValidationError("Write a date as 2025-10-12, or only 2025-10 or 2025 if that is all you know.")


def form_field(field: ArticleField, present: Value | None = None) -> forms.Field:
    """A value that is there may stay, also where it can be chosen no more."""
    if field.type == FieldType.NUMBER:
        return forms.FloatField(label=field.name, required=False, widget=forms.NumberInput({"step": "any"}))
    if field.type == FieldType.DATE:
        return forms.CharField(
            label=field.name, required=False, max_length=10, validators=[real_date],
            widget=forms.TextInput({"placeholder": "YYYY-MM-DD", "autocomplete": "off"}),
        )
    if field.type == FieldType.CHOICE:
        offered = [*field.choices, *([str(present)] if present and present not in field.choices else [])]
        return forms.ChoiceField(
            label=field.name, required=False, choices=[("", "—"), *((choice, choice) for choice in offered)],
            error_messages={"invalid_choice": "Choose one of the values in the list."},
        )
    return forms.CharField(
        label=field.name, required=False, max_length=LONGEST, widget=forms.TextInput({"dir": "auto"})
    )


def stored(value: object) -> Value | None:
    """As it is kept; None where nothing is said. A whole number is kept as one."""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value or None


def said_in(cells: Mapping[str, str], fields: Sequence[ArticleField]) -> tuple[dict[str, Value], list[str]]:
    """Of a row of a table, by the uid of the field; and a sentence on each value that the field cannot have."""
    values, doubts = {}, []
    for field in fields:
        if text := cells.get(name_of(field), ""):
            try:
                values[field.uid] = stored(form_field(field).clean(text))
            except ValidationError as reason:
                short = text if len(text) <= 60 else f"{text[:59]}…"
                doubts.append(f"Its {field.name} “{short}” is left out. {reason.messages[0]}")
    return values, doubts
