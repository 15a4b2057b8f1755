"""What the diary's verbs are in words, which of them can be taken back, and what taking one back is called. Pure.

A change that takes another back carries its verb: undo add-tagging, redo add-tagging. So one look at a change says
what it is about, however often it went to and fro.
"""

from datetime import timedelta

ON_PAGE = {  # done on the reading page: "Undo: tagging …", "Ben has tagged …"
    "add-highlight": ("highlighting", "highlighted"),
    "remove-highlight": ("deleting", "deleted"),
    "code-occurrences": ("coding all occurrences of", "coded all occurrences of"),
    "move-edges": ("moving the edges of", "moved the edges of"),
    "split-highlight": ("splitting", "split"),
    "merge-highlights": ("merging", "merged"),
    "add-tagging": ("tagging", "tagged"),
    "remove-tagging": ("taking a tag off", "taken a tag off"),
    "write-note": ("writing a note on", "written a note on"),
    "edit-note": ("changing a note on", "changed a note on"),
    "remove-note": ("deleting a note on", "deleted a note on"),
    "reply-to-note": ("answering a note on", "answered a note on"),
    "resolve-note": ("resolving a note on", "resolved a note on"),
    "reopen-note": ("reopening a note on", "reopened a note on"),
}
ELSEWHERE = {
    "tag-passages": "tagged passages together",
    "retag-passages": "given passages another tag",
    "untag-passages": "taken a tag off passages",
    "save-view": "saved this view",
    "save-view-privately": "saved this view",
    "remove-view": "removed this view",
    "remove-view-privately": "removed this view",
    "remove-article": "removed this article",
    "correct-metadata": "corrected the details of this article",
    "add-version": "changed the text of this article",
    "place-highlights": "placed this passage in a new text",
    "leave-highlights": "left this passage in the older text",
    "add-set": "made this set",
    "fill-set": "changed what is in this set",
    "remove-set": "deleted this set",
    "add-field": "made this field",
    "edit-field": "changed this field",
    "import-codebook": "imported this into the codebook",
    "add-preset": "added a preset to the codebook",
    "edit-tag": "changed this tag",
    "edit-facet": "changed this facet",
    "move-tags": "moved these tags",
    "archive-tag": "archived this tag",
    "unarchive-tag": "brought this tag back",
    "merge-tags": "merged this tag",
    "change-meaning": "changed what this tag means",
    "look-again": "looked again at these passages",
    "edit-entity": "changed this name",
    "merge-entities": "merged these names",
    "split-tag": "dealt out the passages of this tag",
    "write-memo": "written this memo",
    "edit-memo": "changed this memo",
    "remove-memo": "deleted this memo",
    "share-memo": "shared this memo with the team",
    "unshare-memo": "made this memo private",
    "write-memo-privately": "written this memo",
    "edit-memo-privately": "changed this memo",
    "remove-memo-privately": "deleted this memo",
}
DONE = {verb: f"{done} this passage" for verb, (_, done) in ON_PAGE.items()} | ELSEWHERE
RESTORABLE = timedelta(days=30)  # how long what somebody removed can be brought back
UNDOABLE = set(DONE)
REMOVALS = {"remove-highlight", "remove-tagging", "remove-note", "remove-memo", "archive-tag", "remove-article",
            "remove-set", "untag-passages", "remove-view"}  # fmt: skip


def root(verb: str) -> str:
    """What was done in the first place."""
    return verb.rsplit(" ", 1)[-1]


def taken_back(verb: str) -> str:
    """The verb of the change that takes one of this verb back."""
    return f"redo {root(verb)}" if is_undo(verb) else f"undo {root(verb)}"


def is_undo(verb: str) -> bool:
    return verb.startswith("undo ")


def undos() -> list[str]:
    """Of what is done on the reading page."""
    return [f"undo {verb}" for verb in ON_PAGE]


def doings() -> list[str]:
    """What is done on the reading page, for the first time or again."""
    return [*ON_PAGE, *(f"redo {verb}" for verb in ON_PAGE)]


def in_words(verb: str) -> str:
    """To come after “Ben has”."""
    done = DONE.get(root(verb), "changed it")
    if is_undo(verb):
        return f"taken back that they had {done}"
    return done
