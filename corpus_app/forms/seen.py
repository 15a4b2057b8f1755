"""A form that knows what it showed, so that what somebody else has saved meanwhile is shown beside one's own words."""

from collections.abc import Iterable
from typing import Self

from django import forms
from django.db.models import Model

from corpus_app.actions.seen import EditedMeanwhile, mark_of


class SeenForm(forms.Form):
    """`initial` has to carry `seen`, by seen_in()."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def tell(self, refusal: EditedMeanwhile, now: Self) -> None:
        """Keep the words that were typed, and say what stands there `now`; sent once more, they take its place."""
        self.data = self.data.copy()
        self.data["seen"] = now["seen"].value()
        fields = [now[field.name] for field in self.visible_fields() if field.name in now.fields]
        other = [field for field in fields if in_words(field) != in_words(self[field.name])]
        self.add_error(None, f"{refusal} It says now: {'; '.join(f'{one.label} “{in_words(one)}”' for one in other)}.")


def seen_in(row: Model, columns: Iterable[str]) -> dict[str, str]:
    return {"seen": mark_of(row, columns)}


def in_words(field: forms.BoundField) -> str:
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return "yes" if value else "no"
    return "" if value is None else str(value).strip()
