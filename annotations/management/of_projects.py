"""A command that is about some projects, named by their slugs, or about all."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from corpus_app.models import Project


class OfProjects(BaseCommand, ABC):
    """Of a command only what it does with one of them is left to say, as `tell`."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="projects, by their part of the address")

    def handle(self, *args: object, slugs: list[str], **options: object) -> None:
        projects = Project.objects.filter(slug__in=slugs) if slugs else Project.objects.all()
        missing = set(slugs) - {project.slug for project in projects}
        if missing:
            raise CommandError(f"There is no project {', '.join(sorted(missing))}.")
        for project in projects:
            if told := self.tell(project):
                self.stdout.write(f"{project.slug}: {told}")

    @abstractmethod
    def tell(self, project: Project) -> str:
        """Do it to this one; what to say of it, empty where nothing was to be done."""
