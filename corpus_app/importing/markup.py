"""XML and HTML parsed without entities, network or DTDs, and without the limits of the parser lifted."""

import re

from lxml import etree
from lxml import html as lxml_html

from corpus_app.importing.problems import Damaged, Hostile, TooLarge

DOCTYPE = "This document defines XML entities, as files do that are made to harm. Save it anew and bring that."
DAMAGED = "The inside of this document is damaged. Open it in its program, save it anew and bring that."
LARGE = "A part of this document is too large or too deeply nested to be read. Save its text as plain text (.txt)."
TAG = re.compile("<[a-zA-Z][^>]{20000,}")
MAX_ATTRIBUTES = 2_000  # of one tag; the parser compares each with all others
LIMITS = {etree.ErrorTypes.ERR_INTERNAL_ERROR, etree.ErrorTypes.ERR_NAME_TOO_LONG, etree.ErrorTypes.ERR_RESOURCE_LIMIT}


def xml(data: bytes) -> etree._Element:
    """The root of a document. Raises Hostile, TooLarge or Damaged."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data or _wide(data):
        raise Hostile(DOCTYPE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code in LIMITS:
            raise TooLarge(LARGE) from error
        raise Damaged(DAMAGED) from error


def _wide(data: bytes) -> bool:
    """A DTD written in UTF-16 would pass the search for its name."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") and b"E\x00N\x00T\x00I\x00T\x00Y" in data


def html(text: str) -> etree._Element:
    """The root of a page that has been decoded already. Raises Hostile, TooLarge or Damaged."""
    if any(tag[0].count("=") > MAX_ATTRIBUTES for tag in TAG.finditer(text)):
        raise Hostile(
            "A tag of this page has thousands of attributes, as pages have that are made to harm. "
            "Copy its text in the browser and paste that."
        )
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Damaged("This page is damaged. Open it in the browser, save it anew and bring that.") from error
    if any(entry.type in LIMITS and entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise TooLarge(LARGE)
    return root
