"""From bytes of any format to drafts, in the reading process: formats bring libraries that no other may import."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus_app.importing import finish
from corpus_app.importing.columns import Unmapped
from corpus_app.importing.decode import decode
from corpus_app.importing.draft import Archive, Draft, Rows
from corpus_app.importing.formats import module
from corpus_app.importing.formats.sheet import Sheet
from corpus_app.importing.found import Readout
from corpus_app.importing.packed import Packed
from corpus_app.importing.problems import NotText
from corpus_app.importing.reader import read
from corpus_app.importing.sniff import Format, sniff

PLAIN = (Format.HTML, Format.MARKDOWN, Format.NEXIS, Format.PDF, Format.RTF)  # the others are zip files
TYPES = {b"application/epub+zip": Format.EPUB, b"application/vnd.oasis.opendocument.text": Format.ODT,
         b"application/vnd.oasis.opendocument.text-template": Format.ODT}  # fmt: skip


# What lies beside articles in archives and beside saved pages; nobody wants to be told that it is no article.
BESIDE = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.[^./]|Thumbs\.db|desktop\.ini)|\.(?:png|jpe?g|gif|svg|webp|ico|css|js|mjs|json|woff2?|ttf|map|mp[34])$",
    re.IGNORECASE,
)


def read_file(
    data: bytes,
    name: str = "",
    encoding: str | None = None,
    member: str | None = None,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    start: int = 0,
    limit: int = 0,
    delimiter: str = "",
    bare: bool = False,
) -> list[Draft] | Archive | Rows:
    """All articles of a file, in its order; of an archive the names of its files, each to be read as its member;
    of a table the rows from `start` on, when it is said what its columns hold. The delimiter, too, may be said.

    Raises ImportProblem, Unmapped for a table of which that is not said, Missing.
    """
    if member is not None:
        data, name = Packed(data).read(member), member
    if sniff(data, name) is Format.PACKED and is_archive(packed := Packed(data)):
        if member is not None:
            raise NotText("This archive lies within another one. Unpack the outer one first and bring this one alone.")
        return Archive([one for one in packed.members if not BESIDE.search(one)])
    if (sheet := sheet_of(data, name, encoding, delimiter)) is not None:
        table = module("table")
        if columns is None:
            raise Unmapped(table.describe(sheet))
        digest = hashlib.sha256(data).hexdigest()
        return table.read(sheet, name=name, sha256=digest, fields=columns, start=start, limit=limit, bare=bare)
    if sniff(data, name) is Format.TEXT:
        return [replace(read(data, name, encoding), source=decode(data, encoding).text)]
    form, readout = read_any(data, name, encoding)
    return finish.drafts(readout, name=name, sha256=hashlib.sha256(data).hexdigest(), form=form)


def read_any(data: bytes, name: str, encoding: str | None) -> tuple[Format, Readout]:
    form = sniff(data, name)
    if form in PLAIN:
        return form, module(form.value).read(data, encoding)
    packed = Packed(data)
    form = inside(packed)
    return form, module(form.value).read(packed)


def sheet_of(data: bytes, name: str, encoding: str | None, delimiter: str) -> Sheet | None:
    form = sniff(data, name)
    if form is Format.TABLE:
        return module("table").sheet_of(data, None, name, encoding, delimiter)
    if form is Format.PACKED and (packed := Packed(data)) and "xl/workbook.xml" in packed:
        return module("table").sheet_of(data, packed, name, encoding)
    return None


def inside(packed: Packed) -> Format:
    """What a zip file is, by what lies in it."""
    if "[Content_Types].xml" in packed:
        if any(name.startswith("word/") for name in packed.members):
            return Format.DOCX
        if any(name.startswith("xl/") for name in packed.members):
            raise NotText("This workbook is of a kind that cannot be read. Save it as .xlsx or CSV and bring that.")
        raise NotText("This file is no text document. Save its text as plain text (.txt) or .docx and bring that.")
    form = TYPES.get(packed.read("mimetype").strip())
    if form:
        return form
    if b"spreadsheet" in packed.read("mimetype"):
        raise NotText("This is an OpenDocument spreadsheet. Save it as .xlsx or CSV and bring that.")
    raise NotText("This office document is no text. Save its text as plain text (.txt) or .docx and bring that.")


def is_archive(packed: Packed) -> bool:
    return "[Content_Types].xml" not in packed and "mimetype" not in packed
