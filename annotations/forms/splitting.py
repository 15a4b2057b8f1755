"""Splitting a tag: into which tags, and which of its passages goes to which of them."""

from django import forms
from django.utils.text import slugify

from annotations import looks
from annotations.forms.codebook import is_taken
from annotations.models import FacetKind, Highlight, Tag
from annotations.tagtree import TagTree
from corpus_app.models import User

MOST = 9  # a key for each
LONGEST = 120


def names_of(lines: str) -> list[str]:
    names = [" ".join(line.split()) for line in lines.splitlines()]
    return list(dict.fromkeys(name for name in names if name))


def place_of(tag: Tag, *, is_beside: bool) -> Tag | None:
    return tag.parent if is_beside or tag.facet.kind == FacetKind.STANCE else tag


def planned(tag: Tag, lines: str, *, is_beside: bool, count: int) -> list[Tag]:
    """Tags by these names as they would be, not saved; `count` is how many the project has."""
    found = []
    for nth, name in enumerate(name for name in names_of(lines) if len(name) <= LONGEST):
        colour, pattern = looks.nth(count + nth)
        value = (slugify(name)[:40] or "value") if tag.facet.kind == FacetKind.STANCE else ""
        found.append(Tag(
            uid=f"new-{nth}", project=tag.project, facet=tag.facet, parent=place_of(tag, is_beside=is_beside),
            name=name, colour=colour, pattern=pattern, value=value,
        ))
    return found


class SplitIntoForm(forms.Form):
    """Which tags are there already, and the names of those to be made."""

    into = forms.MultipleChoiceField(required=False)
    new = forms.CharField(
        required=False, label="New tags", help_text="One name in each line.", max_length=2_000,
        widget=forms.Textarea({"rows": 3, "dir": "auto"}),
    )
    beside = forms.BooleanField(required=False, label="New tags stand beside it", help_text="Otherwise below it.")

    def __init__(self, data: object, *, tag: Tag, tree: TagTree) -> None:
        super().__init__(data)
        self.tag = tag
        nodes = [node for node in tree.nodes.values() if node.tag.archived_at is None and node.tag != tag]
        self.places = [node for node in nodes if node.tag.facet_id == tag.facet_id]
        self.fields["into"].choices = [(node.tag.uid, node.path_text) for node in self.places]

    def clean_into(self) -> list[Tag]:
        return [node.tag for node in self.places if node.tag.uid in self.cleaned_data["into"]]

    def clean_new(self) -> list[str]:
        names = names_of(self.cleaned_data["new"])
        long = next((name for name in names if len(name) > LONGEST), None)
        if long:
            raise forms.ValidationError(f"“{long[:40]} …” is longer than {LONGEST} characters. Shorten it.")
        return names

    @property
    def parent(self) -> Tag | None:
        """Where new tags stand; a stance's values have no tree."""
        return place_of(self.tag, is_beside=self.cleaned_data.get("beside", False))

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in cleaned.get("new", ()):
            parent = self.parent
            if is_taken(name, self.tag.facet, parent and parent.pk):
                self.add_error("new", f"There is a tag “{name}” here already. Tick it, or choose another name.")
        count = len(cleaned.get("into", ())) + len(cleaned.get("new", ()))
        if not self.errors and not count:
            self.add_error(None, "Say at least one tag that passages should go to.")
        if count > MOST:
            self.add_error(None, f"Take up to {MOST} tags at once, so that each has a key.")
        return cleaned


class DealForm(forms.Form):
    """`dealt` is what goes where: fields to-<highlight> with a tag's id, empty where the passage stays."""

    sure = forms.BooleanField(required=False)
    archive = forms.BooleanField(required=False)

    def __init__(self, data: object, *, tag: Tag, into: list[Tag], user: User) -> None:
        super().__init__(data)
        self.tag, self.user = tag, user
        self.into = {other.uid: other for other in into}

    def clean(self) -> dict:
        cleaned = super().clean()
        said = {name.removeprefix("to-"): uid for name, uid in self.data.items() if name.startswith("to-") and uid}
        if set(said.values()) - set(self.into):
            raise forms.ValidationError("One of these tags has been archived or merged since. Begin again.")
        marks = Highlight.objects.visible_to(self.user).filter(project=self.tag.project_id, uid__in=list(said)[:1_000])
        marks = marks.filter(taggings__tag=self.tag).distinct().order_by("pk")
        cleaned["dealt"] = {mark: self.into[said[mark.uid]] for mark in marks}
        if not cleaned["dealt"]:
            raise forms.ValidationError("Choose a tag for at least one passage.")
        return cleaned
