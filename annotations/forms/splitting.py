"""Splitting a tag: into which tags, and which of its passages goes to which of them."""

from django import forms

from annotations.forms.codebook import is_taken
from annotations.models import FacetKind, Highlight, Tag
from annotations.tagtree import TagTree
from corpus_app.models import User

MOST = 9  # a key for each


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
        names = [" ".join(line.split()) for line in self.cleaned_data["new"].splitlines()]
        names = list(dict.fromkeys(name for name in names if name))
        long = next((name for name in names if len(name) > 120), None)
        if long:
            raise forms.ValidationError(f"“{long[:40]} …” is longer than 120 characters. Shorten it.")
        return names

    @property
    def parent(self) -> Tag | None:
        """Where new tags stand; a stance's values have no tree."""
        is_beside = self.cleaned_data.get("beside") or self.tag.facet.kind == FacetKind.STANCE
        return self.tag.parent if is_beside else self.tag

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
