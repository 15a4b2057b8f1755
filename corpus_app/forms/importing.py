"""What people bring: pasted text or files, within limits, and the corrections they make to a draft."""

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile

from corpus_app.fetching.addresses import LONGEST, NotFetched, place_of
from corpus_app.forms.articles import MetadataForm, text_field
from corpus_app.importing.blocks import Kind
from corpus_app.importing.decode import MAX_BYTES

MAX_FILES = 500
ACCEPTED = ".txt,.text,.md,.markdown,.html,.htm,.xhtml,.docx,.odt,.rtf,.epub,.pdf,.csv,.tsv,.jsonl,.xlsx,.zip"
MAX_TOTAL = 50_000_000


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files. Each file's own trouble is told on its draft; here only what they are together is checked."""

    widget = ManyFiles

    def clean(self, data: list[UploadedFile] | None, initial: object = None) -> list[UploadedFile]:
        files = data or []
        if len(files) > MAX_FILES:
            raise forms.ValidationError(
                f"These are {len(files)} files; {MAX_FILES} fit at once. Add the first {MAX_FILES} and then the others."
            )
        if sum(file.size for file in files) > MAX_TOTAL:
            raise forms.ValidationError(
                f"These files are larger than {MAX_TOTAL // 1_000_000} MB in all. Add some of them and then the others."
            )
        return files


class AddArticlesForm(forms.Form):
    text = forms.CharField(
        label="Paste the text of one article", required=False, strip=False,
        widget=forms.Textarea({"rows": 9, "dir": "auto"}),
    )
    files = FilesField(
        label="Or choose files", required=False,
        widget=ManyFiles({"accept": ACCEPTED}),
        help_text="Text, Markdown, saved web pages, Word, OpenDocument, RTF, e-books (EPUB), PDF with text, Nexis "
        "and Factiva deliveries, tables (CSV, Excel, JSON Lines) with an article in each row, and .zip archives; "
        f"up to {MAX_FILES} files or {MAX_TOTAL // 1_000_000} MB at once.",
    )
    url = forms.CharField(
        label="Or give the address of a page", required=False, max_length=LONGEST,
        widget=forms.URLInput({"placeholder": "https://", "autocomplete": "off"}),
        help_text="A page, text or PDF that everybody can read without signing in. It is fetched by this server, "
        "which the site sees.",
    )
    source = text_field("Source", 200, list="sources")

    def __init__(self, *args: object, fetches: bool = False, **options: object) -> None:
        super().__init__(*args, **options)
        if not fetches:
            del self.fields["url"]

    def clean_url(self) -> str:
        """Told at once where it can be told without asking anybody; what it leads to is checked when it is fetched."""
        url = self.cleaned_data["url"].strip()
        if not url:
            return ""
        try:
            place_of(url)
        except NotFetched as problem:
            raise forms.ValidationError(str(problem)) from problem
        return url

    def clean_text(self) -> str:
        """A browser sends CRLF for each line end, whatever was pasted."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text.encode()) > MAX_BYTES:
            raise forms.ValidationError(
                f"This text is larger than {MAX_BYTES // 1_000_000} MB, the limit for one article. Paste it in parts."
            )
        return text

    def clean(self) -> dict:
        url = self.cleaned_data.get("url")
        brought = self.cleaned_data.get("text", "").strip() or self.cleaned_data.get("files")
        if url and brought:
            raise forms.ValidationError("Bring the page at the address alone, and then the text or the files.")
        if not self.errors and not brought and not url:
            raise forms.ValidationError("There is nothing to add yet. Paste a text or choose files.")
        return self.cleaned_data


GONE = "A draft you chose is gone. Choose again in the list as it is now."


class ManyDraftsForm(forms.Form):
    """Values for the drafts that are chosen; what stays empty is not touched."""

    source = MetadataForm.base_fields["source"]
    published = MetadataForm.base_fields["published"]
    language = MetadataForm.base_fields["language"]
    is_all = forms.BooleanField(label="all that are shown", required=False)
    draft = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": GONE})

    def __init__(self, *args: object, uids: Sequence[str], **options: object) -> None:
        super().__init__(*args, **options)
        self.uids = uids
        self.fields["draft"].choices = [(uid, uid) for uid in uids]

    def clean(self) -> dict:
        given = {name: self.cleaned_data[name] for name in ("source", "published", "language")
                 if self.cleaned_data.get(name)}  # fmt: skip
        chosen = self.uids if self.cleaned_data.get("is_all") else self.cleaned_data.get("draft", [])
        if not self.errors and not chosen:
            raise forms.ValidationError("Choose the drafts by their boxes, or all that are shown.")
        if not self.errors and not given:
            raise forms.ValidationError("Write the source, date or language that the chosen drafts have in common.")
        return {"chosen": set(chosen), "values": given}


class KindForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in Kind])

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])


class SplitForm(forms.Form):
    """Before which code point of a paragraph; nothing where the places are to be shown first."""

    at = forms.RegexField(r"^[0-9]{1,8}$", required=False)

    def clean_at(self) -> int | None:
        return int(self.cleaned_data["at"]) if self.cleaned_data["at"] else None


DELIMITERS = {
    ",": ("comma", "commas"), ";": ("semicolon", "semicolons"), "\t": ("tab", "tabs"), "|": ("bar", "vertical bars"),
}  # fmt: skip


class DelimiterForm(forms.Form):
    """What separates the fields of a table in plain text; a tab has no sign of its own to be sent."""

    delimiter = forms.ChoiceField(label="Its fields are separated by", choices=list(DELIMITERS.values()))

    def clean_delimiter(self) -> str:
        return next(sign for sign, (name, _) in DELIMITERS.items() if name == self.cleaned_data["delimiter"])


class EncodingForm(forms.Form):
    """Only what the draft offers; anything else would be a guess."""

    def __init__(self, *args: object, choices: list[dict], **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["encoding"] = forms.ChoiceField(
            choices=[(choice["encoding"], choice["label"]) for choice in choices],
            error_messages={"required": "Choose one of the readings.", "invalid_choice": "Choose one of the readings."},
        )
