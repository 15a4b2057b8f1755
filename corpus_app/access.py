"""The one door: a view obtains its object here or not at all. Stranger 404, member without the right 403."""

from enum import Enum, auto

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest

from corpus_app.models import Article, ArticleDraft, Change, Invitation, Membership, Project, Role, Standing


class Permission(Enum):
    READ = auto()  # read, browse, export
    ANNOTATE = auto()  # highlight, tag, write notes, make tags and entities on the way
    ADD_ARTICLES = auto()  # import, correct metadata
    MANAGE = auto()  # members, codebook's meaning, removing articles, the project's settings


GRANTS = {
    Role.READER: {Permission.READ},
    Role.CODER: {Permission.READ, Permission.ANNOTATE, Permission.ADD_ARTICLES},
    Role.OWNER: set(Permission),
}
REFUSALS = {
    Permission.READ: "You cannot read this project.",
    Permission.ANNOTATE: "Readers cannot highlight or tag here. Ask an owner of the project to make you a coder.",
    Permission.ADD_ARTICLES: "Readers cannot add or correct articles. Ask an owner of the project to make you a coder.",
    Permission.MANAGE: "Only owners of the project can do this. Ask one of them.",
}


def enter(request: HttpRequest) -> list[Membership]:
    """The person's memberships with their projects; visible_to then need not ask again in this request. One query."""
    memberships = list(Membership.objects.current().filter(user=request.user).select_related("project"))
    request.user.standing = Standing.from_rows((m.project_id, m.role, m.project.blind) for m in memberships)
    return memberships


def project(request: HttpRequest, slug: str, permission: Permission) -> Project:
    """The project, with the person's own `membership` on it."""
    memberships = enter(request)
    membership = next((m for m in memberships if m.project.slug == slug), None)
    if membership is None:
        raise Http404
    if permission not in GRANTS[Role(membership.role)]:
        raise PermissionDenied(REFUSALS[permission])
    membership.project.membership = membership
    return membership.project


def may(project: Project, permission: Permission) -> bool:
    """Whether the person who came through the door of this project has the right; for what a page offers."""
    return permission in GRANTS[Role(project.membership.role)]


def obtain(
    request: HttpRequest, slug: str, permission: Permission, rows: models.QuerySet, **lookup: object
) -> models.Model:
    """One of `rows` that is visible_to the person and in this project; its `project` is the one just opened."""
    opened = project(request, slug, permission)
    found = rows.visible_to(request.user).filter(project=opened, **lookup).first()
    if found is None:
        raise Http404
    found.project = opened
    return found


def article(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Article:
    rows = Article.objects.select_related("version").defer("version__text")
    return obtain(request, slug, permission, rows, uid=uid)


def draft(request: HttpRequest, slug: str, uid: str) -> ArticleDraft:
    return obtain(request, slug, Permission.ADD_ARTICLES, ArticleDraft.objects.all(), uid=uid)


def change(request: HttpRequest, slug: str, number: int, permission: Permission) -> Change:
    rows = Change.objects.select_related("article")
    return obtain(request, slug, permission, rows, number=number)


def membership(request: HttpRequest, slug: str, user_uid: str, permission: Permission) -> Membership:
    rows = Membership.objects.current().select_related("user")
    return obtain(request, slug, permission, rows, user__uid=user_uid)


def invitation(request: HttpRequest, slug: str, pk: int, permission: Permission) -> Invitation:
    return obtain(request, slug, permission, Invitation.objects.all(), pk=pk)


def open_invitation(token: str) -> Invitation | None:
    """For the public page of a link: the secret in the address is the right to see it, while it admits somebody."""
    return Invitation.objects.open().filter(token=token).select_related("project", "created_by").first()


def is_member(request: HttpRequest, project: Project) -> bool:
    return request.user.is_authenticated and Project.objects.visible_to(request.user).filter(pk=project.pk).exists()
