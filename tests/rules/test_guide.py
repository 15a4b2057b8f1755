"""The guide names every page, and everything the documentation links to or shows is there."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
README_LINES = 120

# Routes that give no page of their own: what forms post to, parts of a page, data, and what only redirects.
NO_PAGE = {
    "favicon", "unarchive-tag", "count-choices", "change-passages", "save-view", "remove-view",
    "health", "sign-out", "sign-in-to-administration", "/", "change-role", "remove-member", "leave-project", "invite",
    "revoke-invitation", "undo-membership", "hand-over", "end-session", "end-other-sessions", "revoke-token",
    "save-drafts", "set-drafts", "confirm-suggestions", "discard-drafts", "attach-texts", "use-suggestion",
    "undo-correction",
    "choose-encoding", "choose-columns", "choose-delimiter", "cancel-upload", "undo-import",
    "discard-draft", "set-kind", "join-paragraphs", "split-paragraph", "undo-join", "remove-article", "paragraphs",
    "keep-position",
    "notes", "notes-around", "legend",
    "finish-reading", "skip-article", "restore", "change-work", "deal-work",
    "add-highlight", "highlight", "add-tagging", "write-note", "remove-highlight", "move-edges", "split-highlight",
    "merge-highlights", "edit-note", "remove-note",
    "note", "reply-to-note", "resolve-note", "reopen-note", "write-article-note", "people", "choose-moment",
    "write-article-memo", "write-tag-memo", "write-project-memo", "remove-memo", "unread", "read-notices",
    "remove-tagging", "undo", "export", "overview-table", "archive-tag", "add-tag", "palette-codebook",
    "export-codebook", "deal-passages",
    "add-highlight-again", "add-taggings-again", "pin-tag", "speaker",
    "save-as-version", "edit-row", "correct-many", "put-into-set", "remove-set",
    "read-newer-text", "version-text", "version-table", "decide-placing",
    "follow-project", "follow-article", "followed", "present",
}  # fmt: skip

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.S)
ROUTE = re.compile(r"^\| ([a-z-]+) \| `([^`]+)` \|", re.M)
HEADING = re.compile(r"^#+ (.+)$", re.M)


def routes(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Name and address of every route but the administration's; parts of the address read <name>."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = before + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield pattern.name or f"/{address}", address
        elif pattern.namespace != "admin":
            yield from routes(pattern.url_patterns, address)


def anchors_of(text: str) -> set[str]:
    """As GitHub makes them of headings."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def links_of(text: str) -> Iterator[str]:
    for _, target in LINK.findall(CODE.sub("", text)):
        if not re.match(r"[a-z]+:", target):
            yield unquote(target)


def is_there(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    if not found.exists() or not found.is_relative_to(ROOT):
        return False
    return not anchor or anchor in anchors_of(found.read_text())


def test_the_guide_names_every_page_with_its_address():
    told = {name: address.replace("…", "/projects/<slug>") for name, address in routes_told()}
    real = {name: f"/{address}" for name, address in routes() if name not in NO_PAGE}
    assert told == real


def routes_told() -> list[tuple[str, str]]:
    return ROUTE.findall((GUIDE / "README.md").read_text())


def test_what_is_exempt_is_a_route():
    assert {name for name, _ in routes()} >= NO_PAGE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_and_shows_is_there(page):
    assert [target for target in links_of(page.read_text()) if not is_there(page, target)] == []


def test_every_picture_of_the_guide_is_shown():
    shown = {(page.parent / target).resolve() for page in PAGES for target in links_of(page.read_text())}
    assert {picture for picture in (GUIDE / "images").iterdir() if picture not in shown} == set()


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= README_LINES


def test_the_rule_sees_what_is_missing():
    text = "# A b-c, d!\n[1](no.md) ![2](images/no.png) `[3](no.md)` [4](https://example.org) [5](#a-b-c-d)"
    assert list(links_of(text)) == ["no.md", "images/no.png", "#a-b-c-d"]
    assert anchors_of(text) == {"a-b-c-d"}
    assert not is_there(GUIDE / "README.md", "no.md") and not is_there(GUIDE / "README.md", "#no")
    assert is_there(GUIDE / "README.md", "../../README.md")
