"""Characters that no database, XML or JSON export can carry are replaced where a reader can see it."""

import re

REPLACEMENT = "\ufffd"
# C0 controls and DEL, lone surrogates and the two non-characters that XML 1.0 refuses. Tab and line ends
# stay; a form feed is a page break and is read as a line end. PostgreSQL refuses NUL, XML tools the rest.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> tuple[str, tuple[str, ...]]:
    """Replace what cannot be stored by U+FFFD, one for one, and say how often."""
    text, count = FORBIDDEN.subn(REPLACEMENT, text)
    if not count:
        return text, ()
    places = (
        "1 unreadable control character was" if count == 1 else f"{count} unreadable control characters were"
    )
    return text, (f"{places} replaced by the sign {REPLACEMENT}; compare these places with the original.",)
