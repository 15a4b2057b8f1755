"""What a stretch of marked text looks like: its classes, and the same packed into a few bytes. Pure."""

from functools import lru_cache

from annotations.segments import Run

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Lines = tuple[tuple[int, int], ...]  # (lane, look)


def classes_of(run: Run) -> str:
    return _classes(run.fill, run.lines, run.begins, run.ends, run.more, run.signs)


def code_of(run: Run) -> str:
    """The same packed, as static/js/plain.js reads it."""
    return _code(run.fill, run.lines, run.begins, run.ends, run.more, run.signs)


@lru_cache(10_000)
def _classes(fill: int | None, lines: Lines, begins: bool, ends: bool, more: bool, signs: tuple[str, ...]) -> str:
    return " ".join([
        f"f{fill // 3}" if fill is not None else "bare",
        *(f"u{lane}-{look}" for lane, look in lines),
        *(["s"] if begins else []),
        *(["e"] if ends else []),
        *(["more"] if more else []),
        *(f"v-{name}" for name in signs),
    ])


@lru_cache(10_000)
def _code(fill: int | None, lines: Lines, begins: bool, ends: bool, more: bool, signs: tuple[str, ...]) -> str:
    """The same classes packed: a digit for the hue, one for edges, one for each lane, and signs as they are."""
    looks = dict(lines)
    lanes = (short(looks[lane]) if lane in looks else "-" for lane in range(1, max(looks, default=0) + 1))
    hue = "-" if fill is None else short(fill // 3)
    return f"{hue}{begins + 2 * ends + 4 * more}{''.join(lanes)}{''.join(f' v-{name}' for name in signs)}"


def short(number: int) -> str:
    """To the base of 36, as JavaScript's parseInt reads it."""
    digits = ""
    while number >= len(DIGITS):
        number, last = divmod(number, len(DIGITS))
        digits = DIGITS[last] + digits
    return DIGITS[number] + digits
