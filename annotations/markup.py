"""The HTML of paragraphs with their marks and margin notes, by string building: a template is 8 times slower. Pure.

Contract with static/js/offsets.js: the text content of a [data-p] element is the paragraph's stored text, code point
by code point; data-start is where it begins in the version's text.

Contract with static/js/notes.js: a bare row has marks that do not say whose they are, and room for its notes. They
come later as notes_html, whose data-marks says for each mark of the row, in order, which highlights cover it. Where
the text of a bare row begins is said by its section for the first one only. With both put in it is the whole row.

Contract with static/js/plain.js: a plain section has rows without number and marks; the marks lie beside the text, a
line a paragraph, as runs of "code points skipped,code points covered,look". Put in, they make the bare row. Numbers
and looks are packed, as each byte costs the browser time (mark_looks); the first sections have their notes at once.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain, islice, repeat
from typing import NamedTuple

from annotations.looks import ROOMS, sign
from annotations.mark_looks import classes_of, code_of, short
from annotations.segments import Span, runs

SECTION = 24  # paragraphs per <section> with content-visibility; frontend.md measured 20 to 25 as best
FIRST = 8  # paragraphs in each of those at the beginning, of which a window shows two
CROWDED = 200  # highlights; in a section with more, the browser may leave out single rows too
WHOLE = SECTION // FIRST  # sections at the beginning that come with marks and notes where those that follow are plain
LINE = 33  # characters that a line of a note holds at least, beside the initials

SPECIAL = re.compile("[&<>]")
ELEMENTS = {"title": "h1", "heading": "h2"}


class Html(str):
    """Markup in which everything foreign is escaped already; Django's templates take it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


class Label(NamedTuple):
    """A tag as a note shows it; `by` and `coder`: initials and id of another coder than its author."""

    name: str
    look: int
    value: str = ""
    target: str = ""
    holder: str = ""
    by: str = ""
    tag: str = ""
    coder: str = ""


