"""The list of keys, the scripts that act on them, and the guide say the same."""

import re
from pathlib import Path

from annotations.keys import KEYS, rows

ROOT = Path(__file__).parents[2]
SCRIPTS = ("keyboard", "reader", "picker", "palette", "edges", "view", "undo")
NAMES = {"Esc": "Escape", "↑": "ArrowUp", "↓": "ArrowDown", "←": "ArrowLeft", "→": "ArrowRight", "Page↑": "PageUp",
         "Page↓": "PageDown"}
BROWSERS_OWN = {"Tab", "Shift+ArrowLeft", "Shift+ArrowRight"}
BY_PATTERN = {"1–9"}  # /^[1-9]$/
INSIDE = {" ", "ArrowLeft", "ArrowRight"}  # a link pressed like a button; handles moved by the arrows


def bound() -> set[str]:
    """What the scripts compare a key with, or have as a name in a table of keys."""
    found = set()
    for name in SCRIPTS:
        text = (ROOT / "static" / "js" / f"{name}.js").read_text()
        found |= set(re.findall(r'\bkey(?:\.\w+\(\))? === "([^"]+)"', text))
        found |= {key for keys in re.findall(r'\[((?:"[^"]+",? ?)+)\]\.includes\(event\.key\)', text)
                  for key in re.findall(r'"([^"]+)"', keys)}
        for table in re.findall(r"(?:this\.keys|KEYS|ARROWS|steps) = \{(.*?)\};", text, re.S):
            found |= {quoted or bare for quoted, bare in re.findall(r'(?:"([^"]+)"|\b(\w+)): ', table)}
        for letters in re.findall(r'PICKS = "([^"]+)"', text):
            found |= set(letters)
    return found


def listed() -> set[str]:
    found = set()
    for _, keys in KEYS:
        for way in (way for key in keys for way in key.keys.split()):
            *held, key = way.split("+") if way != "+" else ["+"]
            key = NAMES.get(key, key)
            if held == ["Shift"] and len(key) == 1:
                found.add(key.upper())
            elif "Ctrl" in held:
                found.add(key.lower())
            else:
                found.add("+".join([*held, key]))
    return found


def test_every_key_that_is_bound_is_listed_and_the_reverse():
    assert bound() - INSIDE == listed() - BROWSERS_OWN - BY_PATTERN - {"Shift+Enter", "Alt+Enter"}
    palette = (ROOT / "static" / "js" / "palette.js").read_text()
    assert "/^[1-9]$/" in palette and 'event.key === "Enter" && (event.shiftKey || event.altKey)' in palette


def test_the_guide_has_the_same_list():
    guide = (ROOT / "docs" / "guide" / "reading.md").read_text().split("## Every key")[1]
    told = re.findall(r"^\| (`.*?) \| (.*) \|$", guide, re.M)
    assert [does for _, does in told] == [key.does for _, keys in KEYS for key in keys]


def test_keys_pressed_together_stand_together():
    sections = dict(rows())
    assert ([["Ctrl", "Shift", "Z"], ["Ctrl", "Y"]], "redo") in sections["The page"]
    assert ([["["], ["]"]], "one word more, one word less at the beginning") in sections["Choose a passage"]
