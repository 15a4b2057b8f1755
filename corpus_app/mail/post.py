"""The post: letters are noted in the database and sent by a thread of their own, again and again if need be.

So a page never waits for a mail server, and what was promised goes out when the server is back.
"""

import logging
import threading
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from corpus_app.mail.letters import written
from corpus_app.models import Invitation, Letter

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)  # doubled after each failure
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=1)  # then links in it would be dead


def send(*, kind: Letter.Kind, to: str, invitation: Invitation | None = None) -> Letter:
    """Note the letter; it goes out once the transaction around is committed."""
    letter = Letter.objects.create(kind=kind, to=to, invitation=invitation)
    transaction.on_commit(postman.wake)
    return letter


def deliver_due() -> datetime | None:
    """Send every letter whose time has come; returns when the next one's comes. May run in many processes at once."""
    due = Letter.objects.filter(due_at__lte=timezone.now())
    for letter in due.select_related("invitation__project", "invitation__created_by"):
        if is_mine(letter):
            deliver(letter)
    return Letter.objects.values_list("due_at", flat=True).first()


def is_mine(letter: Letter) -> bool:
    """Whoever puts the next try off is the one to try now; who ends half way has thereby asked for another try."""
    later = timezone.now() + min(FIRST_PAUSE * 2 ** min(letter.tries, 10), LONGEST_PAUSE)
    unchanged = Letter.objects.filter(pk=letter.pk, due_at=letter.due_at)
    return unchanged.update(due_at=later, tries=letter.tries + 1) == 1


def deliver(letter: Letter) -> None:
    try:
        message = written(letter)
        if message:
            message.send()
    except (SMTPException, OSError, ValueError) as error:
        gives_up = timezone.now() - letter.made_at > GIVE_UP_AFTER
        logger.error("Mail %s (%s) was not sent: %s%s", letter.pk, letter.kind, error, ". Given up." * gives_up)
        if not gives_up:
            return
    Letter.objects.filter(pk=letter.pk).delete()


class Postman:
    """The thread of this process; begun at the first letter, or when the process begins to serve."""

    def __init__(self) -> None:
        self.bell = threading.Event()
        self.thread = threading.Thread()
        self.starting = threading.Lock()

    def wake(self) -> None:
        if not settings.SENDS_MAIL:
            return
        self.bell.set()
        with self.starting:
            if not self.thread.is_alive():  # not yet begun, or left behind in the process that forked this one
                self.thread = threading.Thread(target=self.work, name="post", daemon=True)
                self.thread.start()

    def work(self) -> None:
        while True:
            self.bell.clear()
            self.bell.wait(self.round())

    def round(self) -> float | None:
        """Deliver; returns the seconds until there is more to do, None if nothing waits."""
        try:
            next_due = deliver_due()
        except DatabaseError as error:
            logger.error("Mail could not be looked up: %s", error)
            next_due = timezone.now() + FIRST_PAUSE
        finally:
            connection.close()
        return next_due and max(1.0, (next_due - timezone.now()).total_seconds())


postman = Postman()
