"""manage.py recount [slug …]: count anew how often tags are used, in big projects."""

from annotations.management.of_projects import OfProjects
from annotations.tallies import is_big, recount
from corpus_app.models import Project


class Command(OfProjects):
    help = "Count anew how often tags are used, in these projects or in all big ones. It is kept right by itself."

    def tell(self, project: Project) -> str:
        return f"{recount(project):,} passages" if is_big(project) else ""
