"""Bytes become text without guessing: a byte order mark, strict UTF-8, or the person's own choice."""

import codecs
from dataclasses import dataclass

from corpus_app.importing.controls import FORBIDDEN, REPLACEMENT, visible
from corpus_app.importing.encodings import ENCODINGS, candidates, wide
from corpus_app.importing.problems import EmptyFile, NotText, TooLarge, Undecodable

MAX_BYTES = 5_000_000
JUNK_SHARE = 0.1  # of all characters; good text holds a stray control character at most
MARKS = (  # UTF-32 first: its little-endian mark begins with the one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MAGIC = (
    (b"%PDF-", "a PDF", "Open it, copy its text and paste that, or save it as plain text (.txt)."),
    (b"PK\x03\x04", "a zip archive or an office document", "Save the document as plain text (.txt)."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Open it and save it as plain text (.txt)."),
    (b"{\\rtf", "an RTF document", "Open it and save it as plain text (.txt)."),
    (b"\x89PNG", "a picture", "Bring the text of the article instead."),
    (b"\xff\xd8\xff", "a picture", "Bring the text of the article instead."),
    (b"GIF8", "a picture", "Bring the text of the article instead."),
    (b"RIFF", "a media file", "Bring the text of the article instead."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first and choose the text file inside."),
    (b"7z\xbc\xaf", "a compressed file", "Unpack it first and choose the text file inside."),
    (b"Rar!", "a compressed file", "Unpack it first and choose the text file inside."),
    (b"\x7fELF", "a program", "Choose a text file instead."),
    (b"MZ\x90", "a program", "Choose a text file instead."),
    (b"SQLite format 3", "a database", "Export the article as plain text (.txt) first."),
)


@dataclass(frozen=True)
class Decoded:
    """Text as the file holds it, line ends and all; bom says whether a byte order mark stood in front."""

    text: str
    encoding: str
    bom: bool
    warnings: tuple[str, ...] = ()


def decode(data: bytes, encoding: str | None = None, limit: int = MAX_BYTES) -> Decoded:
    """Read bytes as text; encoding forces a reading that a person chose from Undecodable.choices.

    Raises EmptyFile, TooLarge, NotText or Undecodable.
    """
    if len(data) > limit:
        raise TooLarge(
            f"This file is larger than {limit // 1_000_000} MB, the limit for one article. "
            "Split it into single articles and import those."
        )
    _refuse_other_formats(data)
    mark, name = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", "utf-8"))
    text = _strict(data, mark, name) if encoding is None else _forced(data, mark, encoding)
    if len(FORBIDDEN.findall(text)) > len(text) * JUNK_SHARE and not _stray(text):
        raise NotText("This file holds binary data, not text. Choose a text file, or paste the text instead.")
    if not text.strip():
        raise EmptyFile
    damaged = text.count(REPLACEMENT) if encoding == "utf-8" else 0
    text, warnings = visible(text)
    if damaged:
        warnings += (f"{damaged} damaged places are shown as {REPLACEMENT}; compare them with the original.",)
    return Decoded(text, encoding or name, bool(mark), warnings)


def _refuse_other_formats(data: bytes) -> None:
    for magic, what, advice in MAGIC:
        if data.startswith(magic):
            raise NotText(f"This file is {what}, not plain text. {advice}")


def _strict(data: bytes, mark: bytes, name: str) -> str:
    """A lone surrogate is let through here, so that it can be shown as one unreadable character."""
    errors = "strict" if name == "utf-8" else "surrogatepass"
    if not mark and (choices := wide(data)):
        raise Undecodable(
            "This file looks like UTF-16 text without its mark. Look at the sample and confirm the encoding.",
            choices,
        )
    try:
        return data[len(mark) :].decode(name, errors)
    except UnicodeDecodeError:
        pass
    choices = () if _binary(data) else candidates(data)
    if not choices:
        raise NotText("This file holds binary data, not text. Choose a text file, or paste the text instead.")
    raise Undecodable(
        "The encoding of this file is not stated. Choose the reading whose letters and accents look right.",
        choices,
    )


def _forced(data: bytes, mark: bytes, encoding: str) -> str:
    if encoding not in ENCODINGS:
        raise Undecodable(
            f"The encoding “{encoding}” is not known here. Choose one from the list.", candidates(data)
        )
    try:
        text = data.decode(encoding, "replace" if encoding == "utf-8" else "strict")
    except UnicodeDecodeError:
        raise Undecodable(
            f"This file cannot be read as {ENCODINGS[encoding]}. Choose another encoding.", candidates(data)
        ) from None
    return text.removeprefix("\ufeff") if mark else text


def _binary(data: bytes) -> bool:
    """Legacy text holds no control bytes; a twentieth of such bytes is a packed or binary file."""
    head = data[:100_000]
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1a" for byte in head)
    return controls > len(head) / 20


def _stray(text: str) -> bool:
    """In a very short text one stray control character is already a large share."""
    return len(FORBIDDEN.findall(text)) <= 2 and any(char.isalpha() for char in text)
