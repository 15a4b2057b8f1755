"""What an open page may ask for after others' changes."""

import re

from django import forms

from annotations.pages.rows import LAST
from corpus_app.ids import is_id

STRETCHES = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(,[0-9]{1,9}-[0-9]{1,9})*", re.A)
LONGEST = 20_000
TAGS = 500


class FollowedForm(forms.Form):
    paragraphs = forms.CharField(required=False, max_length=LONGEST)
    within = forms.CharField(required=False, max_length=40)
    tags = forms.CharField(required=False, max_length=LONGEST)
    looks = forms.CharField(required=False, max_length=LONGEST)
    highlight = forms.CharField(required=False, max_length=12)

    def clean_paragraphs(self) -> list[tuple[int, int]]:
        return stretches(self.cleaned_data["paragraphs"])

    def clean_within(self) -> tuple[int, int]:
        found = stretches(self.cleaned_data["within"])
        return found[0] if found else (1, LAST)

    def clean_tags(self) -> list[str]:
        return ids(self.cleaned_data["tags"])

    def clean_looks(self) -> list[str]:
        return ids(self.cleaned_data["looks"])


def stretches(text: str) -> list[tuple[int, int]]:
    """1-3,7-7"""
    if text and not STRETCHES.fullmatch(text):
        raise forms.ValidationError("Paragraphs are numbers like 1-3,7-7.")
    pairs = [stretch.split("-") for stretch in text.split(",")] if text else []
    return [(int(first), int(last)) for first, last in pairs]


def ids(text: str) -> list[str]:
    found = text.split(",") if text else []
    if len(found) > TAGS or not all(map(is_id, found)):
        raise forms.ValidationError("Tags are named by their ids.")
    return found
