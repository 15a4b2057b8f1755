"""Which characters no text may hold, and a decoder that refuses what is not UTF-8."""

import codecs
import json
import re
from collections.abc import Iterator

# SQLite stores NUL and PostgreSQL does not; half a surrogate pair fails late on both; the other C0 controls are
# seen by no reader. Tab, line feed and carriage return are text.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

# Django decodes the fields of a multipart form, which it does not keep, with errors="replace": broken bytes would
# silently become U+FFFD. Decoded as this, they raise UnicodeDecodeError.
STRICT_UTF8 = "utf-8-strict"


def find_codec(name: str) -> codecs.CodecInfo | None:
    if name == STRICT_UTF8.replace("-", "_"):
        return codecs.CodecInfo(codecs.utf_8_encode, decode_strictly, name=STRICT_UTF8)
    return None


def decode_strictly(octets: bytes, errors: str = "ignored") -> tuple[str, int]:
    return codecs.utf_8_decode(octets, "strict", True)


codecs.register(find_codec)


def strings_in_json(octets: bytes) -> Iterator[str]:
    """Every name and text in a JSON document, whatever its depth.

    Raises UnicodeDecodeError, RecursionError or JSONDecodeError; the last also for a number of thousands of digits,
    and for NaN and Infinity, which Python would accept and PostgreSQL would not.
    """
    text = octets.decode()
    try:
        waiting = [json.loads(text, parse_constant=refuse_constant)]
    except ValueError as error:
        raise json.JSONDecodeError(str(error), "", 0) from error
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
