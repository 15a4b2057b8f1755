"""What moving edges, splitting and merging ask for; every one says which version of the highlight the person saw."""

from django import forms
from django.core.exceptions import ValidationError

from annotations.forms.highlights import LONGEST_QUOTE
from corpus_app.ids import is_id

LAST = 2**31 - 1


class EdgesForm(forms.Form):
    version_no = forms.IntegerField(min_value=1, max_value=LAST)
    start = forms.IntegerField(min_value=0, max_value=LAST)
    end = forms.IntegerField(min_value=1, max_value=LAST)
    quote = forms.CharField(strip=False, max_length=LONGEST_QUOTE)

    def clean_quote(self) -> str:
        return self.cleaned_data["quote"].replace("\r\n", "\n")  # forms send line ends so; stored texts have none

    def clean(self) -> dict[str, object]:
        values = super().clean()
        if "start" in values and "end" in values and values["start"] >= values["end"]:
            raise ValidationError("A highlight must begin before it ends. Choose other edges.")
        return values


class SplitForm(forms.Form):
    """`at` is a code point of the version's text; the uid is that of the second part."""

    version_no = forms.IntegerField(min_value=1, max_value=LAST)
    at = forms.IntegerField(min_value=0, max_value=LAST)
    uid = forms.CharField(max_length=12, required=False)

    def clean_uid(self) -> str:
        uid = self.cleaned_data["uid"]
        if uid and not is_id(uid):
            raise ValidationError("An id is twelve characters of 0-9 and a-z.")
        return uid


class MergeForm(forms.Form):
    """`other` is the uid of the highlight that goes."""

    version_no = forms.IntegerField(min_value=1, max_value=LAST)
    other = forms.SlugField(max_length=12)
    other_version_no = forms.IntegerField(min_value=1, max_value=LAST)
