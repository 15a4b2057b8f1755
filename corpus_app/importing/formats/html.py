"""Saved web pages: all of the page's text, with what is not the article greyed out."""

import logging
import re
import unicodedata
from collections.abc import Sequence
from copy import deepcopy
from html.parser import HTMLParser

from lxml import etree
from trafilatura import bare_extraction

from corpus_app.importing.blocks import Kind
from corpus_app.importing.bylines import date_line, stated_author
from corpus_app.importing.decode import decode
from corpus_app.importing.draft import Suggestion
from corpus_app.importing.encodings import ENCODINGS
from corpus_app.importing.fold import fold
from corpus_app.importing.formats import dom, factiva, page_facts
from corpus_app.importing.formats.dom import Line
from corpus_app.importing.found import Found, Passage, Readout, letters
from corpus_app.importing.markup import html
from corpus_app.importing.problems import EmptyFile, TooLarge, Undecodable

CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.I
)
# By the HTML standard these names mean the Windows encodings.
SAME = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
        "windows-1252": "cp1252", "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "shift_jis": "cp932",
        "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "gb2312": "gb18030", "gbk": "gb18030",
        "euc-jp": "euc_jp", "euc-kr": "cp949", "macintosh": "mac_roman"}  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
AROUND_NAMES = (
    "nav footer aside form button select option optgroup textarea dialog menu noscript iframe svg object "
    "audio video canvas fieldset search "
)
AROUND = frozenset(AROUND_NAMES.split())
PLAIN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
SITE = re.compile(r" [-|:\u00bb\u00b7] .{1,60}|.{1,60} [-|:\u00bb\u00b7] ")
SURE = 25  # characters that are not told apart from the article's by chance
ENOUGH = 200
OTHER = "Outside the article's main text."

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read(data: bytes, encoding: str | None) -> Readout:
    """One page, one article, or all of a Factiva delivery. Raises ImportProblem."""
    text = page_text(data, encoding)
    root = html(text)
    lines = dom.lines(root)
    if not lines:
        raise EmptyFile
    if delivered := factiva.articles([Passage(line.text) for line in lines]):
        return Readout(delivered, letters(dom.texts(root)))
    suggestions = page_facts.facts(root, text)
    passages, is_rough = labelled(root, lines, suggestions)
    readout = Readout([Found(passages, suggestions, is_rough=is_rough)], letters(dom.texts(root)))
    readout.articles[0].warnings += unparsed(text, readout)
    return readout


def page_text(data: bytes, encoding: str | None) -> str:
    """A mark, strict UTF-8, then what the page declares; else a person chooses. Raises ImportProblem."""
    try:
        return decode(data, encoding, limit=len(data)).text
    except Undecodable:
        declared = CHARSET.search(data[:8192])
        if encoding or not declared:
            raise
        name = (declared[1] or declared[2]).decode("ascii", "replace").lower()
        name = SAME.get(name, name.replace("windows-", "cp"))
        if name not in ENCODINGS or name.startswith("utf"):
            raise
        return decode(data, name, limit=len(data)).text


def labelled(root: etree._Element, lines: list[Line], suggestions: list[Suggestion]) -> tuple[list[Passage], bool]:
    """Every line as a passage; and whether the wording still has to tell what is not the article."""
    main = main_lines(root, lines)
    title = title_of(lines, main, suggestions)
    if not main:
        return [passage(line, title == at, is_main=is_inner(line)) for at, line in enumerate(lines)], True
    first = min(main)
    names = [fold(one.value) for one in suggestions if one.field == "author"]
    passages = []
    for at, line in enumerate(lines):
        above = title is not None and title < at < first and not is_around(line)
        if above and (fold(line.text).removeprefix("by ") in names):
            passages.append(Passage(line.text, Kind.META, "The author, as the page states it.", "byline"))
        elif above and (date_line(line.text) or stated_author(line.text)):
            passages.append(Passage(line.text))
        else:
            passages.append(passage(line, at == title, is_main=at in main))
    return passages, False


def passage(line: Line, is_title: bool, is_main: bool) -> Passage:
    tag = next((tag for tag in reversed(line.tags) if tag in KINDS), "")
    if is_title:
        return Passage(line.text, Kind.TITLE, "The page's main heading, which its head names, too.")
    if not is_main:
        return Passage(line.text, Kind.BOILERPLATE, OTHER, "outside")
    if not tag:
        return Passage(line.text)
    if tag == "li" and not is_first(line):
        return Passage(line.text, Kind.BODY, "Goes on in the same <li>.")
    return Passage(line.text, KINDS[tag], f"The page sets it as <{tag}>.", "caption" if "caption" in tag else "")


KINDS = {**dict.fromkeys(HEADINGS, Kind.HEADING), "li": Kind.LIST_ITEM, "blockquote": Kind.QUOTE,
         "figcaption": Kind.BODY, "caption": Kind.BODY, "pre": Kind.BODY}  # fmt: skip


