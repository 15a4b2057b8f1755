"""What the palette sends beside single taggings: a pin, and the last tags once more."""

from django import forms
from django.core.exceptions import ValidationError

from annotations.actions import NewTagging
from annotations.forms.highlights import HighlightForm
from annotations.models import Entity, HolderKind, HolderRule, Tag, TargetRule, settled
from corpus_app.models import Project

MOST = 20  # taggings at once
GONE = "A tag or name of the last ones is not in the project any more. Choose the tags anew."


class PinForm(forms.Form):
    pinned = forms.ChoiceField(choices=[("1", "pinned"), ("0", "not pinned")])


class TagAgainForm(forms.Form):
    """`again` lists tag.target.holder.holder_kind by public ids, parted by spaces; all but the tag may be empty."""

    again = forms.CharField(max_length=1_000)

    def __init__(self, data: dict[str, str], *, project: Project) -> None:
        super().__init__(data)
        self.project = project

    def clean_again(self) -> list[NewTagging]:
        return taggings_of(self.project, self.cleaned_data["again"])


class HighlightAgainForm(HighlightForm):
    def __init__(self, data: dict[str, str], *, project: Project) -> None:
        super().__init__(data, project=project, tag_required=False)
        self.fields = {**self.fields, "again": forms.CharField(max_length=1_000)}

    def clean_again(self) -> list[NewTagging]:
        return taggings_of(self.project, self.cleaned_data["again"])


def taggings_of(project: Project, said: str) -> list[NewTagging]:
    """Two queries. Raises ValidationError where one is not possible any more."""
    wanted = [(*part.split("."), "", "", "")[:4] for part in dict.fromkeys(said.split())][:MOST]
    uids = {uid for _, *two, _ in wanted for uid in two if uid}
    live = Tag.objects.live().filter(project=project, uid__in=[tag for tag, *_ in wanted]).select_related("facet")
    tags = {tag.uid: tag for tag in live}
    entities = {one.uid: settled(one) for one in Entity.objects.filter(project=project, uid__in=uids)}
    found = []
    for tag, target, holder, kind in wanted:
        is_there = tag in tags and {target, holder} - {""} <= entities.keys() and kind in ("", *HolderKind.values)
        if not is_there or not _may_be_said(tags[tag], target, holder or kind):
            raise ValidationError(GONE)
        found.append(NewTagging(tags[tag], entities.get(target), entities.get(holder), kind))
    return found


def _may_be_said(tag: Tag, target: str, holder: str) -> bool:
    """By the rules of its facet, which may have changed since it was said first."""
    wants = tag.facet.target
    fits = wants == TargetRule.OPTIONAL or bool(target) == (wants == TargetRule.REQUIRED)
    return fits and not (holder and tag.facet.holder == HolderRule.NO)
