"""A file with a codebook: uploaded, or as it came back from the page that showed what it would do."""

from django import forms

from annotations.exchange import codebook_csv, codebook_json, codebook_qdc
from annotations.exchange.outline import SaidCodebook, Unreadable
from corpus_app.importing.decode import decode
from corpus_app.importing.problems import ImportProblem

MAX_BYTES = 2_000_000


class CodebookFileForm(forms.Form):
    """`said` is what the file says, whichever of the three kinds it is."""

    file = forms.FileField(
        required=False, label="File", help_text="A codebook as .csv, .json or .qdc, up to 2 MB.",
        widget=forms.FileInput({"accept": ".csv,.json,.qdc,.tsv"}),
        error_messages={"empty": "There is nothing in this file. Choose another one."},
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8 * MAX_BYTES)
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    said: SaidCodebook

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        file = cleaned.get("file")
        if not file and not cleaned.get("content"):
            raise forms.ValidationError("Choose a file with a codebook.")
        try:
            self.said = read(file.name, file) if file else codebook_json.read(cleaned["content"])
        except (Unreadable, ImportProblem) as reason:
            raise forms.ValidationError(str(reason)) from reason
        return cleaned


def read(name: str, file: object) -> SaidCodebook:
    if file.size > MAX_BYTES:
        raise Unreadable("This file is larger than 2 MB. Bring the codebook in parts.")
    data = file.read()
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return codebook_json.read(data.decode("utf-8-sig", "replace"))
    if start.startswith(b"<") or name.lower().endswith(".qdc"):
        return codebook_qdc.read(data)
    return codebook_csv.read(decode(data).text)
