"""The 36 looks of a tag: 12 hues times 3 line patterns, numbered hue * 3 + pattern for the style sheet."""

HUES = (
    "indigo", "red", "teal", "pink", "lime", "orange", "blue", "yellow", "violet", "green", "amber", "cyan",
)
PATTERNS = ("solid", "dash", "dot")
SIGNS = ("for", "against", "neutral", "mixed", "unclear")
LOOKS = len(HUES) * len(PATTERNS)
ROOMS = 60  # notes, or half lines of them, for which a paragraph may keep room free


def number(hue: str, pattern: str) -> int:
    return HUES.index(hue) * len(PATTERNS) + PATTERNS.index(pattern)


def sign(value: str) -> str:
    """Which of the signs of static/css/app.css tells a stance's value, so that colour alone never does."""
    return {"favor": "for"}.get(value, value if value in SIGNS else "other")


def nth(count: int) -> tuple[str, str]:
    """The look for the count-th tag of a codebook: all hues in solid first, then dashed, then dotted."""
    return HUES[count % len(HUES)], PATTERNS[count // len(HUES) % len(PATTERNS)]


def style_sheet() -> str:
    """static/css/tags.css: for each look its chip (t), its line lanes (u1 to u3); for each hue its fill (f).

    And the room that a paragraph keeps free for its notes: so many (n), and half lines beyond the first of each (x).
    """
    lines = {
        "solid": "linear-gradient({0},{0})",
        "dash": "repeating-linear-gradient(90deg,{0} 0 7px,transparent 7px 10px)",
        "dot": "repeating-linear-gradient(90deg,{0} 0 2px,transparent 2px 5px)",
    }
    rules = ["/* Written by annotations/looks.py; a test compares. */"]
    for index, hue in enumerate(HUES):
        rules.append(f".f{index}{{--f:var(--{hue}-f)}}")
        for pattern in PATTERNS:
            look, line = number(hue, pattern), lines[pattern].format(f"var(--{hue}-l)")
            rules.append(f".t{look}{{--f:var(--{hue}-f);--l:var(--{hue}-l);--p:{line}}}")
            rules.extend(f".u{lane}-{look}{{--u{lane}:{line}}}" for lane in (1, 2, 3))
    rules.append("".join(f".n{count}{{--n:{count}}}.x{count}{{--x:{count}}}" for count in range(1, ROOMS + 1)))
    return "\n".join(rules) + "\n"
