"""Making and changing facets and tags; names that collide are told before the database refuses them."""

from django import forms
from django.utils.text import slugify

from annotations import looks
from annotations.examples import MOST, Example, of_texts, texts
from annotations.exchange.codebook_json import SHORTCUT
from annotations.models import Facet, FacetKind, HolderRule, Tag, TargetRule, seen_of
from annotations.similar import alike
from annotations.tagtree import TagTree
from corpus_app.forms.seen import differing
from corpus_app.models import Project

MISSING = {"none", "na", "n/a", "nan", "-nan", "null", "<na>", "#n/a", "#na", "#n/a n/a"}  # to pandas or R "no value"

NOT_COLUMNS = {"seen", "new_meaning", "why"}
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
    parent = forms.ChoiceField(required=False, label="Under")
    look = forms.TypedChoiceField(choices=LOOKS, coerce=int, label="Colour and line", widget=forms.RadioSelect)
    shortcut = forms.CharField(
        required=False, max_length=8, widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "off"}),
        help_text="Typed in the palette, it brings this tag to the top: up to 8 letters and digits, a letter first.",
    )
    brief = forms.CharField(
        required=False, max_length=200, label="In brief", help_text="One line, for lists and for the palette.",
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    definition = forms.CharField(
        required=False, label="Full definition", widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )
    use_when = forms.CharField(required=False, widget=forms.Textarea({"rows": 3, "dir": "auto"}))
    avoid_when = forms.CharField(
        required=False, label="Do not use when", widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )
    examples = forms.CharField(
        required=False, help_text="One in each line; or pick them from passages.",
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )
    counter_example = forms.CharField(
        required=False, label="Counter-example", help_text="Looks like it, and is not: what to take instead.",
        widget=forms.Textarea({"rows": 2, "dir": "auto"}),
    )

    new_meaning = forms.BooleanField(required=False, label="From now on it means something else")
    why = forms.CharField(
        required=False, max_length=300, label="Why", help_text="For those who look again, and for the methods section.",
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *arguments: object, tag: Tag, seen: str, tree: TagTree, **options: object) -> None:
        said = {name: getattr(tag, name) for name in self.base_fields if name not in NOT_COLUMNS | {"parent"}}
        said["examples"] = "\n".join(texts(tag.examples))
        parent = tree[tag.parent_id].tag if tag.parent_id else None
        super().__init__(*arguments, initial={**said, "parent": parent.uid if parent else "", "seen": seen}, **options)
        self.tag, self.tree = tag, tree
        if tag.facet.kind == FacetKind.STANCE:
            del self.fields["parent"]
        else:
            self.fields["parent"].choices = [("", tag.facet.name), *self._places(parent)]

    def _places(self, parent: Tag | None) -> list[tuple[str, str]]:
        """Where it may stand: live tags of its facet that are not itself nor below it, and where it is."""
        below = {self.tag.pk, *self.tree[self.tag.pk].descendants}
        nodes = [node for pk, node in self.tree.nodes.items() if pk not in below]
        nodes = [node for node in nodes if node.tag.facet_id == self.tag.facet_id]
        offered = [node for node in nodes if node.tag.archived_at is None or node.tag == parent]
        return [(node.tag.uid, "\u2003" * (node.depth + 1) + node.tag.name) for node in offered]

    def clean_name(self) -> str:
        return _one_line(self.cleaned_data["name"])

    def clean_shortcut(self) -> str:
        shortcut = self.cleaned_data["shortcut"].strip().lower()
        if not SHORTCUT.fullmatch(shortcut):
            raise forms.ValidationError("A shortcut has letters and digits only, and a letter first.")
        others = Tag.objects.live().filter(project=self.tag.project_id, shortcut=shortcut).exclude(pk=self.tag.pk)
        other = others.first() if shortcut and self.tag.archived_at is None else None
        if other:
            raise forms.ValidationError(f"“{shortcut}” is the shortcut of “{other.name}”. Choose another one.")
        return shortcut

    def clean_examples(self) -> list[Example]:
        found = of_texts(self.cleaned_data["examples"].splitlines(), self.tag.examples)
        if len(found) > MOST:
            raise forms.ValidationError(f"A tag has up to {MOST} examples. Keep those that tell most.")
        return found

    def clean_parent(self) -> Tag | None:
        node = self.tree.by_uid(self.cleaned_data["parent"])
        return node.tag if node else None

    def clean(self) -> dict:
        cleaned = super().clean()
        name, parent = cleaned.get("name"), cleaned.get("parent")
        is_live = self.tag.archived_at is None and "parent" not in self.errors
        if name and is_live and is_taken(name, self.tag.facet, parent and parent.pk, but=self.tag):
            self.add_error("name", f"There is a tag “{name}” here already. Choose another name.")
        return cleaned

    def as_it_is(self, tag: Tag) -> "EditTagForm":
        """The same words once more, now knowing what the tag has become: sent again, they are saved."""
        data, seen = self.data.copy(), seen_of(tag)
        data["seen"] = seen
        form = EditTagForm(data, tag=tag, seen=seen, tree=self.tree)
        form.theirs = differing(form, EditTagForm(tag=tag, seen=seen, tree=self.tree), NOT_COLUMNS)
        return form

    def columns(self) -> dict[str, object]:
        """What actions.edit_tag takes."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in NOT_COLUMNS}
        if self.cleaned_data["new_meaning"]:
            said["new_meaning"] = self.cleaned_data["why"]
        hue, line = divmod(said.pop("look"), len(looks.PATTERNS))
        return {**said, "colour": looks.HUES[hue], "pattern": looks.PATTERNS[line]}


class MergeForm(forms.Form):
    """Which tags become which; `although_different` where they are different values of a stance."""

    tag = forms.MultipleChoiceField(error_messages={
        "required": "Tick the tags that are to be merged.",
        "invalid_choice": "A ticked tag has been archived or merged since. Tick the tags again.",
    })
    into = forms.ChoiceField(error_messages={
        "required": "Choose the tag that stays.",
        "invalid_choice": "The tag that should stay has been archived or merged since. Choose another one.",
    })
    although_different = forms.BooleanField(required=False)

    def __init__(self, data: object, *, tree: TagTree) -> None:
        super().__init__(data)
        self.live = {node.tag.uid: node.tag for node in tree.nodes.values() if node.tag.archived_at is None}
        self.fields["tag"].choices = self.fields["into"].choices = [(uid, uid) for uid in self.live]

    def clean_into(self) -> Tag:
        return self.live[self.cleaned_data["into"]]

    def clean_tag(self) -> list[Tag]:
        return [self.live[uid] for uid in dict.fromkeys(self.cleaned_data["tag"])]

    def clean(self) -> dict:
        """The tag that stays may be ticked, too: it stays."""
        cleaned = super().clean()
        if "tag" in cleaned and "into" in cleaned:
            cleaned["tag"] = [tag for tag in cleaned["tag"] if tag != cleaned["into"]]
            if not cleaned["tag"]:
                self.add_error("tag", "Tick at least one other tag.")
        return cleaned


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
        if name.casefold() in {other.casefold() for other in self.others()}:
            raise forms.ValidationError(f"There is a facet “{name}” here already. Choose another name.")
        return name

    def others(self) -> list[str]:
        return [name for _, name in self.names()]

    def names(self) -> list[tuple[int, str]]:
        return list(Facet.objects.filter(project=self.project).values_list("pk", "name"))


def is_taken(name: str, facet: Facet, parent: int | None, but: Tag | None = None) -> bool:
    """Whether a live tag beside it has the name in any case; compared here, because SQLite folds ASCII only."""
    siblings = Tag.objects.live().filter(facet=facet, parent=parent).exclude(pk=but and but.pk)
    return name.casefold() in {other.casefold() for other in siblings.values_list("name", flat=True)}


def warning_about(name: str) -> str:
    """A sentence where the name would be read as a missing value by the programs that results go to."""
    if name.casefold() not in MISSING:
        return ""
    return f"R and pandas read “{name}” as a missing value. A longer name, such as “no stance”, is safer."


def warning_of_twins(tag: Tag) -> str:
    """A sentence where a live tag of its facet has nearly the same name."""
    names = Tag.objects.live().filter(facet=tag.facet_id).exclude(pk=tag.pk).values_list("name", flat=True)
    close = alike(tag.name, names)[:3]
    if not close:
        return ""
    others = ", ".join(f"“{name}”" for name in close)
    return f"“{tag.name}” is close to {others}. If they mean the same, an owner can merge them."


def _one_line(name: str) -> str:
    return " ".join(name.split())
