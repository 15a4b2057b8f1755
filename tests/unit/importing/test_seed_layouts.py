"""The same article in another layout gives the same blocks."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus_app.importing.blocks import Kind, Role
from corpus_app.importing.reader import read, read_text
from tests.unit.importing.test_seeds import KINDS, path_of

Change = Callable[[str], str]


def filled(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def wrapped(width: int, between: str = "\n\n", *, hyphens: bool = False) -> Change:
    def change(text: str) -> str:
        lines = filled(text)
        return between.join(
            "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=hyphens))
            for line in lines
        )

    return change


SAFE: dict[str, Change] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "a BOM and trailing spaces": lambda text: (
        "\ufeff" + "\n".join(line + "  \t" for line in text.split("\n"))
    ),
    "no blank lines": lambda text: "\n".join(filled(text)),
    "a blank line after every line": lambda text: "\n\n".join(filled(text)),
    "doubled blank lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "form feeds": lambda text: text.replace("\n\n", "\n\f\n"),
    "an indent": lambda text: "\n".join("    " + line for line in text.split("\n")),
    **{f"wrapped at {width}": wrapped(width) for width in (45, 60, 72, 76, 100, 120)},
    **{f"wrapped at {width} with hyphens": wrapped(width, hyphens=True) for width in (60, 76, 100)},
    **{
        f"wrapped at {width}, double-spaced": lambda text, width=width: wrapped(width)(text).replace(
            "\n", "\n\n"
        )
        for width in (60, 76, 100)
    },
}


def shape(draft) -> list[tuple[Kind, Role, str]]:
    return [(block.kind, block.role, block.text) for block in draft.blocks]


@pytest.mark.parametrize("layout", SAFE)
@pytest.mark.parametrize("number", KINDS)
def test_another_layout_gives_the_same_blocks(seeds: Path, number, layout):
    text = path_of(seeds, number).read_text("utf-8")
    assert shape(read(SAFE[layout](text).encode())) == shape(read_text(text))


@pytest.mark.parametrize("width", [60, 76, 100])
def test_wrapped_without_any_blank_line_most_blocks_survive(seeds: Path, width):
    """A last line that happens to be full looks like an inner one; such joins are marked as guesses."""
    kept = total = 0
    for number in KINDS:
        text = path_of(seeds, number).read_text("utf-8")
        before, after = shape(read_text(text)), shape(read_text(wrapped(width, "\n")(text)))
        kept += len(set(before) & set(after))
        total += len(set(before))
    assert kept / total > 0.88
