"""manage.py export_annotations PROJECT --as EMAIL: annotations.csv from the shell."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from annotations.exchange.columns import Flavour
from annotations.export import annotations_csv
from annotations.filters import parse
from corpus_app.ids import new_id
from corpus_app.models import Project, User


class Command(BaseCommand):
    help = "Write annotations.csv: everything the person sees in the project, or what a filter shows of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", metavar="PROJECT", help="the project's name in its address")
        parser.add_argument("--as", dest="email", metavar="EMAIL", required=True, help="who exports")
        parser.add_argument(
            "--flavour", choices=[str(flavour) for flavour in Flavour], default=str(Flavour.SPREADSHEET),
            help="spreadsheet: safe to open in one (default); analysis: every cell verbatim",
        )
        parser.add_argument("--output", metavar="FILE", default="-", help="where to; default: standard output (-)")
        parser.add_argument("--names", action="store_true", help="coders by name instead of coder-1, coder-2, …")
        parser.add_argument(
            "--filter", metavar="QUERY", default="",
            help="what stands behind the ? in the address of the passages page, like 'source=Tide&value=against'",
        )

    def handle(
        self, project: str, email: str, flavour: str, output: str, names: bool, filter: str, **options: object
    ) -> None:
        person = find_person(email)
        opened = find_project(project, person)
        found, errors = parse(opened, QueryDict(filter))
        if errors:
            raise CommandError(" ".join(errors.values()))
        pieces = annotations_csv(project=opened, user=person, found=found, flavour=Flavour(flavour), names=names)
        if output == "-":
            self.print(pieces)
        else:
            with whole_file(Path(output)) as file:
                file.writelines(pieces)

    def print(self, pieces: Iterator[bytes]) -> None:
        """The bytes themselves, because text output would change line ends on some systems; a caller may catch text."""
        binary = getattr(self.stdout, "buffer", None)
        try:
            for piece in pieces:
                if binary:
                    binary.write(piece)
                else:
                    self.stdout.write(piece.decode(), ending="")
            self.stdout.flush()
        except BrokenPipeError:  # a reader like head has seen enough; what Python flushes at its end goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())


def find_person(email: str) -> User:
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody here has the address {email}. Check it.")
    return person


def find_project(slug: str, person: User) -> Project:
    if not Project.objects.filter(slug=slug).exists():
        raise CommandError(f"There is no project “{slug}”. Check the name in its address.")
    project = Project.objects.visible_to(person).filter(slug=slug).first()
    if project is None:
        raise CommandError(f"{person.email} is not a member of “{slug}”. An owner can invite them.")
    return project


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is there when all of it is written, and not before: a failure leaves what stood there."""
    path = path.resolve()
    part = path if path.exists() and not path.is_file() else path.with_name(f".{path.name}.{new_id()}")
    try:
        with part.open("wb") as file:  # a device or a pipe is written to directly, never replaced
            yield file
            file.flush()
            if part != path:
                os.fsync(file.fileno())
                part.replace(path)
    except OSError as error:
        raise CommandError(f"{path} cannot be written ({error.strerror}). Check its folder and rights.") from error
    finally:
        if part != path:
            part.unlink(missing_ok=True)
