"""The one door: a view obtains its object here or not at all. Stranger 404, member without the right 403."""

from enum import Enum, auto

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest

from corpus_app.models import (
    Article,
    ArticleDraft,
    ArticleField,
    ArticleSet,
    Change,
    Invitation,
    Membership,
    Project,
    Role,
    Sight,
    Standing,
    Upload,
)
from corpus_app.sessions import memberships_of
from corpus_app.written import Written


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


LARGEST = 2**63 - 1  # no database counts further; an address may

SIGHTS = Written(lambda person, keys: Sight.objects.filter(user=person, project__in=keys).values_list("article"))


def visible(rows: models.QuerySet) -> Written:
    """What `obtain` looks up in: of these rows those that the person sees."""
    return Written(lambda user, **lookup: rows.visible_to(user).filter(**lookup))


# What stands behind a long text in its row costs as much to read as the text.
BARE = ("version__text", "version__sha256", "version__created_at")
ARTICLES = visible(Article.objects.select_related("version").defer(*BARE))
DRAFTS = visible(ArticleDraft.objects.all())
UPLOADS = visible(Upload.objects.all())
ARTICLE_FIELDS = visible(ArticleField.objects.all())
ARTICLE_SETS = visible(ArticleSet.objects.all())
CHANGES = visible(Change.objects.select_related("article"))
MEMBERS = visible(Membership.objects.current().select_related("user"))
INVITATIONS = visible(Invitation.objects.all())


def enter(request: HttpRequest) -> list[Membership]:
    """The person's memberships with their projects; visible_to then need not ask again in this request.

    No query the first time, since they came with the person; one for somebody who works blind."""
    memberships = memberships_of(request.user)
    standing = Standing.from_rows((m.project_id, m.role, m.project.blind) for m in memberships)
    if standing.own:
        sights = SIGHTS.rows(person=request.user.pk, keys=standing.own)
        standing = standing.with_sights(article for article, in sights)
    request.user.standing = standing
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


def obtain(request: HttpRequest, slug: str, permission: Permission, rows: Written, **lookup: int | str) -> models.Model:
    """One of the rows that are `visible` to the person and in this project; its `project` is the one just opened."""
    opened = project(request, slug, permission)
    if any(isinstance(value, int) and value > LARGEST for value in lookup.values()):
        raise Http404
    found = rows.first(request.user, project=opened.pk, **lookup)
    if found is None:
        raise Http404
    found.project = opened
    return found


def article(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Article:
    return obtain(request, slug, permission, ARTICLES, uid=uid)


def draft(request: HttpRequest, slug: str, uid: str) -> ArticleDraft:
    return obtain(request, slug, Permission.ADD_ARTICLES, DRAFTS, uid=uid)


def imported(request: HttpRequest, slug: str, saved_in: str) -> Project:
    """The project, where the person has imported something under this name."""
    return obtain(request, slug, Permission.ADD_ARTICLES, DRAFTS, saved_in=saved_in).project


def upload(request: HttpRequest, slug: str, uid: str) -> Upload:
    return obtain(request, slug, Permission.ADD_ARTICLES, UPLOADS, uid=uid)


def article_field(request: HttpRequest, slug: str, uid: str, permission: Permission) -> ArticleField:
    return obtain(request, slug, permission, ARTICLE_FIELDS, uid=uid)


def article_set(request: HttpRequest, slug: str, uid: str, permission: Permission) -> ArticleSet:
    return obtain(request, slug, permission, ARTICLE_SETS, uid=uid)


def change(request: HttpRequest, slug: str, number: int, permission: Permission) -> Change:
    return obtain(request, slug, permission, CHANGES, number=number)


def membership(request: HttpRequest, slug: str, user_uid: str, permission: Permission) -> Membership:
    return obtain(request, slug, permission, MEMBERS, user__uid=user_uid)


def invitation(request: HttpRequest, slug: str, pk: int, permission: Permission) -> Invitation:
    return obtain(request, slug, permission, INVITATIONS, pk=pk)


def invited(token: str) -> Invitation | None:
    """For the public page of a link: the secret in the address is the right to see it, in whatever state it is."""
    return Invitation.objects.filter(token=token).select_related("project", "created_by").first()


def is_member(request: HttpRequest, project: Project) -> bool:
    return request.user.is_authenticated and Project.objects.visible_to(request.user).filter(pk=project.pk).exists()
