"""What a file is, told by its first bytes; its name decides only between forms of plain text."""

import codecs
import re
from enum import StrEnum

from corpus_app.importing.problems import NotText

HEAD = 4096
TABLES = (".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json")


class Format(StrEnum):
    """PACKED is any zip file: the reading process looks inside for Word, OpenDocument, an e-book or an archive."""

    TEXT = "text"
    MARKDOWN = "markdown"
    NEXIS = "nexis"
    HTML = "html"
    RTF = "rtf"
    PDF = "pdf"
    PACKED = "packed"
    DOCX = "docx"
    ODT = "odt"
    EPUB = "epub"
    TABLE = "table"


HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
TAGS = re.compile(rb"<(?:p|div|body|head|meta|title|h[1-6]|br|table|article|span)\b[^>]*>", re.I)
NEXIS = re.compile(rb"^\s*\d{1,4} of \d{1,4} DOCUMENTS?\s*$", re.M)
WIDE = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
REFUSED = (
    (re.compile(rb"\s*<\?xml\b"), "an XML file of a kind that is not known here",
     "Save the articles as a web page or as plain text (.txt)."),
    (re.compile(rb"(?:From|Date|Subject|MIME-Version|Content-Type):[^\n]*\n(?:.*\n)*?.*multipart/related", re.I),
     "a web archive (.mht)", "Open it in the browser and save it as “Webpage, HTML only”."),
)  # fmt: skip


def sniff(data: bytes, name: str = "") -> Format:
    """Raises NotText for formats that are known and cannot be read."""
    if b"%PDF-" in data[:1024] and not data[:1024].lstrip()[:1].isalpha():
        return Format.PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return Format.PACKED
    if data[:64].lstrip().startswith(b"{\\rtf"):
        return Format.RTF
    return _text_form(_narrow(data[:HEAD]), name.lower())


def _narrow(head: bytes) -> bytes:
    """The head as ASCII-like bytes, whatever Unicode form it has."""
    for mark, encoding in WIDE:
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            return head[2:].decode(encoding, "replace").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _text_form(head: bytes, name: str) -> Format:
    if HTML.match(head) or (name.endswith((".html", ".htm", ".xhtml")) and TAGS.search(head)):
        return Format.HTML
    for pattern, what, advice in REFUSED:
        if pattern.match(head):
            raise NotText(f"This file is {what}. {advice}")
    if name.endswith(TABLES):
        return Format.TABLE
    if NEXIS.search(head):
        return Format.NEXIS
    return Format.MARKDOWN if name.endswith((".md", ".markdown")) else Format.TEXT
