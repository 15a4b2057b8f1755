"""The paragraphs of an article as somebody edits them: text and kind of each; blank lines part one in two."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django import forms

from corpus_app.actions import NewParagraph
from corpus_app.importing.blocks import ROLES, Kind, Role
from corpus_app.importing.decode import MAX_BYTES

BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
KINDS = {kind.value for kind in Kind}
MOST = 2_500  # paragraphs of one page; the server takes 9,000 fields at once


@dataclass(frozen=True)
class Edited:
    """A block of the page: its number there, text and kind; `was` is the paragraph as it is."""

    number: int
    text: str
    kind: str
    was: NewParagraph
    is_joined: bool = False

    @property
    def lines(self) -> int:
        """Rows of its field, where the browser does not fit it."""
        return min(12, 1 + len(self.text) // 75)

    def parted(self) -> Iterator[NewParagraph]:
        """What it becomes: a paragraph for each text between blank lines, none where there are no words."""
        role = self.was.role if self.kind == self.was.kind else ROLES.get(Kind(self.kind), Role.CONTENT).value
        joins = self.was.joins if self.text == self.was.text else ()
        for text in BLANK_LINES.split(self.text):
            if text.strip():
                yield NewParagraph(text.strip(), self.kind, role, joins)


class TextForm(forms.Form):
    """`blocks` are the paragraphs that are edited; their fields are numbered from `first`."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    over = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    reason = forms.CharField(
        label="What you changed, and why", max_length=300, required=False,
        widget=forms.TextInput({"placeholder": "Misread letters, a paragraph that was missing …", "dir": "auto"}),
    )

    def __init__(self, *args: object, blocks: Sequence[NewParagraph], first: int = 1, **options: object) -> None:
        super().__init__(*args, **options)
        self.before = [Edited(number, new.text, new.kind, new) for number, new in enumerate(blocks, first)]

    def shown(self) -> list[Edited]:
        """What stands in the fields: as it was posted, or as it is."""
        return [self._posted(block) for block in self.before] if self.is_bound else self.before

    def clean(self) -> dict:
        edited = self.shown()
        if any(block.kind not in KINDS for block in edited):
            raise forms.ValidationError("Choose one of the kinds in the list for each paragraph.")
        self.cleaned_data["paragraphs"] = [new for block in _joined(edited) for new in block.parted()]
        return self.cleaned_data

    def _posted(self, block: Edited) -> Edited:
        text = self.data.get(f"text-{block.number}", block.text).replace("\r\n", "\n").replace("\r", "\n")
        kind = self.data.get(f"kind-{block.number}", block.kind)
        return replace(block, text=text, kind=kind, is_joined=f"join-{block.number}" in self.data)


def _joined(edited: Sequence[Edited]) -> Iterator[Edited]:
    """Each that is to be joined with the next one, together with it."""
    waiting: Edited | None = None
    for block in edited:
        if waiting:
            block = replace(
                waiting, text=f"{waiting.text.rstrip()} {block.text.lstrip()}", is_joined=block.is_joined
            )
        waiting = block if block.is_joined else None
        if waiting is None:
            yield block
    if waiting:
        yield waiting


def whole(posted: dict[str, str]) -> list[NewParagraph]:
    """Places for all paragraphs that a page posts, where none of them is one of the article's yet."""
    count = sum(name.startswith("text-") for name in posted)
    return [NewParagraph("", Kind.BODY.value, Role.CONTENT.value)] * min(count, MOST)


class NewerTextForm(forms.Form):
    """A newer text of the article, pasted or as a file."""

    text = forms.CharField(
        label="Paste the text", required=False, strip=False, widget=forms.Textarea({"rows": 6, "dir": "auto"})
    )
    file = forms.FileField(label="Or choose its file", required=False)

    def clean(self) -> dict:
        said = self.cleaned_data
        if not self.errors and not ((said["text"] or "").strip() or said["file"]):
            raise forms.ValidationError("There is no text yet. Paste it, or choose its file.")
        if said.get("file") and said["file"].size > MAX_BYTES:
            raise forms.ValidationError(f"This file is larger than {MAX_BYTES // 1_000_000} MB, the limit for one.")
        return said

    def brought(self) -> tuple[str, bytes]:
        """Its name and bytes."""
        file, text = self.cleaned_data["file"], self.cleaned_data["text"]
        return (file.name, file.read()) if file else ("", text.replace("\r\n", "\n").encode())


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("accept", "accept"), ("leave", "leave")])


class PlaceForm(forms.Form):
    """Words of the new text; `start` says which, where they stand there more than once."""

    words = forms.CharField(
        label="The words in the new text", max_length=100_000, widget=forms.Textarea({"rows": 3, "dir": "auto"})
    )
    start = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)

    def places_in(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand, as code points, whatever white space is between them; all where none is chosen."""
        words = r"\s+".join(map(re.escape, self.cleaned_data["words"].split()))
        found = [match.span() for match in re.finditer(words, text)]
        start = self.cleaned_data["start"]
        return [place for place in found if place[0] == start] or found if start is not None else found
