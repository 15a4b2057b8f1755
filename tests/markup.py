"""What is wrong with HTML by its standard, as far as a parser and its tree can tell: one sentence for each fault."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser

REFERENCES = {
    "for", "list", "form", "headers", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls",
    "aria-details", "aria-owns", "aria-flowto", "aria-activedescendant", "aria-errormessage",
}  # fmt: skip
INTERACTIVE = {"a", "button", "input", "select", "textarea", "label", "summary", "details", "iframe"}
HOLDS_NONE = {"a", "button", "summary"}  # what is pressed as a whole; a label may hold its one field


def faults(html: str) -> list[str]:
    """Of a page, or of a part that is put into one: there it may point at what is outside."""
    parser, is_page = HTMLParser(namespace_html_elements=False), html.lstrip().lower().startswith("<!doctype html")
    tree = parser.parse(html) if is_page else parser.parse_fragment(html)
    lines = html.split("\n")
    found = [f"{code} in {lines[place[0] - 1].strip()[:120]!r}" for place, code, _ in parser.errors]
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    found += [f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1]
    found += [f"id {name!r} has a space or is empty" for name in ids if not name or " " in name]
    if is_page:
        found += [fault for element in elements for fault in _dangling(element, set(ids))]
    for element in elements:
        found += [f"<{inner.tag}> inside <{element.tag}> {_named(element)}" for inner in _inside(element)]
    return found


def _dangling(element: Element, ids: set[str]) -> Iterator[str]:
    for name in REFERENCES & element.attrib.keys():
        for wanted in element.get(name).split():
            if wanted not in ids:
                yield f"{name}={wanted!r} of {_named(element)} points at nothing"
    target = element.get("href", "")
    if element.tag == "a" and target.startswith("#") and target[1:] and target[1:] not in ids:
        yield f"the link to {target!r} leads nowhere"


def _inside(element: Element) -> Iterator[Element]:
    """Controls in what is a control itself."""
    if element.tag in HOLDS_NONE or element.get("role") in ("option", "button"):
        yield from (inner for inner in element.iter() if inner is not element and inner.tag in INTERACTIVE)
    if element.tag == "label":
        fields = [inner for inner in element.iter() if inner.tag in INTERACTIVE - {"label"} and inner is not element]
        yield from fields[1:]


def _named(element: Element) -> str:
    said = " ".join(f'{name}="{value}"' for name, value in list(element.attrib.items())[:3])
    return f"<{element.tag} {said}>"
