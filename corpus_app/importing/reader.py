"""One text file becomes one draft; nothing is guessed silently and no line is lost."""

import hashlib

from corpus_app.importing.controls import visible
from corpus_app.importing.decode import decode
from corpus_app.importing.draft import Draft
from corpus_app.importing.glitches import warnings
from corpus_app.importing.kinds import blocks
from corpus_app.importing.layout import units
from corpus_app.importing.lines import numbered
from corpus_app.importing.metadata import suggestions
from corpus_app.importing.problems import EmptyFile, TooLarge
from corpus_app.importing.rejoin import rejoined

MAX_LINES = 100_000


def read(data: bytes, name: str = "", encoding: str | None = None) -> Draft:
    """Read a text file; encoding is what a person chose after Undecodable. Raises ImportProblem."""
    decoded = decode(data, encoding)
    return _draft(decoded.text, decoded.warnings, hashlib.sha256(data).hexdigest(), name, decoded.encoding)


def read_text(text: str, name: str = "") -> Draft:
    """Read pasted text; its sha256 is that of its UTF-8 bytes. Raises ImportProblem."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    shown, said = visible(text.removeprefix("\ufeff"))
    return _draft(shown, said, digest, name, "utf-8")


def _draft(text: str, said: tuple[str, ...], digest: str, name: str, encoding: str) -> Draft:
    lines = numbered(text)
    if not lines:
        raise EmptyFile
    if len(lines) > MAX_LINES:
        raise TooLarge(
            f"This text has more than {MAX_LINES:,} lines. Split it into single articles and import those."
        )
    found = blocks(rejoined(units(lines)))
    suggested = suggestions(found)
    return Draft(
        blocks=tuple(found),
        suggestions=tuple(suggested),
        warnings=(*said, *warnings(found, suggested)),
        sha256=digest,
        name=name,
        encoding=encoding,
    )
