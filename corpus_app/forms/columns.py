"""What the columns of a table hold, and what becomes of its rows: drafts, or details of articles that are here."""

from collections.abc import Sequence

from django import forms

from corpus_app.importing.columns import FIELDS
from corpus_app.matching import By
from corpus_app.models import ArticleField
from corpus_app.own_values import OWN, name_of

LABELS = (
    ("", "Leave out"), ("title", "Title"), ("text", "Text"), ("source", "Source"), ("section", "Section"),
    ("author", "Author"), ("published", "Date"), ("url", "Address on the web"), ("language", "Language"), ("id", "Id"),
)  # fmt: skip
NO_TEXT = (
    "Say which column holds the text. Without it, no row can become an article. If the texts come later, "
    "say below that rows without text wait for it; if the articles are here already, match the rows to them."
)


class ColumnsForm(forms.Form):
    """A field of the article for each column of a table; several columns may make up the text."""

    rows = forms.ChoiceField(
        required=False, initial="drafts",
        choices=[("drafts", "Make a draft of each"), ("match", "Match them to articles that are here")],
    )
    by = forms.ChoiceField(required=False, choices=By.choices)
    others = forms.ChoiceField(
        required=False, choices=[("out", "leave them out"), ("drafts", "make drafts of them")]
    )
    only_empty = forms.BooleanField(required=False)
    bare = forms.BooleanField(required=False)

    def __init__(
        self, *args: object, header: Sequence[str], own: Sequence[ArticleField] = (), **options: object
    ) -> None:
        super().__init__(*args, **options)
        self.header = header
        self.labels = dict(LABELS) | {name_of(field): field.name for field in own}
        for at, name in enumerate(header):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=name, choices=list(self.labels.items()), required=False,
                error_messages={"invalid_choice": "Choose one of the fields in the list."},
            )

    def columns(self) -> list[forms.BoundField]:
        return [self[f"column-{at}"] for at in range(len(self.header))]

    def clean(self) -> dict:
        said = self.cleaned_data
        chosen = [said.get(f"column-{at}", "") for at in range(len(self.header))]
        if self.errors:
            return said
        if said["rows"] == "match":
            self._refuse_unmatched(chosen)
        elif "text" not in chosen and not said["bare"]:
            raise forms.ValidationError(NO_TEXT)
        elif said["bare"] and not {"title", "url", "id"} & {*chosen}:
            raise forms.ValidationError("Say which column holds the title, the address or the id, to know rows by.")
        for field in (*FIELDS, *(name for name in self.labels if name.startswith(OWN))):
            if field != "text" and chosen.count(field) > 1:
                label = self.labels[field].lower() if field in FIELDS else f"“{self.labels[field]}”"
                raise forms.ValidationError(f"More than one column is set as the {label}. Leave all but one out.")
        return {**said, "fields": chosen}

    def _refuse_unmatched(self, chosen: Sequence[str]) -> None:
        by = By(self.cleaned_data["by"] or By.ID)
        self.cleaned_data["by"] = by
        if by.value not in chosen:
            raise forms.ValidationError(f"Say which column holds {by.words}; rows are matched by it.")
        if not {*chosen} - {by.value, "text", ""}:
            raise forms.ValidationError("Say what one more column holds; else there is nothing to write into articles.")
