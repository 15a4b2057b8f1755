"""The style sheet of the tags' looks is the one looks.py describes."""

from pathlib import Path

from annotations import looks


def test_the_style_sheet_is_up_to_date():
    css = Path(__file__).parents[2] / "static" / "css" / "tags.css"
    assert css.read_text() == looks.style_sheet()


def test_looks_come_in_all_hues_before_patterns_repeat():
    first = [looks.nth(n) for n in range(looks.LOOKS)]
    assert len(set(first)) == looks.LOOKS == 36
    assert {pattern for _, pattern in first[:12]} == {"solid"}
