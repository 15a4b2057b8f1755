"""Where in the diary a follower is: the number of a change, sealed where the number itself would tell too much."""

import secrets

from django.utils.crypto import salted_hmac

from corpus_app.live.events import View

SEAL = "x"
NONCE = 8
LARGEST = 2**63


def cursor(view: View, number: int) -> str:
    """For the id of an event. To a blind coder numbers would tell how much the others do, so they look like noise."""
    if view.sees_everything:
        return str(number)
    nonce = secrets.token_bytes(NONCE)
    return SEAL + nonce.hex() + (number ^ mask(view, nonce)).to_bytes(8, "big").hex()


def number_from(view: View, text: str) -> int | None:
    """The number in a cursor; None where the text is none of ours."""
    if text.isascii() and text.isdecimal() and len(text) < 19:
        return int(text)
    try:
        sealed = bytes.fromhex(text.removeprefix(SEAL))
    except ValueError:
        return None
    if len(sealed) != NONCE + 8:
        return None
    number = int.from_bytes(sealed[NONCE:], "big") ^ mask(view, sealed[:NONCE])
    return number if number < LARGEST else None


def mask(view: View, nonce: bytes) -> int:
    digest = salted_hmac("corpus.live.cursor", nonce + view.project.to_bytes(8, "big"), algorithm="sha256").digest()
    return int.from_bytes(digest[:8], "big")
