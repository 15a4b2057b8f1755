"""Making and changing facets and tags; names that collide are told before the database refuses them."""

from django import forms
from django.utils.text import slugify

from annotations import looks
from annotations.models import Facet, FacetKind, HolderRule, Tag, TargetRule
from corpus_app.models import Project

MISSING = {"none", "na", "n/a", "nan", "null"}  # what pandas and R take for "no value"

LOOKS = [(looks.number(hue, line), f"{hue}, {line} line") for hue in looks.HUES for line in looks.PATTERNS]


class AddTagForm(forms.Form):
    """A new tag in a facet; a stance's may have a place on the scale."""

    name = forms.CharField(
        max_length=120, error_messages={"required": "Give the tag a name."},
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    parent = forms.CharField(required=False, label="Under")
    value_num = forms.IntegerField(required=False, min_value=-100, max_value=100, label="Number on the scale")

    def __init__(self, *arguments: object, facet: Facet, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.facet = facet

    def clean_parent(self) -> Tag | None:
        uid = self.cleaned_data["parent"]
        parent = Tag.objects.live().filter(facet=self.facet, uid=uid).first() if uid else None
        if uid and parent is None:
            raise forms.ValidationError("The tag above is not in this facet any more. Choose another one.")
        return parent

    def clean(self) -> dict:
        cleaned = super().clean()
        name, parent = _one_line(cleaned.get("name", "")), cleaned.get("parent")
        if name and "parent" in cleaned and is_taken(name, self.facet, parent and parent.pk):
            self.add_error("name", f"There is a tag “{name}” here already. Choose another name.")
        return cleaned


    def value_columns(self) -> dict[str, object]:
        """A stance's machine value and number; a name without Latin letters gets a numbered value."""
        if self.facet.kind != FacetKind.STANCE:
            return {}
        value = slugify(self.cleaned_data["name"])[:40] or f"value-{self.facet.tags.count() + 1}"
        return {"value": value, "value_num": self.cleaned_data["value_num"]}


class EditTagForm(forms.Form):
    name = forms.CharField(
        max_length=120, error_messages={"required": "Give the tag a name."},
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    look = forms.TypedChoiceField(choices=LOOKS, coerce=int, label="Colour and line", widget=forms.RadioSelect)
    definition = forms.CharField(required=False, widget=forms.Textarea({"rows": 3, "dir": "auto"}))
    use_when = forms.CharField(required=False, widget=forms.Textarea({"rows": 2, "dir": "auto"}))
    avoid_when = forms.CharField(
        required=False, label="Do not use when", widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )

    def __init__(self, *arguments: object, tag: Tag, **options: object) -> None:
        super().__init__(*arguments, initial={name: getattr(tag, name) for name in self.base_fields}, **options)
        self.tag = tag

    def clean_name(self) -> str:
        name = _one_line(self.cleaned_data["name"])
        if self.tag.archived_at is None and is_taken(name, self.tag.facet, self.tag.parent_id, but=self.tag):
            raise forms.ValidationError(f"There is a tag “{name}” here already. Choose another name.")
        return name

    def columns(self) -> dict[str, str]:
        """What actions.edit_tag takes."""
        said = dict(self.cleaned_data)
        hue, line = divmod(said.pop("look"), len(looks.PATTERNS))
        return {**said, "colour": looks.HUES[hue], "pattern": looks.PATTERNS[line]}


class FacetForm(forms.Form):
    name = forms.CharField(
        max_length=60, label="Name of the facet", error_messages={"required": "Give the facet a name."},
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        choices=[
            (FacetKind.THEME, "Themes: what a passage is about, as a tree"),
            (FacetKind.STANCE, "A stance: one value on a scale, toward somebody or something"),
        ],
        initial=FacetKind.THEME, widget=forms.RadioSelect, label="What it holds",
    )
    many = forms.BooleanField(
        required=False, initial=True, label="Several of its tags on one passage",
        help_text="Otherwise choosing another tag takes the former's place (for each target and holder).",
    )
    target = forms.ChoiceField(choices=TargetRule.choices, initial=TargetRule.NO, label="Toward whom or what")
    holder = forms.ChoiceField(choices=HolderRule.choices, initial=HolderRule.NO, label="Whose stance it is")
    definition = forms.CharField(
        required=False, label="What it asks of a passage", widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )

    def __init__(self, *arguments: object, project: Project, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.project = project

    def clean_name(self) -> str:
        name = _one_line(self.cleaned_data["name"])
        others = Facet.objects.filter(project=self.project).values_list("name", flat=True)
        if name.casefold() in {other.casefold() for other in others}:
            raise forms.ValidationError(f"There is a facet “{name}” here already. Choose another name.")
        return name


def is_taken(name: str, facet: Facet, parent: int | None, but: Tag | None = None) -> bool:
    """Whether a live tag beside it has the name in any case; compared here, because SQLite folds ASCII only."""
    siblings = Tag.objects.live().filter(facet=facet, parent=parent).exclude(pk=but and but.pk)
    return name.casefold() in {other.casefold() for other in siblings.values_list("name", flat=True)}


def warning_about(name: str) -> str:
    """A sentence where the name would be read as a missing value by the programs that results go to."""
    if name.casefold() not in MISSING:
        return ""
    return f"R and pandas read “{name}” as a missing value. A longer name, such as “no stance”, is safer."


def _one_line(name: str) -> str:
    return " ".join(name.split())
