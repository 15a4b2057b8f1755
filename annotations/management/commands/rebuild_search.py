"""manage.py rebuild_search [slug …]: read all texts anew into the index of words."""

from annotations.management.of_projects import OfProjects
from annotations.search.index import rebuild
from corpus_app.models import Project


class Command(OfProjects):
    help = "Make the index of words anew, of these projects or of all. It is kept right by itself otherwise."

    def tell(self, project: Project) -> str:
        return f"{rebuild(project):,} texts"
