"""manage.py rebuild_search [slug …]: read all texts anew into the index of words."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from annotations.search.index import rebuild
from corpus_app.models import Project


class Command(BaseCommand):
    help = "Make the index of words anew, of these projects or of all. It is kept right by itself otherwise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="projects, by their part of the address")

    def handle(self, *args: object, slugs: list[str], **options: object) -> None:
        projects = Project.objects.filter(slug__in=slugs) if slugs else Project.objects.all()
        missing = set(slugs) - {project.slug for project in projects}
        if missing:
            raise CommandError(f"There is no project {', '.join(sorted(missing))}.")
        for project in projects:
            self.stdout.write(f"{project.slug}: {rebuild(project):,} texts")
