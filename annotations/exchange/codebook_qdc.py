"""The codebook in the exchange format of programs for qualitative analysis: REFI-QDA 1.5, .qdc."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from annotations.exchange.codebook_json import MAX_BRIEF, MAX_DEPTH, checked, example_lines, text
from annotations.exchange.outline import SaidCodebook, SaidFacet, SaidTag, Unreadable
from annotations.exchange.plain_xml import root_of

NAMESPACE = "urn:QDA-XML:codebook:1.0"
CODE, DESCRIPTION, SETS = (f"{{{NAMESPACE}}}{name}" for name in ("Code", "Description", "Set"))
COLOURS = {
    "indigo": "#4650C8", "red": "#C83232", "teal": "#1E8C82", "pink": "#D2468C", "lime": "#82AA1E",
    "orange": "#DC6E14", "blue": "#2878D2", "yellow": "#D2B400", "violet": "#8C46C8", "green": "#329646",
    "amber": "#D2961E", "cyan": "#1EA0BE",
}
# Of a description's parts all but the definition stand behind a mark, in this order.
MARKS = {
    "brief": "\n\nIn brief: ", "use_when": "\n\nUse when: ", "avoid_when": "\n\nNot when: ",
    "examples": "\n\nFor example: ", "counter_example": "\n\nCounter-example: ",
}


def written(said: SaidCodebook) -> bytes:
    """A facet is a code that nothing can be coded with. Raises Unreadable where there is none: a file needs a code."""
    if not said.facets:
        raise Unreadable("The codebook is empty, and a .qdc file needs a code. Make a tag first.")
    root = Element("CodeBook", xmlns=NAMESPACE, origin="Corpus")
    codes = SubElement(root, "Codes")
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
            _describe(above[-1], _said_of(tag))
    indent(root)
    return tostring(root, encoding="UTF-8", xml_declaration=True)


def _said_of(tag: SaidTag) -> str:
    parts = [str(tag.columns.get("definition", ""))]
    for name, mark in MARKS.items():
        said = tag.columns.get(name, "")
        said = "\n".join(said) if isinstance(said, list) else str(said)
        parts.append(said and mark + said)
    return "".join(parts)


def _code(parent: Element, key: str, name: str, is_codable: bool) -> Element:
    guid = str(uuid5(NAMESPACE_URL, f"corpus:{key}")).upper()
    return SubElement(parent, "Code", guid=guid, name=name, isCodable="true" if is_codable else "false")


def _describe(code: Element, words: str) -> None:
    if words:
        SubElement(code, "Description").text = words


def read(data: bytes) -> SaidCodebook:
    """Codes at the top that can be coded with, as other programs write them, become tags of “Theme”.

    Raises Unreadable, also for what is made to harm: entities, deep nesting.
    """
    root = root_of(data)
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


def _is_group(code: Element) -> bool:
    return code.get("isCodable", "true").strip() in ("false", "0")


def _facet(top: Element) -> SaidFacet:
    tags = tuple(tag for child in top.findall(CODE) for tag in _tags(child, ()))
    about = _description(top)
    return SaidFacet(_name(top), "theme", {"definition": about} if about else {}, tags)


def _tags(code: Element, above: tuple[str, ...]) -> Iterator[SaidTag]:
    path = (*above, _name(code))
    if len(path) > MAX_DEPTH:
        raise Unreadable(f"Codes stand more than {MAX_DEPTH} deep in this file. Make the tree flatter first.")
    columns: dict[str, object] = {"colour": _hue(code.get("color", "")), **_parts(_description(code))}
    columns = {name: value for name, value in columns.items() if value}
    yield SaidTag(path, columns | ({"pattern": "solid"} if "colour" in columns else {}))
    for child in code.findall(CODE):
        yield from _tags(child, path)


def _parts(words: str) -> dict[str, object]:
    """A description taken apart at its marks, from the last one back."""
    said: dict[str, object] = {}
    for name, mark in reversed(MARKS.items()):
        words, _, said[name] = words.partition(mark)
        said[name] = str(said[name]).strip()
    said["examples"] = example_lines(str(said["examples"]).splitlines())
    if len(str(said["brief"])) > MAX_BRIEF:
        words, said["brief"] = f"{words}\n\n{said['brief']}", ""
    return {**said, "definition": words.strip()}


def _name(code: Element) -> str:
    return " ".join(text(code.get("name", "")).split())


def _description(code: Element) -> str:
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
