"""Public ids: twelve characters that go into addresses, pages and CSV, and serve as idempotency keys.

Five characters tell the time in steps of 128 seconds, so that neighbours in time are neighbours in an index;
seven are random (35 bits). The browser makes the same ids in static/js/ids.js.
"""

import re
import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 12
EPOCH = 1_704_067_200  # 2024-01-01, so that five characters last until the year 2160
PATTERN = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new_id() -> str:
    """A fresh id; unique within a project by a database constraint, not by hope."""
    number = (int(time.time() - EPOCH) // 128 % 2**25) << 35 | secrets.randbits(35)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(55, -5, -5))


def is_id(text: str) -> bool:
    return PATTERN.fullmatch(text) is not None
