"""From bytes of any format to drafts. Imports every format, so only the reading process may import it."""

import hashlib

from corpus_app.importing import finish
from corpus_app.importing.draft import Draft
from corpus_app.importing.formats import docx, epub, html, markdown, nexis, odt, pdf, rtf
from corpus_app.importing.found import Readout
from corpus_app.importing.packed import Packed
from corpus_app.importing.problems import NotText
from corpus_app.importing.sniff import Format, sniff

READERS = {
    Format.HTML: html.read,
    Format.MARKDOWN: markdown.read,
    Format.NEXIS: nexis.read,
    Format.PDF: pdf.read,
    Format.RTF: rtf.read,
}
INSIDE = {Format.DOCX: docx.read, Format.ODT: odt.read, Format.EPUB: epub.read}
TYPES = {b"application/epub+zip": Format.EPUB, b"application/vnd.oasis.opendocument.text": Format.ODT,
         b"application/vnd.oasis.opendocument.text-template": Format.ODT}  # fmt: skip


def read_file(data: bytes, name: str = "", encoding: str | None = None) -> list[Draft]:
    """All articles of a file, in its order. Raises ImportProblem."""
    form, readout = read_any(data, name, encoding)
    return finish.drafts(readout, name=name, sha256=hashlib.sha256(data).hexdigest(), form=form)


def read_any(data: bytes, name: str, encoding: str | None) -> tuple[Format, Readout]:
    form = sniff(data, name)
    if form in READERS:
        return form, READERS[form](data, encoding)
    packed = Packed(data)
    form = inside(packed)
    return form, INSIDE[form](packed)


def inside(packed: Packed) -> Format:
    """What a zip file is, by what lies in it."""
    if "[Content_Types].xml" in packed:
        if any(name.startswith("word/") for name in packed.members):
            return Format.DOCX
        what = "a spreadsheet" if any(name.startswith("xl/") for name in packed.members) else "no text document"
        raise NotText(f"This file is {what}. Save its text as plain text (.txt) or .docx and bring that.")
    form = TYPES.get(packed.read("mimetype").strip() if "mimetype" in packed else b"")
    if form:
        return form
    raise NotText("This file is a zip archive. Unpack it first and choose the files inside.")
