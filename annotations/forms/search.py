"""What somebody asks of the search page; nothing in its address is an error but the question itself."""

from django import forms
from django.http import QueryDict

from annotations.pages.search import MOST, Order, Where


class SearchForm(forms.Form):
    q = forms.CharField(required=False, strip=True)
    where = forms.ChoiceField(required=False, choices=Where.choices)
    order = forms.ChoiceField(required=False, choices=Order.choices)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST)

    def __init__(self, data: QueryDict) -> None:
        super().__init__({**data.dict(), "where": data.get("in", "")})

    def wanted(self) -> dict[str, str | int]:
        """What was asked; what means nothing is left out."""
        self.is_valid()
        said = self.cleaned_data
        return {
            "q": said.get("q", ""), "where": said.get("where") or Where.TEXTS.value,
            "order": said.get("order") or Order.BEST.value, "page": said.get("page") or 1,
        }
