"""E-books: the chapters in reading order, each by the walk for pages."""

import posixpath
from collections import Counter
from urllib.parse import unquote

from lxml import etree

from corpus_app.importing.blocks import Kind
from corpus_app.importing.draft import Suggestion
from corpus_app.importing.formats import dom
from corpus_app.importing.formats.html import KINDS, is_first, page_text
from corpus_app.importing.formats.page_facts import date_of
from corpus_app.importing.found import Found, Passage, Readout, letters
from corpus_app.importing.markup import html, xml
from corpus_app.importing.packed import Packed
from corpus_app.importing.problems import Damaged, EmptyFile, NotText

STATES = (("title", "title"), ("author", "creator"), ("published", "date"), ("source", "publisher"),
          ("language", "language"))  # fmt: skip
DAMAGED = "This e-book does not say in which order it is read. Open it in its program, save it anew and bring that."


def read(packed: Packed) -> Readout:
    """The whole book as one article. Raises ImportProblem."""
    if "META-INF/encryption.xml" in packed and b"EncryptedData" in packed.read("META-INF/encryption.xml"):
        raise NotText("This e-book is protected against copying, so it cannot be read. Bring one that is not.")
    name, book = package(packed)
    found, counted = Found([]), Counter()
    for chapter in chapters(book, posixpath.dirname(name)):
        if chapter not in packed:
            found.warnings.append("A chapter that the e-book lists is missing in it.")
            continue
        try:
            root = html(page_text(packed.read(chapter), None))
        except EmptyFile:
            continue
        found.passages += passages(root)
        counted += letters(dom.texts(root))
    found.suggestions = facts(book)
    return Readout([found], counted)


def package(packed: Packed) -> tuple[str, etree._Element]:
    for file in xml(packed.read("META-INF/container.xml")).iter("{*}rootfile"):
        name = posixpath.normpath(file.get("full-path") or "")
        if name in packed:
            return name, xml(packed.read(name))
    raise Damaged(DAMAGED)


def chapters(book: etree._Element, folder: str) -> list[str]:
    files = {item.get("id"): item.get("href") or "" for item in book.iter("{*}item")}
    order = [files.get(item.get("idref"), "") for item in book.iter("{*}itemref")]
    if not any(order):
        raise Damaged(DAMAGED)
    return [posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0]))) for href in order if href]


def passages(root: etree._Element) -> list[Passage]:
    made = []
    for line in dom.lines(root):
        tag = next((tag for tag in reversed(line.tags) if tag in KINDS), "")
        if "nav" in line.tags:
            made.append(Passage(line.text, Kind.BOILERPLATE, "The table of contents of the e-book.", "contents"))
        elif not tag or (tag == "li" and not is_first(line)):
            made.append(Passage(line.text))
        else:
            made.append(Passage(line.text, KINDS[tag], f"The e-book sets it as <{tag}>."))
    return made


def facts(book: etree._Element) -> list[Suggestion]:
    made = []
    for field, name in STATES:
        element = next(book.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"), None)
        value = " ".join((element.text or "").split()) if element is not None else ""
        if field == "published":
            value = date_of(value)
        if field == "language":
            value = value[:2].lower()
        if value and len(value) <= 500:
            made.append(Suggestion(field, value, f"The e-book states it ({name})."))
    return made
