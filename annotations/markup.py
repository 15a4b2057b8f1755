"""The HTML of paragraphs with their marks and margin notes, by string building (a template loop is 8 times slower). Pure.

Contract with static/js/offsets.js: the text content of a [data-p] element is the paragraph's stored text, code point
by code point; data-start is where it begins in the version's text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from annotations.segments import Run, Span, runs

SECTION = 24  # paragraphs per <section> with content-visibility; frontend.md measured 20 to 25 as best

ELEMENTS = {"title": "h1", "heading": "h2"}


class Html(str):
    """Markup in which everything foreign is escaped already; Django's templates take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True)
class Label:
    """A tag as a note shows it; `by` are the initials of a coder who is not the highlight's author."""

    name: str
    look: int
    value: str = ""
    target: str = ""
    holder: str = ""
    by: str = ""


@dataclass(frozen=True)
class Note:
    """A highlight's entry in the margin."""

    uid: str
    initials: str
    author: str
    is_own: bool = False
    labels: tuple[Label, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()  # (initials, text)


@dataclass(frozen=True)
class Row:
    """A paragraph, where it begins in the version's text, what covers it, and the notes that begin in it."""

    position: int
    kind: str
    role: str
    text: str
    start: int
    spans: Sequence[Span] = ()
    notes: Sequence[Note] = ()
    joins: Sequence[int] = ()


def sections(rows: Sequence[Row]) -> Html:
    """All paragraphs, in sections that the browser may leave out of its work while they are off screen."""
    parts = []
    for first in range(0, len(rows), SECTION):
        parts.append("<section>")
        parts.extend(row_html(row) for row in rows[first : first + SECTION])
        parts.append("</section>")
    return Html("".join(parts))


def row_html(row: Row) -> Html:
    """One paragraph with its number and its notes: the unit that is swapped after every change."""
    tag = ELEMENTS.get(row.kind, "p")
    kind = "" if row.kind == "body" else f" {row.kind}"
    role = f" {row.role}" if row.role not in (row.kind, "content") else ""
    n = row.position
    return Html(
        f'<div class="row{kind}{role}" id="p{n}"><a class="pn" href="#p{n}">{n}</a>'
        f'<{tag} data-p="{n}" data-start="{row.start}" dir="auto">{_marked(row)}</{tag}>{_notes(row.notes)}</div>'
    )


def _marked(row: Row) -> str:
    if not row.spans:
        return escape(row.text, quote=False)
    return "".join(_run(run, row.text[run.start : run.end]) for run in runs(len(row.text), row.spans))


def _run(run: Run, text: str) -> str:
    text = escape(text, quote=False)
    if not run.spans:
        return text
    begun = [span for span in run.spans if span.start == run.start and span.begins]
    ended = any(span.end == run.end and span.ends for span in run.spans)
    classes = " ".join([
        f"f{run.fill // 3}" if run.fill is not None else "bare",
        *(f"u{lane}-{look}" for lane, look in run.lines),
        *(["s"] if begun else []),
        *(["e"] if ended else []),
        *(["more"] if run.more else []),
    ])
    keys = " ".join(span.key for span in run.spans)
    anchor = f' id="h-{begun[0].key}" tabindex="0"' if begun else ""
    further = "".join(f'<i id="h-{span.key}"></i>' for span in begun[1:])
    return f'<mark{anchor} class="{classes}" data-h="{keys}">{further}{text}</mark>'


def _notes(notes: Iterable[Note]) -> str:
    found = "".join(map(_note, notes))
    return f'<ul class="notes">{found}</ul>' if found else ""


def _note(note: Note) -> str:
    look = (f" t{note.labels[0].look}" if note.labels else "") + (" own" if note.is_own else "")
    return (
        f'<li class="note{look}" id="n-{note.uid}"><a href="#h-{note.uid}" title="{escape(note.author)}">'
        f"{escape(note.initials)}</a>{''.join(map(_label, note.labels)) or '<em>marked</em>'}"
        f"{''.join(f'<p>{_by(by)}{escape(text, quote=False)}</p>' for by, text in note.texts)}</li>"
    )


def _label(label: Label) -> str:
    shape = f" v {label.value}" if label.value else ""
    toward = f"<i>{escape(label.target, quote=False)}</i>" if label.target else ""
    whose = f"<u>{escape(label.holder, quote=False)}</u>" if label.holder else ""
    return f'<b class="t{label.look}{shape}">{escape(label.name, quote=False)}{toward}{whose}{_by(label.by)}</b>'


def _by(initials: str) -> str:
    return f"<s>{escape(initials, quote=False)}</s>" if initials else ""
