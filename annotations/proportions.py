"""How two shares differ, and how sure that is. Pure.

Wilson's score interval for one share: E. B. Wilson, Probable inference, the law of succession, and statistical
inference, Journal of the American Statistical Association 22 (1927), 209-212. For the difference of two independent
ones the hybrid of both: R. G. Newcombe, Interval estimation for the difference between independent proportions,
Statistics in Medicine 17 (1998), 873-890, method 10. Unlike the textbook's ± 1.96 standard errors it holds for few
passages and shares near 0 or 1, and never leaves -1 to 1.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Difference:
    """The first share less the second, and its interval."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def wilson(part: int, whole: int, z: float = Z) -> tuple[float, float]:
    """The interval of part / whole; 0 to 1 where there is nothing."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, z * z
    middle = share + square / (2 * whole)
    around = z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    low, high = ((middle + side * around) / (1 + square / whole) for side in (-1, 1))
    return (0.0 if part == 0 else low), (1.0 if part == whole else high)


def difference(part: int, whole: int, other: int, other_whole: int, z: float = Z) -> Difference:
    """Newcombe's method 10; without anything on one side all from -1 to 1 is possible."""
    if not whole or not other_whole:
        return Difference(0.0, -1.0, 1.0)
    first, second = part / whole, other / other_whole
    (low, high), (other_low, other_high) = wilson(part, whole, z), wilson(other, other_whole, z)
    value = first - second
    below = sqrt((first - low) ** 2 + (other_high - second) ** 2)
    above = sqrt((high - first) ** 2 + (second - other_low) ** 2)
    return Difference(value, max(-1.0, value - below), min(1.0, value + above))
