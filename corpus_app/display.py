"""How a person likes pages and articles to look: what they can choose, and by which classes style sheets know it. Pure.

The page has a class for everything that is not as usual, like size-large; most people's pages have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    name: str
    label: str
    usual: str
    options: tuple[tuple[str, str], ...]

    def is_unusual(self, value: str) -> bool:
        return value != self.usual and value in dict(self.options)


SETTINGS = (
    Setting("size", "Text size", "normal", (
        ("small", "Small"), ("normal", "Normal"), ("large", "Large"), ("larger", "Larger"), ("largest", "Largest"),
    )),
    Setting("lines", "Line height", "normal", (("tight", "Tight"), ("normal", "Normal"), ("wide", "Wide"))),
    Setting("width", "Width of the text", "normal", (("narrow", "Narrow"), ("normal", "Normal"), ("wide", "Wide"))),
    Setting("type", "Typeface", "serif", (("serif", "Serif"), ("sans", "Sans"))),
    Setting("theme", "Colours", "system", (("system", "As my device"), ("light", "Light"), ("dark", "Dark"))),
    Setting("notes", "Notes beside the text", "shown", (("shown", "Shown"), ("hidden", "Hidden"))),
    Setting("focus", "Focus mode", "off", (("off", "Off"), ("on", "The text alone"))),
)  # fmt: skip


def unusual(chosen: Mapping[str, str]) -> dict[str, str]:
    """Without what is as usual, and without what this version does not know."""
    said = ((setting, chosen.get(setting.name, "")) for setting in SETTINGS)
    return {setting.name: value for setting, value in said if setting.is_unusual(value)}


def classes_of(chosen: Mapping[str, str]) -> str:
    return " ".join(f"{name}-{value}" for name, value in unusual(chosen).items())


def scheme_of(chosen: Mapping[str, str]) -> str:
    """What the browser is told before it has read any style sheet."""
    return unusual(chosen).get("theme", "light dark")
