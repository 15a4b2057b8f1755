"""What is to become of tags on the page that arranges them: one moved a step, or several that are ticked."""

from django import forms

from annotations.models import Tag
from annotations.tagtree import TagNode, TagTree

WAYS = ("up", "down", "in", "out", "to")
GONE = "A tag has been archived or merged since. Look at the codebook as it is now."
Place = tuple[Tag | None, Tag | None]  # the tag above, and the one it stands in front of


class ArrangeForm(forms.Form):
    """`move` is way:tag, or to:tag:parent:before with empty ids for the top and the end; `do` is for the ticked."""

    move = forms.CharField(required=False, max_length=80)
    do = forms.ChoiceField(required=False, choices=[(name, name) for name in ("look", "under", "archive", "merge")])
    under = forms.CharField(required=False, max_length=12)
    sure = forms.BooleanField(required=False)

    def __init__(self, data: object, *, tree: TagTree) -> None:
        super().__init__(data)
        self.tree = tree

    def clean(self) -> dict:
        cleaned = super().clean()
        uids = dict.fromkeys(self.data.getlist("tag")[:5_000])
        cleaned["tags"] = [node.tag for node in self.tree.nodes.values() if node.tag.uid in uids and is_live(node)]
        if cleaned.get("move"):
            cleaned["tags"], cleaned["place"] = self._one_moved(cleaned["move"])
        elif not cleaned["tags"]:
            raise forms.ValidationError("Tick the tags that are meant.")
        elif cleaned.get("do") == "under":
            cleaned["place"] = (self._live(cleaned["under"]) if cleaned["under"] else None, None)
        return cleaned

    def _one_moved(self, said: str) -> tuple[list[Tag], Place]:
        way, _, rest = said.partition(":")
        uid, *rest = rest.split(":")
        tag = self._live(uid)
        if way == "to" and len(rest) == 2:
            parent, before = (self._live(other) if other else None for other in rest)
            return [tag], (parent, before)
        if way not in WAYS or rest:
            raise forms.ValidationError("Say where the tag should go.")
        return [tag], stepped(self.tree, tag, way)

    def _live(self, uid: str) -> Tag:
        node = self.tree.by_uid(uid)
        if node is None or not is_live(node):
            raise forms.ValidationError(GONE)
        return node.tag


def is_live(node: TagNode) -> bool:
    return node.tag.archived_at is None


def stepped(tree: TagTree, tag: Tag, way: str) -> Place:
    """Where a tag stands after a step up or down among its siblings, into the one before it, or out of its parent.

    Raises ValidationError at an end.
    """
    beside = siblings(tree, tag, tag.parent_id)
    at = beside.index(tag)
    parent = tree[tag.parent_id].tag if tag.parent_id else None
    if way == "up" and at > 0:
        return parent, beside[at - 1]
    if way == "down" and at < len(beside) - 1:
        return parent, beside[at + 2] if at + 2 < len(beside) else None
    if way == "in" and at > 0:
        return beside[at - 1], None
    if way == "out" and parent:
        around = siblings(tree, parent, parent.parent_id)
        after = around[around.index(parent) + 1 :] if parent in around else []
        return (tree[parent.parent_id].tag if parent.parent_id else None), after[0] if after else None
    ends = {
        "up": f"“{tag.name}” is the first already.", "down": f"“{tag.name}” is the last already.",
        "in": f"There is no tag before “{tag.name}” that it could stand under.",
        "out": f"“{tag.name}” stands at the top already.",
    }
    raise forms.ValidationError(ends[way])


def siblings(tree: TagTree, tag: Tag, parent: int | None) -> list[Tag]:
    return [
        node.tag for node in tree.nodes.values()
        if node.tag.parent_id == parent and node.tag.facet_id == tag.facet_id and is_live(node)
    ]
