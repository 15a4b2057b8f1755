"""The codebook in the exchange format of programs for qualitative analysis: REFI-QDA 1.5, .qdc."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from annotations.exchange.codebook_json import MAX_DEPTH, checked, text
from annotations.exchange.outline import SaidCodebook, SaidFacet, SaidTag, Unreadable
from corpus_app.importing.markup import xml
from corpus_app.importing.problems import ImportProblem

NAMESPACE = "urn:QDA-XML:codebook:1.0"
CODE, DESCRIPTION, SETS = (f"{{{NAMESPACE}}}{name}" for name in ("Code", "Description", "Set"))
COLOURS = {
    "indigo": "#4650C8", "red": "#C83232", "teal": "#1E8C82", "pink": "#D2468C", "lime": "#82AA1E",
    "orange": "#DC6E14", "blue": "#2878D2", "yellow": "#D2B400", "violet": "#8C46C8", "green": "#329646",
    "amber": "#D2961E", "cyan": "#1EA0BE",
}
USE, AVOID = "\n\nUse when: ", "\n\nNot when: "


def written(said: SaidCodebook) -> bytes:
    """A facet is a code that nothing can be coded with. Raises Unreadable where there is none: a file needs a code."""
    if not said.facets:
        raise Unreadable("The codebook is empty, and a .qdc file needs a code. Make a tag first.")
    root = etree.Element(f"{{{NAMESPACE}}}CodeBook", nsmap={None: NAMESPACE}, origin="Corpus")
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    for facet in said.facets:
        top = _code(codes, facet.uid or facet.name, facet.name, False)
        _describe(top, str(facet.columns.get("definition", "")))
        above = [top]
        for tag in facet.tags:
            if tag.columns.get("archived_at"):
                continue
            del above[len(tag.path) :]
            above.append(_code(above[-1], tag.uid or "/".join(tag.path), tag.name, True))
            above[-1].set("color", COLOURS[str(tag.columns["colour"])])
            use, avoid = (str(tag.columns.get(name, "")) for name in ("use_when", "avoid_when"))
            said_of_it = str(tag.columns.get("definition", "")) + (use and USE + use) + (avoid and AVOID + avoid)
            _describe(above[-1], said_of_it)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _code(parent: etree._Element, key: str, name: str, is_codable: bool) -> etree._Element:
    guid = str(uuid5(NAMESPACE_URL, f"corpus:{key}")).upper()
    return etree.SubElement(parent, CODE, guid=guid, name=name, isCodable="true" if is_codable else "false")


def _describe(code: etree._Element, words: str) -> None:
    if words:
        etree.SubElement(code, DESCRIPTION).text = words


def read(data: bytes) -> SaidCodebook:
    """Codes at the top that can be coded with, as other programs write them, become tags of “Theme”.

    Raises Unreadable, also for what is made to harm: entities, deep nesting.
    """
    try:
        root = xml(data)
    except ImportProblem as reason:
        raise Unreadable(str(reason)) from reason
    if root.tag != f"{{{NAMESPACE}}}CodeBook":
        raise Unreadable("This is no codebook in REFI-QDA's format. Export the codebook, not the project, as .qdc.")
    tops = root.findall(f"{{{NAMESPACE}}}Codes/{CODE}")
    facets = [_facet(top) for top in tops if _is_group(top)]
    loose = [tag for top in tops if not _is_group(top) for tag in _tags(top, ())]
    if loose:
        theme = next((facet for facet in facets if facet.name.casefold() == "theme"), None)
        facets = [facet for facet in facets if facet is not theme]
        own = theme.tags if theme else ()
        facets.insert(0, SaidFacet("Theme", "theme", theme.columns if theme else {}, (*own, *loose)))
    has_sets = next(root.iter(SETS), None) is not None
    left = ("Its sets of codes are left out: Corpus groups tags by facets.",) if has_sets else ()
    said = checked(SaidCodebook(tuple(facets), left_out=left))
    _refuse_twins(said.facets)
    return said


def _is_group(code: etree._Element) -> bool:
    return code.get("isCodable", "true").strip() in ("false", "0")


def _facet(top: etree._Element) -> SaidFacet:
    tags = tuple(tag for child in top.findall(CODE) for tag in _tags(child, ()))
    about = _description(top)
    return SaidFacet(_name(top), "theme", {"definition": about} if about else {}, tags)


def _tags(code: etree._Element, above: tuple[str, ...]) -> Iterator[SaidTag]:
    path = (*above, _name(code))
    if len(path) > MAX_DEPTH:
        raise Unreadable(f"Codes stand more than {MAX_DEPTH} deep in this file. Make the tree flatter first.")
    words, _, avoid = _description(code).partition(AVOID)
    words, _, use = words.partition(USE)
    columns = {"definition": words, "use_when": use, "avoid_when": avoid, "colour": _hue(code.get("color", ""))}
    columns = {name: value.strip() for name, value in columns.items() if value.strip()}
    yield SaidTag(path, columns | ({"pattern": "solid"} if "colour" in columns else {}))
    for child in code.findall(CODE):
        yield from _tags(child, path)


def _name(code: etree._Element) -> str:
    return " ".join(text(code.get("name", "")).split())


def _description(code: etree._Element) -> str:
    return text(code.findtext(DESCRIPTION) or "")


def _hue(colour: str) -> str:
    """The nearest of the twelve."""
    digits = colour.strip().lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    try:
        wanted = bytes.fromhex(digits)
    except ValueError:
        return ""
    if len(wanted) != 3:
        return ""
    known = {hue: bytes.fromhex(code[1:]) for hue, code in COLOURS.items()}
    return min(known, key=lambda hue: sum((a - b) ** 2 for a, b in zip(wanted, known[hue], strict=True)))


def _refuse_twins(facets: Iterable[SaidFacet]) -> None:
    for facet in facets:
        paths = sorted(tuple(label.casefold() for label in tag.path) for tag in facet.tags)
        twin = next((one for one, other in pairwise(paths) if one == other), None)
        if twin:
            raise Unreadable(f"“{' / '.join(twin)}” stands in this file twice. Rename one of them and bring it again.")