class Note(NamedTuple):
    """A highlight's entry in the margin."""

    uid: str
    initials: str
    is_own: bool = False
    labels: tuple[Label, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()  # (initials, text)
    author: str = ""


class Row(NamedTuple):
    """A paragraph, where it begins in the version's text, what covers it, and the notes that begin in it."""

    position: int
    kind: str
    role: str
    text: str  # notes alone need none
    start: int
    length: int
    spans: Sequence[Span] = ()
    notes: Sequence[Note] = ()


class Packed(NamedTuple):
    """All paragraphs in bare and plain sections, and a line of marks for each; the first line is that of `first`."""

    text: Html
    first: int
    marks: str


def sections(rows: Iterable[Row], *, bare: bool) -> Html:
    """All paragraphs, in sections that the browser may leave out of its work while they are off screen."""
    return Html("".join(_section(section, bare) for section in _cut(rows)))


def packed(rows: Iterable[Row]) -> Packed:
    """The same for very many marks: after the first sections they come as text, which costs a browser little."""
    parts, lines, first = [], [], 0
    for n, section in enumerate(_cut(rows)):
        first, crowded = first or section[0].position, _is_crowded(section)
        if n < WHOLE or crowded:
            parts.append(_section(section, bare=crowded))
            lines += [""] * len(section)
        else:
            parts += [f'<section class="plain" data-start="{section[0].start}">', *map(_plain, section), "</section>"]
            lines += map(_line, section)
    return Packed(Html("".join(parts)), first, "\n".join(lines))


def _cut(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting, sizes = iter(rows), chain(repeat(FIRST, SECTION // FIRST), repeat(SECTION))
    while section := list(islice(waiting, next(sizes))):
        yield section


def _section(section: list[Row], bare: bool) -> str:
    crowded = ' class="crowded"' if _is_crowded(section) else ""
    start = f' data-start="{section[0].start}"' if bare else ""
    return f"<section{crowded}{start}>{''.join(row_html(row, bare=bare) for row in section)}</section>"


def _is_crowded(section: list[Row]) -> bool:
    return sum(len(row.spans) for row in section) > CROWDED


def row_html(row: Row, *, bare: bool = False) -> Html:
    """One paragraph with its number and its notes: the unit that is swapped after every change."""
    tag, n, start = ELEMENTS.get(row.kind, "p"), row.position, "" if bare else f' data-start="{row.start}"'
    notes = "" if bare or not row.notes else notes_html(row, with_marks=False)
    return Html(
        f'{_opened(row)}<a class="pn" href="#p{n}">{n}</a>'
        f'<{tag} data-p="{n}"{start}>{_marked(row, bare)}</{tag}>{notes}</div>'
    )


def _plain(row: Row) -> str:
    tag = ELEMENTS.get(row.kind, "p")
    return f'{_opened(row)}<{tag} data-p="{row.position}">{escaped(row.text)}</{tag}></div>'


def _opened(row: Row) -> str:
    kind = "" if row.kind == "body" else f" {row.kind}"
    role = f" {row.role}" if row.role not in (row.kind, "content") else ""
    room = _room(row.notes) if row.notes else ""
    return f'<div class="row{kind}{role}{room}" id="p{row.position}">'


def _line(row: Row) -> str:
    told, before = [], 0
    for run in runs(row.length, row.spans):
        if run.spans:
            look = code_of(run)
            told.append(f"{short(run.start - before)},{short(run.end - run.start)},{look}")
            before = run.end
    return ";".join(told)


def notes_html(row: Row, *, with_marks: bool = True) -> Html:
    """The notes of a paragraph; alone they say which highlights each of its marks belongs to."""
    marks = ""
    if with_marks:
        covering = (run.spans for run in runs(row.length, row.spans) if run.spans)
        marks = f' data-marks="{",".join(map(_keys, covering))}"'
    return Html(f'<ul class="notes" id="n{row.position}"{marks}>{"".join(map(_note, row.notes))}</ul>')


def _marked(row: Row, bare: bool) -> str:
    text = row.text
    clean = escaped if SPECIAL.search(text) else str
    if not row.spans:
        return clean(text)
    parts = []
    for run in runs(row.length, row.spans):
        words = clean(text[run.start : run.end])
        if run.spans:
            # ARIA 1.2 takes one id; of several highlights that is the one that began last.
            whose = "" if bare else f' data-h="{_keys(run.spans)}" aria-details="h-{run.spans[-1].key}"'
            words = f'<mark class="{classes_of(run)}"{whose}>{words}</mark>'
        parts.append(words)
    return "".join(parts)


def escaped(text: str) -> str:
    """For text between tags, where quotation marks may stand as they are."""
    return escape(text, quote=False)


def _keys(spans: Iterable[Span]) -> str:
    return " ".join(span.key for span in spans)


def _room(notes: Sequence[Note]) -> str:
    """Classes that keep room free for notes that come later: how many, and half lines beyond the first of each.

    Guessed from the number of characters, rather too much than too little, so that nothing moves when they come.
    """
    more = sum(map(_half_lines, notes))
    return f" n{min(len(notes), ROOMS)}" + (f" x{min(more, ROOMS)}" if more else "")


def _half_lines(note: Note) -> int:
    if not note.texts and len(note.labels) < 2 and not any(_asked(label) > LINE for label in note.labels):
        return 0
    lines, used = 1, 0
    for label in note.labels:
        asked = _asked(label)
        if used and used + asked > LINE:
            lines, used = lines + 1, 0
        lines += (asked - 1) // LINE
        used += asked
    written = [line for by, text in note.texts for line in f"{by} {text}".split("\n")]
    return 2 * (lines - 1) + sum(2 + 2 * ((len(line) - 1) // LINE) for line in written) + len(note.texts)


def _asked(label: Label) -> int:
    """So many characters wide."""
    toward = 3 + len(label.target) if label.target else 0
    whose = 6 + len(label.holder) if label.holder else 0
    return 3 + len(label.name) + toward + whose + (4 if label.by else 0)


def _note(note: Note) -> str:
    """The list entry is the highlight's place in the page (#h-…): it stands beside the passage, and takes the focus."""
    first, rest = note.labels[:1], note.labels[1:]
    classes = " ".join([
        *(f"t{label.look}" for label in first),
        *(["own"] if note.is_own else []),
        *(["bare"] if not first else []),
        *(["said"] if note.texts else []),
        *(["many"] if len(note.labels) + bool(note.texts) > 2 else []),
    ])
    return (
        f'<li id="h-{note.uid}"{_class(classes)}{_whose(note.author)}>'
        f'<a href="#h-{note.uid}">{escaped(note.initials)}</a>'
        f"{''.join(_label(label, '') for label in first)}"
        f"{''.join(_label(label, f't{label.look}') for label in rest)}"
        f"{''.join(f'<p>{_by(by)}{escaped(text)}</p>' for by, text in note.texts)}</li>"
    )


def _label(label: Label, look: str) -> str:
    """A tag; the first one's look is the entry's own, so that 200 notes are 200 classes fewer."""
    classes = " ".join([
        *([look] if look else []),
        *(["v", label.value] if label.value else []),
        *(["to"] if label.target or label.holder else []),
    ])
    toward = f"<i>{escaped(label.target)}</i>" if label.target else ""
    whose = f"<u>{escaped(label.holder)}</u>" if label.holder else ""
    about = f' data-tag="{label.tag}"' + (f' data-sign="{sign(label.value)}"' if label.value else "")
    return (
        f'<b{_class(classes)}{about}{_whose(label.coder if label.by else "")}>{escaped(label.name)}'
        f"{toward}{whose}{_by(label.by)}</b>"
    )


def _class(classes: str) -> str:
    return f' class="{classes}"' if classes else ""


def _whose(coder: str) -> str:
    """Ids for the legend, which shows and hides tags and coders (static/js/sift.js)."""
    return f' data-by="{coder}"' if coder else ""


def _by(initials: str) -> str:
    return f"<s>{escaped(initials)}</s>" if initials else ""
