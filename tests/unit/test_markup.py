"""The reading page's HTML is written as strings: what is foreign in it is escaped, wherever it stands."""

import re

import pytest
import tinyhtml5

from annotations import markup
from annotations.segments import Span

EVIL = """<b>&amp;"'</b><script>x</script>"""


def parsed(html: str):
    return tinyhtml5.parse(html, namespace_html_elements=False).find("body")


def a_row(text: str = EVIL, *, spans=(), notes=()) -> markup.Row:
    return markup.Row(7, "body", "content", text, 100, len(text), spans, notes)


@pytest.mark.parametrize("bare", [True, False])
@pytest.mark.parametrize("cuts", [[], [(0, 5)], [(2, 9), (4, 30)], [(0, len(EVIL)), (1, 2), (8, 20)]])
def test_the_text_stays_as_it_is_however_it_is_marked(bare, cuts):
    spans = [Span(f"uid{n}", start, end, (n,)) for n, (start, end) in enumerate(cuts)]
    body = parsed(markup.row_html(a_row(spans=spans), bare=bare))
    assert "".join(body.find(".//p").itertext()) == EVIL
    assert {element.tag for element in body.iter()} == {"body", "div", "a", "p"} | ({"mark"} if cuts else set())


def test_what_notes_say_is_text():
    label = markup.Label(name=EVIL, look=3, value="for", target=EVIL, holder=EVIL, by=EVIL)
    note = markup.Note("uid", EVIL, True, (label, label), ((EVIL, EVIL),))
    for html in (markup.row_html(a_row(notes=[note])), markup.notes_html(a_row(notes=[note]))):
        (entry,) = parsed(html).iter("li")
        assert "".join(entry.itertext()).count(EVIL) == 1 + 2 * 4 + 2
        assert {element.tag for element in entry.iter()} == {"li", "a", "b", "i", "u", "s", "p"}


def test_a_section_with_many_highlights_says_so():
    few, many = ([Span("uid", 0, 4)] * count for count in (markup.CROWDED, markup.CROWDED + 1))
    rows = [a_row("Text.", spans=few), *(a_row("Text.") for _ in range(markup.FIRST - 1)), a_row("Text.", spans=many)]
    sections = parsed(markup.sections(iter(rows), bare=True))
    assert [section.get("class") for section in sections] == [None, "crowded"]


def test_sections_hold_every_paragraph_once():
    for count, sizes in (0, []), (1, [1]), (9, [8, 1]), (24, [8, 8, 8]), (50, [8, 8, 8, 24, 2]):
        rows = [a_row("Text.") for _ in range(count)]
        sections = list(parsed(markup.sections(iter(rows), bare=True)))
        assert [len(section) for section in sections] == sizes


def with_marks(row, line: str) -> str:
    """A plain row with its number and marks put in, as static/js/plain.js does it."""
    paragraph = row[0]
    text, parts = paragraph.text, []
    for run in filter(None, line.split(";")):
        skipped, covered, look = run.split(",")
        begin, end = int(skipped, 36), int(skipped, 36) + int(covered, 36)
        before, words, text = text[:begin], text[begin:end], text[end:]
        (hue, edges, *lanes), *signs = look.split(" ")
        lines = [f"u{n}-{int(lane, 36)}" for n, lane in enumerate(lanes, 1) if lane != "-"]
        ends = [name for n, name in enumerate(["s", "e", "more"]) if int(edges) >> n & 1]
        classes = " ".join(["bare" if hue == "-" else f"f{int(hue, 36)}", *lines, *ends, *signs])
        parts.append(f'{markup.escaped(before)}<mark class="{classes}">{markup.escaped(words)}</mark>')
    n = paragraph.get("data-p")
    return (
        f'<div class="{row.get("class")}" id="p{n}"><a class="pn" href="#p{n}">{n}</a>'
        f'<p data-p="{n}">{"".join(parts)}{markup.escaped(text)}</p></div>'
    )


def test_plain_sections_with_their_marks_put_in_are_the_bare_ones():
    """Those before them are whole."""
    spans = [Span("one", 0, 9, (3,)), Span("two", 4, 20, (7, 1), signs=("for",)), Span("last", 30, len(EVIL))]
    count = 3 * markup.SECTION
    rows = [a_row(spans=spans[: n % 4])._replace(position=n + 5) for n in range(count)]
    packed = markup.packed(iter(rows))
    sections = list(parsed(packed.text))
    assert [section.get("class") for section in sections] == [None] * markup.WHOLE + ["plain"] * 2
    assert (packed.first, "mark" in packed.text.rpartition("plain")[2]) == (5, False)
    whole = [markup.row_html(row) for row in rows[: markup.SECTION]]
    assert "".join(whole) == re.sub("</?section>", "", packed.text.partition('<section class="plain"')[0])
    plain = [row for section in sections if section.get("class") for row in section]
    lines = packed.marks.split("\n")[-len(plain) :]
    bare = [markup.row_html(row, bare=True) for row in rows[-len(plain) :]]
    assert [with_marks(*pair) for pair in zip(plain, lines, strict=True)] == bare
