"""Word documents, by an own walk over document.xml: also what stands in text boxes, controls, tables and fields."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus_app.importing.blocks import Kind
from corpus_app.importing.formats import nexis
from corpus_app.importing.found import Found, Passage, Readout, letters
from corpus_app.importing.markup import xml
from corpus_app.importing.packed import Packed
from corpus_app.importing.problems import Damaged

# Names are told apart by their local part: the strict and the usual form have different namespaces.
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
UNREAD = frozenset(("moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tcPr", "instrText", "delText", "sdtPr"))
HEADING = re.compile(r"heading (\d)$")
LISTS = ("list bullet", "list number", "list continue")
QUOTES = ("quote", "intense quote", "block text")
AROUND = re.compile(r"(header|footer)\d*\.xml$")
NOTES = (("footnotes.xml", "Footnote"), ("endnotes.xml", "Endnote"))


@dataclass
class Styles:
    """What a paragraph style is called, what it is based on, and whether it makes lists or has an outline level."""

    names: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)

    def lineage(self, style: str) -> Iterator[str]:
        for _ in range(12):
            if not style:
                return
            yield style
            style = self.bases.get(style, "")


def read(packed: Packed) -> Readout:
    """One article, or all of a Nexis delivery. Raises ImportProblem."""
    main = main_part(packed)
    folder = posixpath.dirname(main)
    root = xml(packed.read(main))
    styles = styles_of(packed, folder)
    passages = list(paragraphs(root, styles))
    counted = letters(texts(root))
    warnings = told(root)
    articles = nexis.articles(passages)
    more, others = others_of(packed, folder, styles)
    if articles:
        return Readout(articles, counted)
    found = Found([*titled(passages), *more], warnings=warnings, is_rough=True)
    return Readout([found], counted + others)


def main_part(packed: Packed) -> str:
    if "_rels/.rels" in packed:
        for relation in xml(packed.read("_rels/.rels")).iter():
            if isinstance(relation.tag, str) and (relation.get("Type") or "").endswith("/officeDocument"):
                name = posixpath.normpath((relation.get("Target") or "").lstrip("/"))
                if name in packed:
                    return name
    if "word/document.xml" not in packed:
        raise Damaged("This Word document has no text in it. Open it in Word, save it anew and bring that.")
    return "word/document.xml"


def styles_of(packed: Packed, folder: str) -> Styles:
    styles = Styles()
    name = posixpath.join(folder, "styles.xml")
    if name not in packed:
        return styles
    for style in xml(packed.read(name)).iterfind("{*}style"):
        key = value(style, "styleId")
        styles.names[key] = child_value(style, "name").lower()
        styles.bases[key] = child_value(style, "basedOn")
        if (level := style.find("{*}pPr/{*}outlineLvl")) is not None and value(level).isdecimal():
            styles.levels[key] = int(value(level))
        if style.find("{*}pPr/{*}numPr/{*}numId") is not None:
            styles.lists.add(key)
    return styles


def paragraphs(root: etree._Element, styles: Styles, place: str = "") -> Iterator[Passage]:
    """In the order in which they end: a text box stands before the paragraph that holds it."""
    open_ones: list[list[str]] = []
    unread = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element)
        if name in UNREAD or is_second(element, name):
            unread += 1 if event == "start" else -1
        elif unread:
            continue
        elif name == "p" and event == "start":
            open_ones.append([])
        elif name == "p":
            text = "".join(open_ones.pop())
            if text.strip():
                kind, reason = kind_of(element, styles)
                yield Passage(text, kind, reason, place=place)
        elif event == "start" and open_ones:
            if name == "t" and element.text:
                open_ones[-1].append(element.text)
            elif name in SIGNS:
                open_ones[-1].append(SIGNS[name])


def texts(root: etree._Element) -> Iterator[str]:
    """Every text of the document, found without the walk above."""
    for element in root.iter("{*}t"):
        above = [local(one) for one in element.iterancestors() if local(one) in ("moveFrom", "Fallback")]
        if "moveFrom" not in above and ("Fallback" not in above or not is_second_inside(element)):
            yield element.text or ""


def is_second(element: etree._Element, name: str) -> bool:
    """What old programs show in place of what new ones show: the same text box once more."""
    if name != "Fallback":
        return False
    first = element.getparent().find("{*}Choice")
    return first is not None and first.find(".//{*}t") is not None


def is_second_inside(element: etree._Element) -> bool:
    return any(is_second(one, local(one)) for one in element.iterancestors())


def kind_of(paragraph: etree._Element, styles: Styles) -> tuple[Kind | None, str]:
    properties = paragraph.find("{*}pPr")
    if properties is None:
        return None, ""
    style = child_value(properties, "pStyle")
    lineage = list(styles.lineage(style))
    names = [styles.names.get(one, one.lower()) for one in lineage]
    why = f"Its style is “{names[0]}”." if names else ""
    level = child_value(properties, "outlineLvl")
    if any(HEADING.match(name) for name in names) or (level.isdecimal() and int(level) < 9):
        return Kind.HEADING, why or "It has an outline level."
    if "title" in names[:2]:
        return Kind.TITLE, why
    if any(styles.levels.get(one, 9) < 9 for one in lineage):
        return Kind.HEADING, why
    if any(name in QUOTES for name in names):
        return Kind.QUOTE, why
    number = properties.find("{*}numPr/{*}numId")
    if number is not None:
        return (Kind.LIST_ITEM, "It has a bullet or number.") if value(number) != "0" else (None, "")
    if any(name.startswith(LISTS) for name in names) or any(one in styles.lists for one in lineage):
        return Kind.LIST_ITEM, why
    return None, ""


def titled(passages: list[Passage]) -> list[Passage]:
    """The first title is the title; without one, a heading that opens the document."""
    titles = [at for at, one in enumerate(passages) if one.kind is Kind.TITLE]
    opening = next((at for at, one in enumerate(passages[:6]) if one.kind is Kind.HEADING), None)
    title = titles[0] if titles else opening
    made = []
    for at, one in enumerate(passages):
        kind = Kind.TITLE if at == title else Kind.HEADING if one.kind is Kind.TITLE else one.kind
        made.append(Passage(one.text, kind, one.reason, one.detail, one.place, one.role))
    return made


def others_of(packed: Packed, folder: str, styles: Styles) -> tuple[list[Passage], Counter[str]]:
    """Notes as references, and what stands on every page as furniture."""
    found: list[Passage] = []
    counted: Counter[str] = Counter()
    for part, what in NOTES:
        if posixpath.join(folder, part) in packed:
            root = xml(packed.read(posixpath.join(folder, part)))
            found += [
                Passage(one.text, Kind.REFERENCE, f"A {what.lower()} of the document.", "note")
                for one in paragraphs(root, styles)
            ]
            counted += letters(texts(root))
    for part in sorted(name for name in packed.members if AROUND.search(name) and posixpath.dirname(name) == folder):
        root = xml(packed.read(part))
        what = "Stands at the edge of every page."
        found += [Passage(one.text, Kind.BOILERPLATE, what, "page_edge") for one in paragraphs(root, styles)]
        counted += letters(texts(root))
    return found, counted


def told(root: etree._Element) -> list[str]:
    said = []
    if root.find(".//{*}delText") is not None or root.find(".//{*}moveFrom") is not None:
        said.append("This document has tracked changes: what was deleted in it is left out, what was inserted is here.")
    if root.find(".//{*}commentReference") is not None:
        said.append("The comments in the margin of this document are left out.")
    return said


def local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


def value(element: etree._Element, name: str = "val") -> str:
    return next((held for key, held in element.items() if key.rpartition("}")[2] == name), "")


def child_value(element: etree._Element, name: str) -> str:
    child = element.find(f"{{*}}{name}")
    return "" if child is None else value(child)
