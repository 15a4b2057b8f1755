"""How tests read the reading page's HTML, and send the requests that its script sends."""

from copy import deepcopy

from django.test import Client
from django.urls import reverse
from lxml import etree

from annotations.models import Facet, Highlight
from corpus_app.ids import new_id
from corpus_app.live.cursors import cursor
from corpus_app.models import Article, Change, Project, Standing
from tests.factories import client_of

SCRIPT = {"headers": {"Corpus-Reader": "legend"}}  # what the script of a page whose legend is open says of itself


def address(name: str, project: Project, *arguments: object) -> str:
    return reverse(f"annotations:{name}", args=[project.slug, *arguments])


def sealed(change: Change) -> str:
    """What blind coders' pages call a change; everybody may call it so."""
    return cursor(change.project_id, Standing((), ()), change.number)


def reading_url(article: Article) -> str:
    return address("article", article.project, article.uid)


def parsed(html: str) -> etree._Element:
    """The body. By libxml2, twenty times as fast as by the standard's rules, which tests/markup.py holds pages to."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    return etree.HTML(html or "<body>", parser).find("body")


def page_of(name: str, article: Article) -> etree._Element:
    """The whole page, with the notes and the legend that a script would ask for later."""
    response = client_of(name).get(f"{reading_url(article)}?notes=all")
    assert response.status_code == 200
    return parsed(response.text)


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext())


def paragraphs(body: etree._Element) -> dict[int, str]:
    """The text content of each paragraph, by its position."""
    return {int(element.get("data-p")): text_of(element) for element in body.iterfind(".//*[@data-p]")}


def by_id(body: etree._Element, wanted: str) -> str | None:
    """The HTML of the element of that id, without what follows it; None where there is none."""
    element = body.find(f".//*[@id='{wanted}']")
    if element is None:
        return None
    alone = deepcopy(element)
    alone.tail = None
    for token in alone.iterfind(".//input[@name='csrfmiddlewaretoken']"):
        token.set("value", "")  # differs in every answer
    for time in alone.iter("time"):
        time.text = ""  # "now" becomes "a second ago"
    return etree.tostring(alone, encoding="unicode")


def rows(body: etree._Element) -> dict[str, str]:
    """The paragraphs' HTML, marks and notes included, by their ids."""
    found = [element.get("id") for element in body.iter("div") if "row" in element.get("class", "").split()]
    return {name: by_id(body, name) for name in found}


def legend(body: etree._Element) -> dict[str, str]:
    """The entries that are shown, by their ids."""
    entries = [entry for entry in body.iter("li") if entry.get("id", "").startswith("legend-")]
    return {entry.get("id"): " ".join(text_of(entry).split()) for entry in entries if entry.get("hidden") is None}


def marks(body: etree._Element) -> list[tuple[str, str]]:
    """Each marked run: its text, and the highlights' ids."""
    return [(text_of(mark), mark.get("data-h")) for mark in body.iter("mark")]


def passage(article: Article, quote: str, /, **fields: object) -> dict[str, object]:
    """What the script sends for a selected passage, with further fields or other values for these."""
    start = article.version.text.index(quote)
    said = {"uid": new_id(), "version": 1, "start": start, "end": start + len(quote), "quote": quote, **fields}
    return {name: value for name, value in said.items() if value is not None}


def save(client: Client, article: Article, fields: dict[str, object]):
    return client.post(address("add-highlight", article.project, article.uid), fields, **SCRIPT)


def tag_on(client: Client, highlight: Highlight, **fields: object):
    return client.post(address("add-tagging", highlight.project, highlight.uid), fields, **SCRIPT)


def facet(project: Project, slug: str) -> Facet:
    return Facet.objects.get(project=project, slug=slug)
