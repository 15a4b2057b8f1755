"""What the reading page sends: a passage, a tagging, a note."""

from django import forms
from django.core.exceptions import ValidationError

from annotations.models import Entity, Facet, HolderKind, HolderRule, Tag, TargetRule, settled, successor
from corpus_app.ids import is_id
from corpus_app.models import Project
from corpus_app.written import Written

LONGEST_QUOTE = 200_000
TOO_LONG = "This passage has more than 200,000 characters, too many for one highlight. Mark it in parts."

# Of the project that was entered; asked in every save.
TAGS = Written(lambda project, uid: Tag.objects.live().filter(project=project, uid=uid).select_related("facet"))
FACETS = Written(lambda project, uid: Facet.objects.filter(project=project, uid=uid))
ENTITIES = Written(lambda project, uid: Entity.objects.filter(project=project, uid=uid))


class Shared(dict):
    """The fields of all instances of a form: to copy fifteen for each took as long as to check them."""

    def __deepcopy__(self, memo: dict) -> "Shared":
        return self


class TaggingForm(forms.Form):
    """A tag of the codebook, or the name of a new one; for a stance its target and, if wanted, whose it is."""

    tag = forms.CharField(required=False, max_length=12)
    new_tag = forms.CharField(required=False, max_length=120)
    facet = forms.CharField(required=False, max_length=12)
    parent = forms.CharField(required=False, max_length=12)
    target = forms.CharField(required=False, max_length=12)
    new_target = forms.CharField(required=False, max_length=200)
    holder = forms.CharField(required=False, max_length=12)
    new_holder = forms.CharField(required=False, max_length=200)
    holder_kind = forms.ChoiceField(required=False, choices=[("", ""), *HolderKind.choices])
    memo = forms.CharField(required=False, max_length=10_000)

    def __init__(self, data: dict[str, str], *, project: Project, tag_required: bool = True) -> None:
        super().__init__(data)
        self.project = project
        self.tag_required = tag_required
        self.merged: tuple[Tag, Tag] | None = None  # a tag that was asked for, and the one it has been merged into

    def clean_tag(self) -> Tag | None:
        return self._tag("tag", "This tag is not in the codebook any more. Choose another one.")

    def clean_facet(self) -> Facet | None:
        return self._named("facet", FACETS, "There is no such facet.")

    def clean_parent(self) -> Tag | None:
        return self._tag("parent", "The tag above is not in the codebook any more.")

    def clean_target(self) -> Entity | None:
        return settled(self._named("target", ENTITIES, "This name is not in the project any more."))

    def clean_holder(self) -> Entity | None:
        return settled(self._named("holder", ENTITIES, "This name is not in the project any more."))

    def clean(self) -> dict[str, object]:
        values = super().clean()
        tag, new_tag = values.get("tag"), values.get("new_tag", "").strip()
        facet = tag.facet if tag else values.get("facet")
        if self.errors:
            return values
        if new_tag and not facet:
            raise ValidationError("Choose the facet the new tag belongs to.")
        parent = values.get("parent")
        if new_tag and parent and parent.facet_id != facet.pk:
            raise ValidationError("The tag above belongs to another facet. Choose one of the same facet.")
        if not tag and not new_tag:
            if self.tag_required:
                raise ValidationError("Choose a tag.")
            return values
        has_target = bool(values.get("target") or values.get("new_target", "").strip())
        has_holder = bool(values.get("holder") or values.get("new_holder", "").strip() or values.get("holder_kind"))
        if facet.target == TargetRule.REQUIRED and not has_target:
            raise ValidationError(f"“{facet.name}” needs a target: choose what the stance is about.")
        if facet.target == TargetRule.NO and has_target:
            raise ValidationError(f"“{facet.name}” takes no target.")
        if facet.holder == HolderRule.NO and has_holder:
            raise ValidationError(f"“{facet.name}” takes no holder.")
        return values

    def _tag(self, field: str, message: str) -> Tag | None:
        """A save may have waited in a browser: a tag that was merged meanwhile is the one it was merged into."""
        try:
            return self._named(field, TAGS, message)
        except ValidationError:
            gone = Tag.objects.filter(project=self.project, uid=self.cleaned_data[field]).first()
            tag = gone and successor(gone)
            if tag is None:
                raise
            if tag.archived_at is not None:
                raise ValidationError(f"“{tag.name}” has been archived since. Choose another tag.") from None
            self.merged = (gone, tag) if field == "tag" else None
            return tag

    def _named(self, field: str, rows: Written, message: str) -> Tag | Facet | Entity | None:
        uid = self.cleaned_data[field]
        if not uid:
            return None
        found = rows.first(project=self.project.pk, uid=uid)
        if found is None:
            raise ValidationError(message)
        return found


class HighlightForm(TaggingForm):
    """A passage by its offsets in code points of the version's text and its words; a tagging may come with it."""

    uid = forms.CharField(max_length=12)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    start = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    end = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    quote = forms.CharField(strip=False, max_length=LONGEST_QUOTE, error_messages={"max_length": TOO_LONG})

    def clean_uid(self) -> str:
        return _made_in_browser(self.cleaned_data["uid"])

    def clean_quote(self) -> str:
        return self.cleaned_data["quote"].replace("\r\n", "\n")  # forms send line ends so; stored texts have none

    def clean(self) -> dict[str, object]:
        values = super().clean()
        if "start" in values and "end" in values and values["start"] >= values["end"]:
            raise ValidationError("A highlight must begin before it ends. Mark the passage again.")
        return values


TaggingForm.base_fields = Shared(TaggingForm.base_fields)
HighlightForm.base_fields = Shared(HighlightForm.base_fields)


class NoteForm(forms.Form):
    """A note; its id is made in the browser, so that sent twice it is one. Without script the server makes it."""

    uid = forms.CharField(required=False, max_length=12)
    text = forms.CharField(max_length=20_000, error_messages={"required": "Write something first."})

    def clean_uid(self) -> str:
        return self.cleaned_data["uid"] and _made_in_browser(self.cleaned_data["uid"])


def _made_in_browser(uid: str) -> str:
    if not is_id(uid):
        raise ValidationError("An id is twelve characters of 0-9 and a-z.")
    return uid
