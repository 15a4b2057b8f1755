"""manage.py recount [slug …]: count anew how often tags are used, in big projects."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from annotations.tallies import is_big, recount
from corpus_app.models import Project


class Command(BaseCommand):
    help = "Count anew how often tags are used, in these projects or in all big ones. It is kept right by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="slug", help="projects, by their part of the address")

    def handle(self, *args: object, slugs: list[str], **options: object) -> None:
        projects = Project.objects.filter(slug__in=slugs) if slugs else Project.objects.all()
        missing = set(slugs) - {project.slug for project in projects}
        if missing:
            raise CommandError(f"There is no project {', '.join(sorted(missing))}.")
        for project in filter(is_big, projects):
            self.stdout.write(f"{project.slug}: {recount(project):,} passages")
