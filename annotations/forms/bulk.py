"""What to do with the tags of many passages."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from annotations.actions.bulk import Way
from annotations.models import Tag, TargetRule
from annotations.tagtree import TagTree

MOST = 2_000


class BulkForm(forms.Form):
    """`passage` are the ids of what was ticked; with `all`, all that the filter finds."""

    way = forms.ChoiceField(choices=[(way.value, way.value) for way in Way])
    target = forms.CharField(required=False, max_length=200)

    def __init__(self, data: QueryDict, *, tree: TagTree) -> None:
        super().__init__(data if "way" in data else None)
        self.tree = tree
        self.said = data

    def clean(self) -> dict[str, object]:
        values = super().clean()
        way = Way(values["way"]) if "way" in values else Way.ADD
        tag = self._tag("tag", "Choose the tag.")
        to = self._tag("to", "Choose the tag that takes its place.") if way is Way.SWAP else None
        new = to or tag
        if way is not Way.REMOVE and new.archived_at is not None:
            raise ValidationError(f"“{new.name}” is archived. Choose another tag.")
        if to and to.facet_id != tag.facet_id:
            raise ValidationError("A tag gives way to another one of its facet. Choose one from there.")
        if to and to.pk == tag.pk:
            raise ValidationError("These are the same tag. Choose another one to take its place.")
        if way is Way.ADD and new.facet.target == TargetRule.REQUIRED and not values.get("target"):
            raise ValidationError(f"“{new.facet.name}” needs a target: say what the stance is about.")
        if way is Way.ADD and new.facet.target == TargetRule.NO and values.get("target"):
            raise ValidationError("This tag takes no target. Leave that field empty.")
        return {**values, "way": way, "tag": tag, "to": to}

    def _tag(self, key: str, missing: str) -> Tag:
        node = self.tree.by_uid(self.said.get(key, ""))
        if node is None:
            raise ValidationError(missing)
        return node.tag
