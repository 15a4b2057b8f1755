"""What is written beside passages, articles and tags: notes and memos, and how the list of them is narrowed."""

from django import forms

from annotations.forms.highlights import NoteForm
from annotations.pages.written import Kind, State
from corpus_app.ids import is_id

LONGEST = 20_000
SEARCH = {"type": "search", "dir": "auto"}
Choices = list[tuple[str, str]]
VERSION = {"min_value": 1, "max_value": 2**31 - 1}


class EditNoteForm(NoteForm):
    """Which version the person saw stands beside the text; without it, theirs counts."""

    version_no = forms.IntegerField(required=False, **VERSION)


class MemoForm(forms.Form):
    """A memo; its id may be made in the browser, so that sent twice it is one."""

    uid = forms.CharField(required=False, max_length=12)
    text = forms.CharField(max_length=LONGEST, error_messages={"required": "Write something first."})
    is_shared = forms.BooleanField(required=False)

    def clean_uid(self) -> str:
        uid = self.cleaned_data["uid"]
        if uid and not is_id(uid):
            raise forms.ValidationError("An id is twelve characters of 0-9 and a-z.")
        return uid


class EditMemoForm(MemoForm):
    version_no = forms.IntegerField(**VERSION)


class WrittenForm(forms.Form):
    """The list of all that is written; the address holds it all, and what makes no sense is left out."""

    text = forms.CharField(label="Words", required=False, max_length=200, widget=forms.TextInput(SEARCH))
    kind = forms.ChoiceField(label="What", required=False, choices=[("", "Everything"), *Kind.choices])
    author = forms.ChoiceField(label="Who", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *State.choices])
    article = forms.ChoiceField(label="Article", required=False)
    before = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: object, *, authors: Choices, articles: Choices) -> None:
        super().__init__(data)
        self.fields["author"].choices = [("", "Everybody"), *authors]
        self.fields["article"].choices = [("", "All articles"), *articles]

    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
