"""The name under which a view is saved."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from annotations.filters import parse
from annotations.pages.browse import LOOKS
from corpus_app.models import Project


class SaveViewForm(forms.Form):
    name = forms.CharField(
        max_length=80, error_messages={"required": "Give the view a name.", "max_length": "Use at most 80 characters."}
    )
    query = forms.CharField(required=False, max_length=4_000)
    is_shared = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, *, project: Project) -> None:
        super().__init__(data)
        self.project = project

    def clean_query(self) -> str:
        """What the filter understands of it, in its one order, and how the list looks."""
        said = QueryDict(self.cleaned_data["query"])
        found, errors = parse(self.project, said)
        if errors:
            raise ValidationError(next(iter(errors.values())))
        asked = QueryDict(found.query_string(), mutable=True)
        for key, values in LOOKS.items():
            if said.get(key) in values:
                asked[key] = said[key]
        return asked.urlencode()
