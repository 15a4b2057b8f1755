"""The number of a change as people get it: sealed where the number itself would tell too much.

In the ids of events, which say where in the diary a follower is, in events and in addresses. A number is sealed alike
each time, so that a page knows a change again.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from corpus_app.models import Project, Standing, User

SEAL = "x"
HALF = 8  # bytes
LARGEST = 2**63


def cursor(project: int, standing: Standing, number: int) -> str:
    """To a blind coder numbers would tell how much the others do, so they look like noise."""
    if project in standing.everybodys:
        return str(number)
    head = stamp(project, number.to_bytes(HALF, "big"))
    return SEAL + (head + blurred(project, head, number.to_bytes(HALF, "big"))).hex()


def number_from(project: int, standing: Standing, text: str) -> int | None:
    """The number in a cursor; None where the text is none of ours. A plain number is one of who may know it only."""
    if project in standing.everybodys and text.isascii() and text.isdecimal() and len(text) < 19:
        return int(text)
    try:
        sealed = bytes.fromhex(text.removeprefix(SEAL))
    except ValueError:
        return None
    head, plain = sealed[:HALF], blurred(project, sealed[:HALF], sealed[HALF:])
    if len(sealed) != 2 * HALF or not constant_time_compare(head, stamp(project, plain)):
        return None
    number = int.from_bytes(plain, "big")
    return number if number < LARGEST else None


def name_of(user: User, project: Project, number: int) -> str:
    """What the person's pages call a change."""
    return cursor(project.pk, Standing.of(user), number)


def number_of(user: User, project: Project, name: str) -> int | None:
    return number_from(project.pk, Standing.of(user), name)


def stamp(project: int, octets: bytes) -> bytes:
    return salted_hmac("corpus.live.cursor", project.to_bytes(HALF, "big") + octets, algorithm="sha256").digest()[:HALF]


def blurred(project: int, head: bytes, octets: bytes) -> bytes:
    """Done twice it is undone."""
    return bytes(a ^ b for a, b in zip(octets, stamp(project, b"seal" + head), strict=False))
