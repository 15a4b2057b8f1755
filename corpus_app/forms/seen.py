"""A form that knows what it showed, so that what somebody else has saved meanwhile is shown beside one's own words."""

from collections.abc import Container, Iterable
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
        said = "; ".join(f"{label} “{words}”" for label, words in differing(self, now))
        self.add_error(None, f"{refusal} It says now: {said}.")


def seen_in(row: Model, columns: Iterable[str]) -> dict[str, str]:
    return {"seen": mark_of(row, columns)}


def differing(mine: forms.Form, now: forms.Form, but: Container[str] = ()) -> list[tuple[str, str]]:
    """Labels and words of all that stands there `now` and was typed otherwise."""
    names = [field.name for field in mine.visible_fields() if field.name in now.fields and field.name not in but]
    return [(now[name].label, in_words(now[name])) for name in names if in_words(now[name]) != in_words(mine[name])]


def in_words(field: forms.BoundField) -> str:
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return "yes" if value else "no"
    said = "" if value is None else str(value).strip()
    labels = {str(key): str(label).strip() for key, label in getattr(field.field, "choices", ())}
    return labels.get(said, said)
