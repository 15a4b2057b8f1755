"""The HTML of paragraphs with their marks and margin notes, by string building: a template is 8 times slower. Pure.

Contract with static/js/offsets.js: the text content of a [data-p] element is the paragraph's stored text, code point
by code point; data-start is where it begins in the version's text.

Contract with static/js/notes.js: a bare row has marks that do not say whose they are, and room for its notes. They
come later as notes_html, whose data-marks says for each mark of the row, in order, which highlights cover it. A bare
row with them in is the whole row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from annotations.looks import ROOMS
from annotations.segments import Run, Span, runs

SECTION = 24  # paragraphs per <section> with content-visibility; frontend.md measured 20 to 25 as best
LINE = 33  # characters that a line of a note holds at least, beside the initials

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
    text: str  # notes alone need none
    start: int
    length: int
    spans: Sequence[Span] = ()
    notes: Sequence[Note] = ()


def sections(rows: Sequence[Row], *, bare: bool) -> Html:
    """All paragraphs, in sections that the browser may leave out of its work while they are off screen."""
    parts = []
    for first in range(0, len(rows), SECTION):
        parts.append("<section>")
        parts.extend(row_html(row, bare=bare) for row in rows[first : first + SECTION])
        parts.append("</section>")
    return Html("".join(parts))


def row_html(row: Row, *, bare: bool = False) -> Html:
    """One paragraph with its number and its notes: the unit that is swapped after every change."""
    tag = ELEMENTS.get(row.kind, "p")
    kind = "" if row.kind == "body" else f" {row.kind}"
    role = f" {row.role}" if row.role not in (row.kind, "content") else ""
    room = _room(row.notes) if row.notes else ""
    notes = "" if bare or not row.notes else notes_html(row, with_marks=False)
    n = row.position
    return Html(
        f'<div class="row{kind}{role}{room}" id="p{n}"><a class="pn" href="#p{n}">{n}</a>'
        f'<{tag} data-p="{n}" data-start="{row.start}">{_marked(row, bare)}</{tag}>{notes}</div>'
    )


def notes_html(row: Row, *, with_marks: bool = True) -> Html:
    """The notes of a paragraph; alone they say which highlights each of its marks belongs to."""
    marks = ""
    if with_marks:
        covering = (run.spans for run in runs(row.length, row.spans) if run.spans)
        marks = f' data-marks="{",".join(map(_keys, covering))}"'
    return Html(f'<ul class="notes" id="n{row.position}"{marks}>{"".join(map(_note, row.notes))}</ul>')


def _marked(row: Row, bare: bool) -> str:
    if not row.spans:
        return escape(row.text, quote=False)
    return "".join(_run(run, row.text[run.start : run.end], bare) for run in runs(row.length, row.spans))


def _run(run: Run, text: str, bare: bool) -> str:
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
    if bare:
        return f'<mark class="{classes}">{text}</mark>'
    # ARIA 1.2 takes one id; of several highlights that is the one that began last.
    return f'<mark class="{classes}" data-h="{_keys(run.spans)}" aria-details="h-{run.spans[-1].key}">{text}</mark>'


def _keys(spans: Iterable[Span]) -> str:
    return " ".join(span.key for span in spans)


def _room(notes: Sequence[Note]) -> str:
    """Classes that keep room free for notes that come later: how many, and half lines beyond the first of each.

    Guessed from the number of characters, rather too much than too little, so that nothing moves when they come.
    """
    more = sum(map(_half_lines, notes))
    return f" n{min(len(notes), ROOMS)}" + (f" x{min(more, ROOMS)}" if more else "")


def _half_lines(note: Note) -> int:
    lines, used = 1, 0
    for label in note.labels:
        asked = 3 + len(label.name)
        asked += (3 + len(label.target) if label.target else 0) + (6 + len(label.holder) if label.holder else 0)
        asked += 4 if label.by else 0
        if used and used + asked > LINE:
            lines, used = lines + 1, 0
        lines += (asked - 1) // LINE
        used += asked
    written = [line for by, text in note.texts for line in f"{by} {text}".split("\n")]
    return 2 * (lines - 1) + sum(2 + 2 * ((len(line) - 1) // LINE) for line in written) + len(note.texts)


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
