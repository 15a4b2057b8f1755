"""How the library is narrowed and sorted; the address holds it all, and what makes no sense is left out."""

from django import forms

from annotations.pages.library import Sort


class LibraryForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    source = forms.CharField(required=False, max_length=200)
    set = forms.CharField(required=False, max_length=12)
    sort = forms.ChoiceField(required=False, choices=Sort.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def wanted(self) -> dict[str, str | int]:
        """The fields that were filled in and make sense; the page has its own idea of the others."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
