"""Every key that does something on the reading page; what the list says is held against the scripts by a test. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """`keys` as they are printed on the keyboard; several ways to the same are parted by a space."""

    keys: str
    does: str


KEYS = (
    ("Choose a passage", (
        Key("j k", "next paragraph, paragraph before; the first j starts where you are reading"),
        Key("s Shift+S", "next sentence, sentence before"),
        Key("l h", "one word more, one word less at the end"),
        Key("Shift+L Shift+H", "one sentence more, one sentence less at the end"),
        Key("[ ]", "one word more, one word less at the beginning"),
        Key("e", "the whole paragraph"),
        Key("Shift+← Shift+→", "move the end of a selection, as everywhere"),
    )),
    ("Tag it", (
        Key("Enter t", "open the palette on what is selected, or on the note that has the focus"),
        Key(".", "the last tags once more, on what is selected or on the note that has the focus"),
        Key("*", "code all occurrences of these words"),
        Key("Tab", "from note to note"),
        Key("Esc", "close; the selection, or the place you came from, is there again"),
    )),
    ("In the palette", (
        Key("↑ ↓ Page↑ Page↓", "choose"),
        Key("Enter", "take it; the palette stays open"),
        Key("1–9", "with nothing typed: a tag at hand; for a stance, the target or holder with that number"),
        Key("Shift+Enter", "pin the chosen tag to the number keys, or unpin it"),
        Key("Alt+Enter", "what the chosen tag means, with examples"),
        Key("Backspace", "with nothing typed: back to the tags"),
        Key("n", "on a highlight, with nothing typed: write a note"),
    )),
    ("Change a highlight of yours", (
        Key("[ ]", "its beginning one word earlier, one word later"),
        Key("{ }", "its end one word earlier, one word later"),
        Key("|", "split it: arrow keys choose where"),
        Key("Enter Esc", "keep what is proposed, leave it as it was"),
    )),
    ("The page", (
        Key("/", "find in this article; on other pages, to their search field"),
        Key("f", "focus mode on and off"),
        Key("Ctrl+Z", "undo"),
        Key("Ctrl+Shift+Z Ctrl+Y", "redo"),
        Key("Ctrl+P", "print, with all notes"),
        Key("?", "these keys"),
    )),
)  # fmt: skip


def rows() -> list[tuple[str, list[tuple[list[list[str]], str]]]]:
    """By section: each way as the keys pressed together, and what it does."""
    return [
        (section, [([_together(way) for way in key.keys.split()], key.does) for key in keys]) for section, keys in KEYS
    ]


def _together(way: str) -> list[str]:
    return way.replace("Page", "Page ").split("+") if way != "+" else ["+"]
