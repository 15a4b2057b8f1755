"""Saved pages around one article, as sites build them; none was in sight when the reader's rules were written down."""

from collections.abc import Callable, Sequence
from html import escape

NAV = ["Home", "Politics", "Business", "Culture", "Sport", "Subscribe", "Sign in"]
RELATED = [
    "Ferry timetable changes from Monday on", "Ten walks along the old wall", "What the new council wants to build",
    "Gulls learn to open lunch boxes", "Why the bakery moved to the hill",
]  # fmt: skip
TEASER = "A short look at the week in town, with pictures, and with a map of all the roads that will be closed."
COMMENTS = [
    "I have lived here for forty years and I have never once seen an empty street in the summer months.",
    "Nobody asked the shops, as usual. They will be gone by Christmas, and then everybody will be sorry.",
]
COOKIES = "We use cookies to make this site work and to learn how it is used. You can change your choice at any time."
FOOT = ["About us", "Contact", "Imprint", "Terms of use", "© 2024 The Gull Company. All rights reserved."]

Paragraphs = Sequence[tuple[str, str]]  # tag and text


def links(texts: Sequence[str], tag: str = "li") -> str:
    return "".join(f"<{tag}><a href='/x'>{escape(text)}</a></{tag}>" for text in texts)


def listed(paragraphs: Paragraphs) -> str:
    return "".join(
        f"<ul><li>{escape(text)}</li></ul>" if tag == "li" else f"<{tag}>{escape(text)}</{tag}>"
        for tag, text in paragraphs
    )


def head(title: str) -> str:
    return f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{escape(title)} - The Gull</title></head>"


def semantic(title: str, paragraphs: Paragraphs) -> str:
    return (
        f"{head(title)}<body><header><nav><ul>{links(NAV)}</ul></nav></header><main><article><header>"
        f"<h1>{escape(title)}</h1></header>{listed(paragraphs)}</article><section class=comments><h2>2 comments</h2>"
        + "".join(f"<div class=comment><p>{escape(text)}</p></div>" for text in COMMENTS)
        + f"</section></main><aside><h2>More stories</h2><ul>{links(RELATED)}</ul><p>{TEASER}</p></aside>"
        f"<footer><ul>{links(FOOT)}</ul></footer><div role=dialog hidden><p>{COOKIES}</p></div></body></html>"
    )


def soup(title: str, paragraphs: Paragraphs) -> str:
    """Nothing but div and br; headings are bold, lists are dashes."""
    body = "".join(
        f"<div><b>{escape(text)}</b></div>" if tag == "h2" else f"<div class=t>{escape(text)}</div>"
        for tag, text in paragraphs
    )
    return (
        f"{head(title)}<body><div id=top>{links(NAV, 'span')}</div><div class=wrap><div class=c1>"
        f"<div class=big>{escape(title)}</div><div class=story>{body}</div>"
        f"<div class=share>Share Tweet Print</div></div>"
        f"<div class=c2><div>Most read</div>"
        f"{links(RELATED, 'div')}<div>{TEASER}</div></div></div><div class=foot>{links(FOOT, 'span')}</div>"
        f"<div class=cookie>{COOKIES}</div></body></html>"
    )


def tables(title: str, paragraphs: Paragraphs) -> str:
    """As sites were built around the year 2000."""
    body = "<br><br>".join(f"<b>{escape(text)}</b>" if tag == "h2" else escape(text) for tag, text in paragraphs)
    return (
        f"{head(title)}<body><table><tr><td colspan=3>{links(NAV, 'font')}</td></tr><tr>"
        f"<td>{links(RELATED, 'p')}</td><td><h1>{escape(title)}</h1>"
        f"<font face=Arial>{body}</font></td><td><p>{TEASER}</p></td></tr>"
        f"<tr><td colspan=3>{links(FOOT, 'span')}</td></tr></table></body></html>"
    )


def blog(title: str, paragraphs: Paragraphs) -> str:
    return (
        f"{head(title)}<body class=home><div id=masthead><a href=/>The Gull</a><ul class=menu>{links(NAV)}</ul></div>"
        f"<div id=content class=hfeed><div class='post hentry'>"
        f"<h2 class=entry-title><a href=/>{escape(title)}</a></h2>"
        f"<div class=entry-meta>Posted on 12 March 2024 by <a href=/a>Ana Lima</a></div><div class=entry-content>"
        f"{listed(paragraphs)}</div>"
        f"<div class=sharedaddy><h3>Share this:</h3><ul>{links(['Facebook', 'E-mail'])}</ul></div>"
        f"</div><div id=comments><h3>2 thoughts on this</h3><ol>"
        + "".join(f"<li class=comment><div class=comment-body><p>{escape(text)}</p></div></li>" for text in COMMENTS)
        + f"</ol></div></div><div id=sidebar class=widget-area><h3>Recent posts</h3><ul>{links(RELATED)}</ul></div>"
        f"<div id=footer><p>{escape(FOOT[-1])}</p></div></body></html>"
    )


def sections(title: str, paragraphs: Paragraphs) -> str:
    """Every few paragraphs a teaser, a figure and an advertisement interrupt the article."""
    body = ""
    for at, one in enumerate(paragraphs):
        body += f"<div class='body-text'>{listed([one])}</div>"
        if at % 4 == 2:
            body += (
                f"<aside class=promo><h4>Read also</h4><a href=/x>{RELATED[at % 5]}</a></aside>"
                "<div class=ad>Advertisement</div>"
                "<figure><img src=x><figcaption>The quay in spring. Photo: A. Lima</figcaption></figure>"
            )
    return (
        f"{head(title)}<body><div class=skip><a href=#m>Skip to content</a></div><header class=site>"
        f"{links(NAV, 'span')}</header>"
        f"<div id=m class=article-page><div class=headline><h1>{escape(title)}</h1></div>{body}</div>"
        f"<div class=newsletter><h3>Our newsletter</h3><p>{TEASER}</p><form><label>Your address</label><input></form>"
        f"</div><div class=related><h3>Related</h3>{links(RELATED, 'h4')}</div><footer>{links(FOOT, 'span')}"
        "</footer></body></html>"
    )


TEMPLATES: dict[str, Callable[[str, Paragraphs], str]] = {
    "semantic": semantic, "div soup": soup, "tables": tables, "blog": blog, "sections": sections,
}  # fmt: skip
