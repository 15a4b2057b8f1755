"""Which of the passages that were shown are to be a tag's examples."""

from django import forms

from annotations.examples import MOST, Example, one_line
from annotations.models import Highlight, Tag
from corpus_app.models import User


class ExamplesForm(forms.Form):
    """`examples` is the whole list: those of passages that were not shown stay as they are."""

    seen = forms.CharField(required=False, max_length=64)

    def __init__(self, data: object, *, tag: Tag, user: User) -> None:
        super().__init__(data)
        self.tag, self.user = tag, user

    def clean(self) -> dict:
        cleaned = super().clean()
        picked, shown = self.data.getlist("picked")[:500], set(self.data.getlist("shown")[:500])
        marks = Highlight.objects.visible_to(self.user).filter(project=self.tag.project_id, uid__in=picked)
        marks = marks.filter(taggings__tag=self.tag).distinct().order_by("pk")
        kept: list[Example] = [
            example for example in self.tag.examples
            if example["highlight"] not in shown or example["highlight"] in picked
        ]
        there = {example["highlight"] for example in kept if example["highlight"]}
        new = [{"text": one_line(mark.quote), "highlight": mark.uid} for mark in marks if mark.uid not in there]
        if len(kept) + len(new) > MOST:
            raise forms.ValidationError(f"A tag has up to {MOST} examples. Keep those that tell most.")
        cleaned["examples"] = kept + new
        return cleaned
