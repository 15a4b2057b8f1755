"""The HTML of paragraphs with their marks and margin notes, by string building: a template is 8 times slower. Pure.

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
        f'<{tag} data-p="{n}" data-start="{row.start}">{_marked(row)}</{tag}>{_notes(row.notes)}</div>'
    )


def _marked(row: Row) -> str:
    if not row.spans:
        return escape(row.text, quote=False)
    return "".join(_run(run, row.text[run.start : run.end]) for run in runs(len(row.text), row.spans))


def _run(run: Run, text: str) -> str:
    text = escape(text, quote=False)
    if not run.spans:
        return text
    begins = any(span.start == run.start and span.begins for span in run.spans)
    ends = any(span.end == run.end and span.ends for span in run.spans)
    classes = " ".join([
        f"f{run.fill // 3}" if run.fill is not None else "bare",
        *(f"u{lane}-{look}" for lane, look in run.lines),
        *(["s"] if begins else []),
        *(["e"] if ends else []),
        *(["more"] if run.more else []),
    ])
    return f'<mark class="{classes}" data-h="{" ".join(span.key for span in run.spans)}">{text}</mark>'


def _notes(notes: Iterable[Note]) -> str:
    found = "".join(map(_note, notes))
    return f'<ul class="notes">{found}</ul>' if found else ""


def _note(note: Note) -> str:
    """The list entry is the highlight's place in the page (#h-…): it stands beside the passage, and takes the focus."""
    first, rest = note.labels[:1], note.labels[1:]
    classes = " ".join([*(f"t{label.look}" for label in first), *(["own"] if note.is_own else [])])
    return (
        f'<li id="h-{note.uid}"{_class(classes)}>'
        f'<a href="#h-{note.uid}">{escape(note.initials, quote=False)}</a>'
        f"{''.join(_label(label, '') for label in first)}"
        f"{''.join(_label(label, f't{label.look}') for label in rest)}"
        f"{''.join(f'<p>{_by(by)}{escape(text, quote=False)}</p>' for by, text in note.texts)}</li>"
    )


def _label(label: Label, look: str) -> str:
    """A tag; the first one's look is the entry's own, so that 200 notes are 200 classes fewer."""
    classes = f"{look} v {label.value}".strip() if label.value else look
    toward = f"<i>{escape(label.target, quote=False)}</i>" if label.target else ""
    whose = f"<u>{escape(label.holder, quote=False)}</u>" if label.holder else ""
    return (
        f"<b{_class(classes)}>{escape(label.name, quote=False)}"
        f"{toward}{whose}{_by(label.by)}</b>"
    )


def _class(classes: str) -> str:
    return f' class="{classes}"' if classes else ""


def _by(initials: str) -> str:
    return f"<s>{escape(initials, quote=False)}</s>" if initials else ""
