"""How the history is narrowed; the address holds it all, and what makes no sense is left out."""

from django import forms

from annotations.pages.changes import About


class ChangesForm(forms.Form):
    about = forms.ChoiceField(label="What", required=False, choices=[("", "Everything"), *About.choices])
    person = forms.ChoiceField(label="Who", required=False)
    article = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    highlight = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    before = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: object, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", "Everybody"), *people]

    def wanted(self) -> dict[str, object]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
