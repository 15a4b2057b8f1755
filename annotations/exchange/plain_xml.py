"""XML of 2 MB at most, read by the standard library: no DTDs, so no entities, nothing fetched; not deep. Pure.

The parser of the import does more and takes 12 MB in every serving process; a codebook does not need it.
"""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from annotations.exchange.outline import Unreadable

DEEPEST = 256
DOCTYPE = "This document defines XML entities, as files do that are made to harm. Save it anew and bring that."
DAMAGED = "The inside of this document is damaged. Open it in its program, save it anew and bring that."
DEEP = "A part of this document is too deeply nested to be read. Make the tree flatter and bring it again."


def root_of(data: bytes) -> Element:
    """Its root, with names as {namespace}name. Raises Unreadable."""
    builder, depth = TreeBuilder(), 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable(DEEP)
        builder.start(qualified(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(qualified(name))

    def refuse(*_: object) -> None:
        raise Unreadable(DOCTYPE)

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(DAMAGED) from error
    return builder.close()


def qualified(name: str) -> str:
    return "{" + name if "}" in name else name
