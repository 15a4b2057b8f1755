"""The number of a change as people get it: sealed where the number itself would tell too much.

In events and in addresses a number is sealed alike each time, so that a page knows a change again. Where in the diary a
follower is, the ids of events say and pages when they are made: sealed otherwise each time, for two that are equal
would tell that nobody has done anything in between.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from corpus_app.models import Project, Standing, User

SEAL = "x"
HALF = 8  # bytes
LARGEST = 2**63


def cursor(project: int, standing: Standing, number: int) -> str:
    """To a blind coder numbers would tell how much the others do, so they look like noise."""
    if project in standing.everybodys:
        return str(number)
    return sealed(project, number.to_bytes(HALF, "big"))


def bookmark(project: int, standing: Standing, number: int) -> str:
    """Where a follower goes on."""
    if project in standing.everybodys:
        return str(number)
    return sealed(project, number.to_bytes(HALF, "big") + secrets.token_bytes(HALF))


def sealed(project: int, octets: bytes) -> str:
    head = stamp(project, octets)
    return SEAL + (head + blurred(project, head, octets)).hex()


def number_from(project: int, standing: Standing, text: str) -> int | None:
    """In a cursor or a bookmark; None where it is none of ours. A plain number is one of who may know it only."""
    if project in standing.everybodys and text.isascii() and text.isdecimal() and len(text) < 19:
        return int(text)
    try:
        octets = bytes.fromhex(text.removeprefix(SEAL))
    except ValueError:
        return None
    head, plain = octets[:HALF], blurred(project, octets[:HALF], octets[HALF:])
    if len(plain) not in (HALF, 2 * HALF) or not constant_time_compare(head, stamp(project, plain)):
        return None
    number = int.from_bytes(plain[:HALF], "big")
    return number if number < LARGEST else None


def name_of(user: User, project: Project, number: int) -> str:
    """What the person's pages call a change."""
    return cursor(project.pk, Standing.of(user), number)


def number_of(user: User, project: Project, name: str) -> int | None:
    return number_from(project.pk, Standing.of(user), name)


def stamp(project: int, octets: bytes) -> bytes:
    return digest(project, octets)[:HALF]


def blurred(project: int, head: bytes, octets: bytes) -> bytes:
    """Done twice it is undone."""
    return bytes(a ^ b for a, b in zip(octets, digest(project, b"seal" + head), strict=False))


def digest(project: int, octets: bytes) -> bytes:
    return salted_hmac("corpus.live.cursor", project.to_bytes(HALF, "big") + octets, algorithm="sha256").digest()
