"""Who tries too often has to wait: counted in the database, so that all server processes share the counts."""

import ipaddress
from dataclasses import dataclass
from time import time

from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from corpus_app.models import Attempts

MINUTE, HOUR = 60, 3600

# One statement that counts and tells; Django has no upsert that adds. At the end of its time a count begins anew.
COUNT = """
    INSERT INTO corpus_app_attempts AS a (who, count, ends_at) VALUES (%s, %s, %s)
    ON CONFLICT (who) DO UPDATE SET
        count = CASE WHEN a.ends_at <= %s THEN excluded.count ELSE a.count + excluded.count END,
        ends_at = CASE WHEN a.ends_at <= %s THEN excluded.ends_at ELSE a.ends_at END
    RETURNING count, ends_at
"""


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds, of one kind of thing."""

    kind: str
    most: int
    seconds: int

    def who(self, whose: str) -> str:
        return salted_hmac("corpus.attempts", f"{self.kind} {whose}").hexdigest()


# Passwords. A network is counted first and an account last, so that one network alone cannot lock an owner out.
FROM_NETWORK = Limit("sign in from a network", 50, 15 * MINUTE)
FROM_NETWORK_AS = Limit("sign in from a network to an account", 10, 15 * MINUTE)
AS_ACCOUNT = Limit("sign in to an account", 100, 15 * MINUTE)
PRESENT_PASSWORD = Limit("present password", 10, 15 * MINUTE)
# Secrets in addresses and headers, of which only wrong ones are counted.
WRONG_LINK = Limit("wrong link", 30, 15 * MINUTE)
# Mails that people can have sent to others.
RESET_FROM_NETWORK = Limit("ask for a reset from a network", 20, HOUR)
INVITED_BY_MAIL = Limit("invite by mail", 200, 24 * HOUR)
RESET_OF_ACCOUNT = Limit("ask for a reset of an account", 5, HOUR)
SIGN_UP_FROM_NETWORK = Limit("sign up from a network", 20, HOUR)
SIGN_UP_OF_ADDRESS = Limit("sign up of an address", 5, HOUR)
# Forms that would tell which addresses have an account; only refused ones are counted, so a whole class can sign up.
UNFIT_ACCOUNT = Limit("unfit account", 30, 15 * MINUTE)


def count(limit: Limit, whose: str, times: int = 1) -> int:
    """Count one more try, or several, and return the seconds to wait; 0 means: go ahead."""
    now = int(time())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COUNT, [limit.who(whose), times, now + limit.seconds, now, now])
        tries, ends_at = cursor.fetchone()
    if tries == times:  # in a transaction of its own: who holds a row while deleting others could wait for each other
        Attempts.objects.filter(ends_at__lte=now).delete()
    return max(1, ends_at - now) if tries > limit.most else 0


def count_each(*tries: tuple[Limit, str]) -> int:
    """Count them in order until one has to wait; what stands behind it is spared."""
    for limit, whose in tries:
        if seconds := count(limit, whose):
            return seconds
    return 0


def forgive(limit: Limit, whose: str) -> None:
    """The try was a good one: it does not count."""
    Attempts.objects.filter(who=limit.who(whose), count__gt=0).update(count=F("count") - 1)


def forget(limit: Limit, whose: str) -> None:
    Attempts.objects.filter(who=limit.who(whose)).delete()


def network_of(address: str) -> str:
    """What one visitor commands: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def in_words(seconds: int) -> str:
    """How long to wait, for a sentence: rounded up to whole minutes or hours."""
    minutes = -(-seconds // MINUTE)
    if minutes > 90:
        return f"{-(-seconds // HOUR)} hours"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
