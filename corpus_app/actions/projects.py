"""Starting a project and changing its settings."""

from django.db import transaction
from django.utils.text import slugify

from corpus_app import diary
from corpus_app.actions.members import join
from corpus_app.actions.seen import refuse_unseen
from corpus_app.models import Project, Role, User
from corpus_app.written import insert

SAID = ("name", "blind")


def create_project(*, owner: User, name: str, slug: str = "", blind: bool = False) -> Project:
    """A project with its first owner; its address is made from the name and stays when the name changes."""
    with transaction.atomic():
        project = Project(slug=slug or _free_slug(name), name=name, blind=blind)
        insert(project)
        join(project=project, user=owner, role=Role.OWNER, actor=owner)
    return project


def edit_project(*, project: Project, actor: User, name: str, blind: bool, seen: str = "") -> Project:
    """Raises EditedMeanwhile where `seen` is not the mark of SAID now."""
    with diary.writing(project=project, actor=actor, verb="edit-project") as change:
        refuse_unseen(project, SAID, seen)
        before = diary.row(project)
        project.name, project.blind = name, blind
        project.save(update_fields=["name", "blind"])
        change.edits = [diary.changed(project, before)]
    return project


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50].strip("-") or "project"
    taken = set(Project.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = [stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))]
    return next(slug for slug in candidates if slug not in taken and slug != "new")
