"""How pages and articles look: one choice for each setting; what is not sent stays as it is."""

from collections.abc import Mapping

from django import forms

from corpus_app.display import SETTINGS


class DisplayForm(forms.Form):
    usual = forms.BooleanField(required=False)

    def __init__(self, chosen: Mapping[str, str], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for setting in SETTINGS:
            self.fields[setting.name] = forms.ChoiceField(
                label=setting.label, choices=setting.options, required=False, widget=forms.RadioSelect,
                initial=chosen.get(setting.name, setting.usual),
                error_messages={"invalid_choice": "Choose one of these."},
            )

    @property
    def settings(self) -> list[forms.BoundField]:
        return [self[setting.name] for setting in SETTINGS]

    def clean(self) -> dict[str, str]:
        """All as usual, or else what was sent."""
        said = dict(self.cleaned_data)
        if said.pop("usual", False):
            return {setting.name: setting.usual for setting in SETTINGS}
        return {name: value for name, value in said.items() if value}
