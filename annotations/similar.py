"""Names that people could mean for the same: by case, accents, a plural, or one letter. Pure."""

import re
import unicodedata
from collections.abc import Iterable

SHORTEST = 4  # of two names that differ by a letter: “war” and “wax” are different words
APART = re.compile(r"[\W_]+")


def alike(name: str, others: Iterable[str]) -> list[str]:
    """Those of the others that are close to the name, in their order."""
    one = folded(name)
    return [other for other in others if other != name and _are_close(one, folded(other))]


def folded(name: str) -> str:
    """Without case, accents, and what stands between words."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return APART.sub(" ", "".join(letter for letter in letters if not unicodedata.combining(letter))).strip()


def _are_close(one: str, other: str) -> bool:
    if one == other or _singular(one) == _singular(other):
        return True
    if any(letter.isdigit() for letter in one + other):  # codes: 504 and 505 are meant to differ
        return False
    return min(len(one), len(other)) >= SHORTEST and _differ_by_a_letter(one, other)


def _singular(name: str) -> str:
    for ending, instead in (("ies", "y"), ("es", ""), ("e", ""), ("s", "")):
        if name.endswith(ending) and len(name) - len(ending) >= SHORTEST - 1:
            return name[: -len(ending)] + instead
    return name


def _differ_by_a_letter(one: str, other: str) -> bool:
    """One put in, left out, changed, or two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    swapped = len(left) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
