"""manage.py read_uploads: read what people have brought, then end. `serve` begins it by itself."""

import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from corpus_app.server.reading_room import ReadingRoom


class Command(BaseCommand):
    help = "Read the files that wait to be read, then end. `serve` does this by itself; more of them share the work."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--stay", action="store_true",
            help="wait a while for more; a line on standard input says that there is some, its end that nobody waits",
        )

    def handle(self, stay: bool, **options: object) -> None:
        while ReadingRoom(sys.stdin.fileno() if stay else None).work():
            pass