def is_first(line: Line) -> bool:
    """Nothing of the list item stands before it."""
    item = next(element for element in reversed(line.elements) if element.tag == "li")
    before = ""
    for element in item.iter():
        if element is line.element:
            break
        before += element.text or ""
    return not before.strip()


def is_around(line: Line) -> bool:
    return not AROUND.isdisjoint(line.tags) or any(dom.is_hidden(element) for element in line.elements)


def main_lines(root: etree._Element, lines: list[Line]) -> set[int]:
    """Places of the lines that belong to the article; empty where that cannot be told."""
    found = bare_extraction(deepcopy(root), include_comments=False, with_metadata=False)
    if found is None or found.body is None:
        return set()
    whole = squash("".join(found.body.itertext()))
    if len(whole) < ENOUGH:
        return set()
    parts = {squash("".join(element.itertext())) for element in found.body.iter()}
    squashed = [squash(line.text) for line in lines]
    sure = [
        at for at, text in enumerate(squashed) if len(text) >= SURE and text in whole and is_inner(lines[at])
    ]
    if not sure:
        return set()
    main = set(sure)
    parents, names = {lines[at].element.getparent() for at in sure}, {holder(lines[at]) for at in sure} - {None}
    for at in range(sure[0], sure[-1] + 1):
        alike = holder(lines[at]) in names or beside(lines[at], parents)
        if alike or squashed[at] in parts:
            main.add(at)
    return {at for at in main if is_inner(lines[at])} | ends(squashed, parts, sure, lines)


def ends(squashed: Sequence[str], parts: set[str], sure: Sequence[int], lines: Sequence[Line]) -> set[int]:
    """Short paragraphs of the article before its first long one and behind its last."""
    found = set()
    for start, step in ((sure[0] - 1, -1), (sure[-1] + 1, 1)):
        at = start
        while 0 <= at < len(lines) and squashed[at] in parts and is_inner(lines[at]):
            found.add(at)
            at += step
    return found


def is_inner(line: Line) -> bool:
    """Neither in a part that surrounds an article nor mostly made of links."""
    return not is_around(line) and line.linked * 2 <= sum(char.isalnum() for char in line.text)


def holder(line: Line) -> tuple[str, str] | None:
    """What the site calls the part that holds a paragraph, where it has a name for it."""
    outer = line.elements[-3:] if line.tags[-1] == "div" else line.elements[-3:-1]
    return next(((one.tag, one.get("class")) for one in reversed(outer) if one.get("class")), None)


def beside(line: Line, parents: set[etree._Element | None]) -> bool:
    """A caption, heading or short paragraph among the article's own."""
    if line.tags[-1] not in (*HEADINGS, "p", "li", "figcaption", "blockquote", "pre"):
        return False
    return any(element.getparent() in parents for element in line.elements[-3:])


def title_of(lines: Sequence[Line], main: set[int], suggestions: Sequence[Suggestion]) -> int | None:
    """The heading that the page's head names as well, else its only <h1>."""
    named = [fold(one.value) for one in suggestions if one.field == "title"]
    end = min((at for at in main if len(lines[at].text) > 120), default=len(lines))
    near = [at for at, line in enumerate(lines) if at <= end and not is_around(line) and len(line.text) <= 500]
    tops = [at for at in near if "h1" in lines[at].tags]
    told = [at for at in near if any(is_name(fold(lines[at].text), name) for name in named)]
    told += [at for at in tops if any(fold(lines[at].text) in name for name in named)]
    best = [at for at in tops if at in told] or told[:1] or (tops if len(tops) == 1 else [])
    return best[0] if best else None


def is_name(text: str, name: str) -> bool:
    """The name of the page, or what stands in it before or behind the name of the site."""
    rest = name.removeprefix(text) if name.startswith(text) else name.removesuffix(text)
    return rest != name and len(text.split()) >= 3 and (not rest or bool(SITE.fullmatch(rest)))


def squash(text: str) -> str:
    return PLAIN.sub("", unicodedata.normalize("NFC", text))


class _Letters(HTMLParser):
    """A second reader of the page, slow and simple, to see what the first one has not parsed at all."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.count = 0
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in dom.UNREAD

    def handle_endtag(self, tag: str) -> None:
        self.unread = max(0, self.unread - (tag in dom.UNREAD))

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.count += sum(map(str.isalnum, data))


def unparsed(text: str, readout: Readout) -> list[str]:
    """A warning when a second parser sees much more text. Raises TooLarge when most of the page is missing."""
    if len(text) > 3_000_000:
        return []
    second = _Letters()
    second.feed(text)
    second.close()
    missing = second.count - readout.letters.total()
    if missing > second.count // 2:
        raise TooLarge("This page is nested too deeply to be read. Copy its text in the browser and paste that.")
    if missing > max(200, second.count // 50):
        return [f"About {missing:,} letters of this page could not be read; compare it with the original."]
    return []
