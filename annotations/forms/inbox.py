"""Which notices are shown, and which are read."""

from django import forms

NUMBER = {"required": False, "min_value": 1, "max_value": 2**63 - 1}


class InboxForm(forms.Form):
    """What makes no sense is left out."""

    only_unread = forms.BooleanField(required=False)
    before = forms.IntegerField(**NUMBER)

    def wanted(self) -> dict[str, object]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReadForm(forms.Form):
    notice = forms.IntegerField(**NUMBER)
    note = forms.SlugField(required=False, max_length=12)
