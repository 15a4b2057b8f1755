"""The pen of all pictures: shapes with classes from static/css/pictures.css, each with its words and its address. Pure.

No style attribute, which the pages' policy forbids; a picture to take away carries the same rules in itself.
"""

from html import escape

from annotations.looks import HUES, PATTERNS
from annotations.markup import Html

LETTER = 6.4  # units that a letter of a label takes on average, for nothing measures text here
ELLIPSIS = "…"


class Drawing:
    """Collects shapes; `title` and `said` are what a screen reader tells of the whole. A wide one never shrinks."""

    def __init__(self, width: float, height: float, title: str, said: str, *, is_wide: bool = False) -> None:
        self.width, self.height, self.title, self.said = width, height, title, said
        self.kind = "pic wide" if is_wide else "pic"
        self._parts: list[str] = []

    def svg(self, name: str = "picture") -> Html:
        head = (
            f'<svg class="{self.kind}" id="{name}" xmlns="http://www.w3.org/2000/svg" role="group" '
            f'viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}" height="{self.height:g}" '
            f'aria-labelledby="{name}-title {name}-said"><title id="{name}-title">{escape(self.title)}</title>'
            f'<desc id="{name}-said">{escape(self.said)}</desc>'
        )
        return Html(f"{head}{''.join(self._parts)}</svg>")

    def text(self, x: float, y: float, text: str, kind: str = "", *, room: float = 0, turned: int = 0) -> None:
        """`room` in units cuts a label that does not fit, the whole one is its title; `turned` is in degrees."""
        shown = fitting(text, room) if room else text
        title = f"<title>{escape(text)}</title>" if shown != text else ""
        turn = f' transform="rotate({turned} {x:g} {y:g})"' if turned else ""
        self._parts.append(f'<text x="{x:g}" y="{y:g}"{turn}{_class(kind)}>{title}{escape(shown)}</text>')

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str = "") -> None:
        self._parts.append(f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"{_class(kind)}/>')

    def bar(
        self, x: float, y: float, width: float, height: float, kind: str, *, title: str = "", url: str = ""
    ) -> None:
        shape = f'<rect x="{x:.5g}" y="{y:.5g}" width="{width:.5g}" height="{height:.5g}"{_class(kind)}/>'
        self._parts.append(_linked(shape, title, url))

    def dot(self, x: float, y: float, radius: float, kind: str, *, title: str = "", url: str = "") -> None:
        shape = f'<circle cx="{x:.5g}" cy="{y:.5g}" r="{radius:.4g}"{_class(kind)}/>'
        self._parts.append(_linked(shape, title, url))

    def path(self, steps: str, kind: str, *, width: float = 0, title: str = "", url: str = "") -> None:
        stroke = f' stroke-width="{width:.3g}"' if width else ""
        self._parts.append(_linked(f'<path d="{steps}"{stroke}{_class(kind)}/>', title, url))

    def over(self, x: float, y: float, width: float, height: float, *, title: str, url: str) -> None:
        """A place to click that shows nothing of its own."""
        self.bar(x, y, width, height, "over", title=title, url=url)


def look(colour: str, pattern: str) -> str:
    """The classes of a tag's hue and line pattern, as in the text."""
    return f"hue-{HUES.index(colour)} line-{PATTERNS.index(pattern)}"


def fitting(text: str, room: float) -> str:
    letters = int(room / LETTER)
    return text if len(text) <= letters else text[: max(1, letters - 1)].rstrip() + ELLIPSIS


def ceiling(largest: float) -> int:
    """A round number that is not below it, for the end of an axis."""
    rounds = (step * 10**power for power in range(12) for step in (1, 2, 3, 4, 5, 6, 8))
    return next(number for number in rounds if number >= largest)


def _linked(shape: str, title: str, url: str) -> str:
    inner = f"<title>{escape(title)}</title>{shape}" if title else shape
    if url:
        return f'<a href="{escape(url)}" aria-label="{escape(title)}">{inner}</a>'
    return f"<g>{inner}</g>" if title else inner


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
