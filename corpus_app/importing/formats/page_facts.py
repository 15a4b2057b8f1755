"""What a page says about its article in its head: title, author, date, site, address and language."""

import datetime
import json
import re
from collections.abc import Iterator

from lxml import etree

from corpus_app.importing.dates import date_within
from corpus_app.importing.draft import Suggestion

ISO = re.compile(r"((?:1[6-9]|20)\d\d)(?:-?(\d\d)(?:-?(\d\d))?)?(?!\d)")
LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.I)
METAS = {
    "title": ("og:title", "twitter:title", "citation_title", "dc.title", "dcterms.title"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author",
               "sailthru.author", "byl"),
    "published": ("article:published_time", "citation_publication_date", "citation_date", "datepublished", "dc.date",
                  "dc.date.issued", "dcterms.date", "dcterms.issued", "pubdate", "publishdate", "date",
                  "parsely-pub-date"),
    "source": ("og:site_name", "citation_journal_title", "application-name", "dc.publisher"),
    "url": ("og:url",),
}  # fmt: skip
ARTICLES = {"article", "newsarticle", "blogposting", "reportagenewsarticle", "opinionnewsarticle",
            "analysisnewsarticle",
            "scholarlyarticle", "liveblogposting", "report", "socialmediaposting", "webpage"}  # fmt: skip
SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")


def facts(root: etree._Element, text: str) -> list[Suggestion]:
    """At most one for each field, with the place that states it. Nothing is guessed from the running text."""
    found: dict[str, Suggestion] = {}
    for suggestion in _candidates(root, text):
        if suggestion.value and len(suggestion.value) <= 500:
            found.setdefault(suggestion.field, suggestion)
    return list(found.values())


def _candidates(root: etree._Element, text: str) -> Iterator[Suggestion]:
    metas = _metas(root)
    linked = list(_linked_data(root))
    for field, names in METAS.items():
        for name in names:
            if value := metas.get(name, ""):
                yield _suggestion(field, value, f"The head of the page states it ({name}): {value}")
        for value in (_of_data(one, field) for one in linked):
            yield _suggestion(field, value, f"The data for search engines in the page states it: {value}")
    for link in root.iterfind(".//link[@rel='canonical']"):
        yield _suggestion("url", link.get("href") or "", "The page names this as its own address.")
    if saved := SAVED_FROM.search(text[:4096]):
        yield _suggestion("url", saved[1], "The browser noted it when the page was saved.")
    if time := root.find(".//time[@itemprop='datePublished']"):
        yield _suggestion("published", time.get("datetime") or "", "The page marks this as the date of publication.")
    stated = (root.get("lang") or "").strip()
    if language := LANGUAGE.fullmatch(stated):
        yield Suggestion("language", language[1].lower()[:2], f"The page says that its language is “{stated}”.")
    name = root.find(".//head/title")
    if name is not None and name.text:
        yield _suggestion("title", name.text, "The name of the page; it may hold the name of the site, too.")


def _suggestion(field: str, value: str, evidence: str) -> Suggestion:
    value = " ".join(value.split())
    if field == "published":
        value = date_of(value)
    elif field == "url":
        value = value if value.startswith(("http://", "https://")) else ""
    elif field == "author" and "://" in value:
        value = ""
    return Suggestion(field, value, evidence)


def date_of(text: str) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD, or nothing."""
    found = ISO.match(text.strip())
    if not found:
        written = date_within(text)
        return written.value if written else ""
    year, month, day = found.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part for part in (year, month, day) if part)


def _metas(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        found.setdefault(name, meta.get("content") or "")
    return found


def _linked_data(root: etree._Element) -> Iterator[dict]:
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting += one[:50]
            elif isinstance(one, dict):
                waiting += [inner for inner in (one.get("@graph"), one.get("mainEntity")) if inner]
                kinds = one.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(kind, str) and kind.lower() in ARTICLES for kind in kinds):
                    yield one


def _of_data(one: dict, field: str) -> str:
    value = one.get({"title": "headline", "author": "author", "published": "datePublished", "source": "publisher",
                     "url": "url"}[field])  # fmt: skip
    values = value if isinstance(value, list) else [value]
    names = [each.get("name") if isinstance(each, dict) else each for each in values]
    return ", ".join(name for name in names if isinstance(name, str))
