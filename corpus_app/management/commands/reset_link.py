"""manage.py reset_link EMAIL: a link to set a new password, for who cannot or need not wait for a mail."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from corpus_app import links
from corpus_app.models import User


class Command(BaseCommand):
    help = "Print a link with which the person sets a new password: it works once, within 24 hours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="the address they sign in with")

    def handle(self, email: str, **options: object) -> None:
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {email}. Check it.")
        if not user.is_active:
            raise CommandError(f"The account of {email} is switched off. Switch it on in the administration first.")
        self.stdout.write(links.reset_link(user))
        self.stderr.write(
            f"Send this to {user.display_name} only, on a way that nobody else reads. It works once, within 24 hours, "
            "until they sign in or their password changes."
        )
