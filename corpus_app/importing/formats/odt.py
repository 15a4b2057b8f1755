"""OpenDocument texts, by a walk over content.xml."""

from collections.abc import Iterator

from lxml import etree

from corpus_app.importing.blocks import Kind
from corpus_app.importing.formats.docx import local, titled, value
from corpus_app.importing.found import Found, Passage, Readout, letters
from corpus_app.importing.markup import xml
from corpus_app.importing.packed import Packed
from corpus_app.importing.problems import Damaged

UNREAD = frozenset(("tracked-changes", "annotation", "note-citation"))
SIGNS = {"tab": "\t", "line-break": "\n"}
OPEN = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"


def read(packed: Packed) -> Readout:
    """One article. Raises ImportProblem."""
    root = xml(packed.read("content.xml"))
    body = next(root.iter(OPEN), None)
    if body is None:
        raise Damaged("This OpenDocument file holds no text but a table or slides. Save it as text (.odt or .txt).")
    passages = list(paragraphs(body))
    notes = [one for one in passages if one.detail == "note"]
    found = Found([*titled([one for one in passages if one.detail != "note"]), *notes], is_rough=True)
    if body.find(".//{*}tracked-changes") is not None:
        found.warnings.append("This document has tracked changes: what was deleted in it is left out.")
    if body.find(".//{*}annotation") is not None:
        found.warnings.append("The comments in the margin of this document are left out.")
    return Readout([found], letters(texts(body)))


def paragraphs(body: etree._Element) -> Iterator[Passage]:
    open_ones: list[list[str]] = []
    above: list[str] = []
    unread = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        name = local(element)
        if event == "start":
            unread += name in UNREAD
            if unread:
                continue
            above.append(name)
            if name in ("p", "h"):
                open_ones.append([])
            if open_ones:
                open_ones[-1].append(sign(element, name) + (element.text or ""))
            continue
        if not unread:
            above.pop()
            if name in ("p", "h"):
                text = "".join(open_ones.pop())
                if text.strip():
                    yield Passage(text, *kind_of(element, name, above))
        unread -= name in UNREAD
        if not unread and open_ones and element.tail:
            open_ones[-1].append(element.tail)


def sign(element: etree._Element, name: str) -> str:
    """Runs of spaces are counted in OpenDocument, since XML does not keep them."""
    if name == "s":
        count = value(element, "c")
        return " " * min(int(count) if count.isdecimal() and len(count) < 5 else 1, 200)
    return SIGNS.get(name, "")


def kind_of(element: etree._Element, name: str, above: list[str]) -> tuple[Kind | None, str, str]:
    style = value(element, "style-name").lower().replace("_20_", " ")
    if "note-body" in above:
        return Kind.REFERENCE, "A note of the document.", "note"
    if name == "h":
        return Kind.HEADING, "It has an outline level.", ""
    if style == "title":
        return Kind.TITLE, "Its style is “title”.", ""
    if style in ("quotations", "quote"):
        return Kind.QUOTE, f"Its style is “{style}”.", ""
    if "list-item" in above:
        return Kind.LIST_ITEM, "It stands in a list.", ""
    return None, "", ""


def texts(body: etree._Element) -> Iterator[str]:
    """Every text below a paragraph, found without the walk above."""
    for element in body.iter("{*}p", "{*}h"):
        if not any(local(one) in UNREAD for one in element.iterancestors()):
            yield from own_texts(element)


def own_texts(paragraph: etree._Element) -> Iterator[str]:
    yield paragraph.text or ""
    for element in paragraph.iterdescendants():
        inside = [local(one) for one in element.iterancestors()]
        depth = inside[: len(inside) - len(list(paragraph.iterancestors())) - 1]
        nested = any(name in ("p", "h") for name in depth)
        unread = any(name in UNREAD for name in depth)
        name = local(element)
        if not nested and not unread and name not in UNREAD and name not in ("p", "h"):
            yield element.text or ""
        if not nested and not unread:
            yield element.tail or ""
