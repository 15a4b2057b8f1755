"""The people who are said to be in a project now, with names."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus_app.models import Membership, Project, Standing, User


@dataclass(frozen=True)
class Present:
    user: User
    is_here: bool


def of(project: Project, user: User, here: Iterable[str], elsewhere: Iterable[str]) -> list[Present]:
    """Members with these public ids but the person; nobody where all of the project is blind to them. One query."""
    standing = Standing.of(user)
    if project.pk not in standing.everybodys and not standing.sights:
        return []
    near = set(here)
    members = Membership.objects.visible_to(user).current().filter(project=project)
    found = members.filter(user__uid__in=near.union(elsewhere)).exclude(user=user).select_related("user")
    people = [Present(member.user, member.user.uid in near) for member in found]
    return sorted(people, key=lambda one: (not one.is_here, one.user.display_name))
