"""The 36 looks of a tag: 12 hues times 3 line patterns, numbered hue * 3 + pattern for the style sheet."""

HUES = (
    "indigo", "red", "teal", "pink", "lime", "orange", "blue", "yellow", "violet", "green", "amber", "cyan",
)
PATTERNS = ("solid", "dash", "dot")
LOOKS = len(HUES) * len(PATTERNS)


def number(hue: str, pattern: str) -> int:
    return HUES.index(hue) * len(PATTERNS) + PATTERNS.index(pattern)


def nth(count: int) -> tuple[str, str]:
    """The look for the count-th tag of a codebook: all hues in solid first, then dashed, then dotted."""
    return HUES[count % len(HUES)], PATTERNS[count // len(HUES) % len(PATTERNS)]
