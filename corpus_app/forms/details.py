"""All that is said about an article, with the project's own fields; one value for many articles; own fields; sets."""

from collections.abc import Sequence

from django import forms

from corpus_app.actions.articles import SAID
from corpus_app.actions.fields import SAID as FIELD
from corpus_app.forms.articles import MetadataForm, text_field
from corpus_app.forms.seen import SeenForm, seen_in
from corpus_app.models import Article, ArticleField, ArticleSet, FieldType
from corpus_app.own_values import form_field, name_of, stored

ORDER = ("title", "source", "section", "author", "published", "language", "url", "provider_id")
NO_FIELD = "Choose what to set, for example the source."


class DetailsForm(MetadataForm, SeenForm):
    """`own` are the project's own fields; `article` has the values that are there."""

    section = text_field("Section", 200)
    provider_id = text_field("Id at the archive", 200)

    def __init__(self, *args: object, own: Sequence[ArticleField], article: Article, **options: object) -> None:
        there = {name: getattr(article, name) for name in ORDER}
        there |= {name_of(field): article.meta.get(field.uid) for field in own} | seen_in(article, SAID)
        super().__init__(*args, initial=there, **options)
        self.fields["author"].label = "Authors"
        self.order_fields(ORDER)
        self.own = own
        for field in own:
            self.fields[name_of(field)] = form_field(field, article.meta.get(field.uid))

    def own_fields(self) -> list[forms.BoundField]:
        return [self[name_of(field)] for field in self.own]

    def said(self) -> dict[str, object]:
        """As correct_metadata takes it."""
        values = {name: self.cleaned_data[name] for name in (*ORDER, "seen")}
        return values | {"meta": {field.uid: stored(self.cleaned_data[name_of(field)]) for field in self.own}}


class ManyForm(forms.Form):
    """Which articles, and one value of one field for all of them; empty where they are to have none."""

    article = forms.MultipleChoiceField(required=False)
    is_all = forms.BooleanField(required=False)
    field = forms.ChoiceField(error_messages={"required": NO_FIELD, "invalid_choice": NO_FIELD})
    value = forms.CharField(required=False, max_length=1000, widget=forms.TextInput({"dir": "auto"}))

    def __init__(self, *args: object, own: Sequence[ArticleField], **options: object) -> None:
        super().__init__(*args, **options)
        self.own = {name_of(field): field for field in own}
        plain = {**MetadataForm.base_fields, **DetailsForm.base_fields}
        self.known = {name: plain[name] for name in ORDER if name != "title"}
        self.known |= {name: form_field(field) for name, field in self.own.items()}
        self.fields["field"].choices = [("", "Field"), *((name, field.label) for name, field in self.known.items())]
        self.fields["article"].choices = [(uid, uid) for uid in self.data.getlist("article")] if self.is_bound else []

    def clean(self) -> dict:
        name = self.cleaned_data.get("field")
        if name:
            try:
                value = self.known[name].clean(self.cleaned_data.get("value", ""))
            except forms.ValidationError as reason:
                raise forms.ValidationError(f"{self.known[name].label}: {reason.messages[0]}") from reason
            own = self.own.get(name)
            self.cleaned_data["said"] = {"meta": {own.uid: stored(value)}} if own else {name: value}
        return self.cleaned_data


class FieldForm(SeenForm):
    """A field of the project's own; its type is chosen once."""

    name = text_field("Name", 80)
    type = forms.ChoiceField(label="Type", choices=FieldType.choices)
    choices = forms.CharField(
        label="What can be chosen", required=False, max_length=5000, widget=forms.Textarea({"rows": 4, "dir": "auto"}),
        help_text="Only for the type Choice: one value in each line.",
    )

    def __init__(self, *args: object, field: ArticleField | None = None, **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = True
        self.type = field.type if field else None
        if field:
            del self.fields["type"]
            self.initial = {"name": field.name, "choices": "\n".join(field.choices)} | seen_in(field, FIELD)
            if field.type != FieldType.CHOICE:
                del self.fields["choices"]
        else:
            del self.fields["seen"]

    def clean_choices(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["choices"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict:
        said = self.cleaned_data
        if (self.type or said.get("type")) == FieldType.CHOICE and not said.get("choices"):
            self.add_error("choices", "Write the values that can be chosen, one in each line.")
        return said


class SetForm(forms.Form):
    """A new set, of the chosen articles or of what the filter finds; or one that is there, to put them in or out."""

    article = forms.MultipleChoiceField(required=False)
    is_all = forms.BooleanField(required=False)
    name = forms.CharField(required=False, max_length=80)
    query = forms.CharField(required=False, max_length=2000)
    set = forms.ChoiceField(required=False)

    def __init__(self, *args: object, sets: Sequence[ArticleSet], **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["set"].choices = [("", "A new set"), *((one.uid, one.name) for one in sets if not one.query)]
        self.fields["article"].choices = [(uid, uid) for uid in self.data.getlist("article")] if self.is_bound else []

    def clean(self) -> dict:
        if not self.cleaned_data.get("set") and not self.cleaned_data.get("name", "").strip():
            raise forms.ValidationError("Write a name for the new set, or choose one that is there.")
        return self.cleaned_data


class TableForm(forms.Form):
    """How the table is narrowed and sorted; what makes no sense is left out."""

    q = forms.CharField(required=False, max_length=200)
    source = forms.CharField(required=False, max_length=200)
    set = forms.CharField(required=False, max_length=12)
    own = forms.CharField(required=False, max_length=12)
    value = forms.CharField(required=False, max_length=200)
    text = forms.ChoiceField(required=False, choices=[("", "All articles"), ("none", "Without text")])
    sort = forms.CharField(required=False, max_length=20)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def wanted(self) -> dict[str, str | int]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
