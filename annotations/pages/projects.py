"""The list of somebody's projects: role and counts, each count by one query for all projects."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from annotations.models import Highlight, Reading, ReadingState
from corpus_app.models import Article, Membership, Project, User


@dataclass(frozen=True)
class ProjectCard:
    project: Project
    role: str
    articles: int
    read: int
    members: int
    passages: int


def cards(user: User, memberships: Iterable[Membership]) -> list[ProjectCard]:
    """By name, of the person's own memberships; passages are those the person may see."""
    articles = _by_project(Article.objects.visible_to(user))
    read = _by_project(
        Reading.objects.filter(coder=user, state=ReadingState.FINISHED, article__in=Article.objects.visible_to(user))
    )
    members = _by_project(Membership.objects.current().visible_to(user))
    passages = _by_project(Highlight.objects.visible_to(user))
    found = []
    for membership in sorted(memberships, key=lambda own: (own.project.name.casefold(), own.pk)):
        counts = (count.get(membership.project_id, 0) for count in (articles, read, members, passages))
        found.append(ProjectCard(membership.project, membership.get_role_display(), *counts))
    return found


def _by_project(rows: QuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list("project").annotate(Count("pk")))
