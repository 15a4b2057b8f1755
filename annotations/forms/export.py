"""How somebody wants annotations.csv: for which program, and with whose names."""

from django import forms

from annotations.exchange.columns import Flavour

YES = ("1", "on", "true")
LABELS = {
    Flavour.SPREADSHEET: (
        "For a spreadsheet",
        "Opens in Excel, LibreOffice or Numbers with a double click: every passage on one line, cells that look like "
        "a formula are kept as text by an apostrophe in front, very long passages are cut, and columns say so.",
    ),
    Flavour.ANALYSIS: (
        "For analysis",
        "For R, pandas or your own program: every cell exactly as it stands in the article, line breaks included.",
    ),
}


class ExportForm(forms.Form):
    """What is not said is the default: for a spreadsheet, with pseudonyms."""

    flavour = forms.ChoiceField(
        choices=[(flavour, label) for flavour, (label, _) in LABELS.items()],
        required=False,
        error_messages={"invalid_choice": "The flavour is spreadsheet or analysis, not “%(value)s”. Choose one."},
    )
    names = forms.CharField(required=False)

    def clean_flavour(self) -> Flavour:
        return Flavour(self.cleaned_data["flavour"] or Flavour.SPREADSHEET)

    def clean_names(self) -> bool:
        return self.cleaned_data["names"] in YES

    def flavours(self) -> list[tuple[str, str, str, bool]]:
        """Value, label, what it is for, whether it is chosen."""
        chosen = self.cleaned_data.get("flavour", Flavour.SPREADSHEET)
        return [(flavour, *words, flavour == chosen) for flavour, words in LABELS.items()]
