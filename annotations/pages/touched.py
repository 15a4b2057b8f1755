"""What looks different after a change, from its rows before and after: paragraphs, and the tags to count anew."""

from annotations.models import Comment, Highlight, Tagging
from corpus_app.models import Change

HIGHLIGHT, TAGGING, NOTE = (model._meta.label_lower for model in (Highlight, Tagging, Comment))


def highlights_of(change: Change) -> list[Highlight]:
    """The highlights it concerns, removed ones too, and unsaved ones that stand where they stood before."""
    present = Highlight.objects.in_bulk(_keys(change))
    found = list(present.values())
    for edit in change.edits:
        if edit["table"] == HIGHLIGHT and edit["id"] in present:
            found += [_stood(present[edit["id"]], edit[side] or {}) for side in ("before", "after")]
    return found


def tags_of(change: Change) -> list[int]:
    rows = [edit["after"] or edit["before"] for edit in change.edits if edit["table"] == TAGGING]
    return [row["tag_id"] for row in rows if "tag_id" in row]


def _keys(change: Change) -> set[int]:
    found = set()
    for edit in change.edits:
        sides = [side for side in (edit["before"], edit["after"]) if side]
        if edit["table"] == HIGHLIGHT:
            found.add(edit["id"])
        elif edit["table"] in (TAGGING, NOTE):
            found |= {side["highlight_id"] for side in sides if "highlight_id" in side}
    notes = {edit["id"] for edit in change.edits if edit["table"] == NOTE}
    on_passages = Comment.objects.filter(pk__in=notes, highlight__isnull=False)
    return found | set(on_passages.values_list("highlight", flat=True))


def _stood(highlight: Highlight, row: dict[str, int]) -> Highlight:
    return Highlight(
        first_paragraph=row.get("first_paragraph", highlight.first_paragraph),
        last_paragraph=row.get("last_paragraph", highlight.last_paragraph),
    )
