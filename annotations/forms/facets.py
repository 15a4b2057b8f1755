"""Changing a facet: its question and rules, and for a stance the number of each value, or that it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django import forms

from annotations.forms.codebook import FacetForm
from annotations.models import Facet, FacetKind, Tag
from corpus_app.actions.seen import EditedMeanwhile
from corpus_app.forms.seen import SeenForm

NUMBER = forms.NumberInput({"min": -100, "max": 100, "step": 1})


@dataclass(frozen=True)
class Value:
    tag: Tag
    number: forms.BoundField
    drop: forms.BoundField


class EditFacetForm(FacetForm, SeenForm):
    """As FacetForm, but what it holds stays. `sure` is the seal of what will change, from who has seen it."""

    sure = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *arguments: object, facet: Facet, tags: Sequence[Tag], seen: str, **options: object) -> None:
        said = {name: getattr(facet, name) for name in ("name", "many", "target", "holder", "definition")}
        super().__init__(*arguments, project=facet.project, initial={**said, "seen": seen}, **options)
        del self.fields["kind"]
        self.facet, self.tags = facet, list(tags) if facet.kind == FacetKind.STANCE else []
        for tag in self.tags:
            self.fields[f"number-{tag.uid}"] = forms.IntegerField(
                required=False, min_value=-100, max_value=100, initial=tag.value_num, label=f"Number of {tag.name}",
                widget=NUMBER,
            )
            self.fields[f"drop-{tag.uid}"] = forms.BooleanField(required=False, label=f"Drop {tag.name}")

    def tell(self, refusal: EditedMeanwhile, now: Self) -> None:
        """A value that has come meanwhile keeps its number: nobody here has said another."""
        super().tell(refusal, now)
        for value in now.values():
            self.data.setdefault(value.number.html_name, "" if value.tag.value_num is None else value.tag.value_num)

    def others(self) -> list[str]:
        return [name for pk, name in self.names() if pk != self.facet.pk]

    def values(self) -> list[Value]:
        return [Value(tag, self[f"number-{tag.uid}"], self[f"drop-{tag.uid}"]) for tag in self.tags]

    def columns(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("name", "many", "target", "holder", "definition")}

    def numbers(self) -> dict[int, int | None]:
        return {tag.pk: self.cleaned_data[f"number-{tag.uid}"] for tag in self.tags}

    def dropped(self) -> list[Tag]:
        return [tag for tag in self.tags if self.cleaned_data[f"drop-{tag.uid}"]]
