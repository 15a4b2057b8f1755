"""manage.py load_demo: the demo corpus with its team, as a project of its own."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction

from annotations import demo


class Command(BaseCommand):
    help = "Load the demo: a project with five people, ten articles, a codebook and two hundred highlights."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="load nothing if the demo was ever loaded here")

    def handle(self, once: bool, **options: object) -> None:
        if not (once and demo.is_loaded()):
            with transaction.atomic():
                for line in demo.Demo().load():
                    self.stdout.write(line)
        if demo.is_open():
            self.stdout.write(f"The demo is loaded. Sign in as {demo.OWNER} with the password {demo.SIGN_IN_WITH}")
