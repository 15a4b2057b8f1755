"""The text of a page as paragraphs, by an own walk over its tree that loses no letter and mends none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

# What a browser sets as a block of its own; everything else runs on in its line.
BLOCK_NAMES = (
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main "
    "menu nav noscript object ol option optgroup p pre search section select summary svg table tbody td "
    "textarea tfoot th thead title tr ul video audio canvas "
)
BLOCKS = frozenset(BLOCK_NAMES.split())
UNREAD = frozenset(("script", "style", "template", "head"))
SPACE = re.compile("[ \t\n\r\f]+")
HIDDEN = re.compile(r"display\s*:\s*none", re.I)


@dataclass(frozen=True)
class Line:
    """One paragraph: its block elements from the outermost on, and how many of its letters are links."""

    text: str
    elements: tuple[etree._Element, ...]
    linked: int

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(element.tag for element in self.elements)

    @property
    def element(self) -> etree._Element:
        return self.elements[-1]


def texts(root: etree._Element) -> Iterator[str]:
    """Every text of the page that is not a program or a style: what may not be lost."""
    unread = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            unread += element.tag in UNREAD
            if not unread and element.text:
                yield element.text
        else:
            unread -= element.tag in UNREAD
            if not unread and element.tail:
                yield element.tail


def lines(root: etree._Element) -> list[Line]:
    """Paragraphs in source order; white space is collapsed as a browser does, in <pre> it is kept."""
    return list(_Walk().lines(root))


class _Walk:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.stack: list[etree._Element] = []
        self.linked = 0
        self.links = 0
        self.unread = 0
        self.pre = 0

    def lines(self, root: etree._Element) -> Iterator[Line]:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if event == "start":
                self.unread += tag in UNREAD
                if tag in BLOCKS:
                    yield from self._flush()
                    self.stack.append(element)
                elif tag == "br":
                    yield from self._break()
                self.pre += tag == "pre"
                self.links += tag == "a"
                self._add(element.text)
                continue
            self.pre -= tag == "pre"
            self.links -= tag == "a"
            if tag in BLOCKS:
                yield from self._flush()
                self.stack.pop()
            self.unread -= tag in UNREAD
            if element is not root:
                self._add(element.tail)
        yield from self._flush()

    def _add(self, text: str | None) -> None:
        if text and not self.unread:
            self.parts.append(text)
            if self.links:
                self.linked += sum(char.isalnum() for char in text)

    def _break(self) -> Iterator[Line]:
        if self.pre:
            self.parts.append("\n")
        else:
            yield from self._flush()

    def _flush(self) -> Iterator[Line]:
        text = "".join(self.parts)
        text = text.strip("\n") if self.pre else SPACE.sub(" ", text).strip(" ")
        if text.strip():
            yield Line(text, tuple(self.stack), self.linked)
        self.parts, self.linked = [], 0


def is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(HIDDEN.search(element.get("style") or ""))
