"""The HTML of what was found by string building, as that of listed passages: a template took half of the page's time.

Everything foreign is escaped here.
"""

from collections.abc import Iterable
from html import escape

from annotations.markup import Html, escaped
from annotations.pages.hits import Hit, LineOf
from annotations.pages.passages_html import chip
from annotations.search.places import Piece


def hits_html(hits: Iterable[Hit]) -> Html:
    return Html("".join(f"\n  <li>{_hit(hit)}</li>" for hit in hits))


def lines_html(lines: Iterable[LineOf]) -> Html:
    return Html("".join(map(_line, lines)))


def _hit(hit: Hit) -> str:
    name = escaped(str(hit.article) if hit.article else hit.what)
    return (
        f'<article class="hit"><h2><a href="{escape(hit.url)}" dir="auto">{name}</a></h2>'
        f'<p class="hit-text" dir="auto">{"".join(map(_piece, hit.pieces))}</p>'
        f'<p class="meta">{_about(hit)}</p></article>'
    )


def _piece(piece: Piece) -> str:
    return f"<mark>{escaped(piece.text)}</mark>" if piece.is_hit else escaped(piece.text)


def _about(hit: Hit) -> str:
    who = f"<bdi>{escaped(hit.who)}</bdi>" if hit.who else ""
    parts = [f"{escaped(hit.what)} by {who}" if hit.what else who]
    if hit.article and hit.article.source:
        parts.append(f"<bdi>{escaped(hit.article.source)}</bdi>")
    if hit.published:
        parts.append(f'<time datetime="{escape(hit.article.published)}">{escaped(hit.published)}</time>')
    if hit.place:
        parts.append(f"¶ {escaped(hit.place)}")
    return " · ".join(filter(None, parts)) + "".join(f" {chip(tag)}" for tag in hit.tags)


def _line(one: LineOf) -> str:
    hit, line = one.hit, one.line
    return (
        f'\n  <li><a href="{escape(hit.url)}" title="{escape(str(hit.article or hit.what))}">'
        f'<span class="left" dir="auto"><span>{escaped(line.left)}</span></span><mark>{escaped(line.hit)}</mark>'
        f'<span class="right" dir="auto">{escaped(line.right)}</span></a></li>'
    )
