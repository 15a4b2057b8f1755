"""The people of a project: what roles they have, who comes in by which link, who leaves."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from corpus_app import access, actions, attempts
from corpus_app.access import Permission
from corpus_app.forms.members import InvitationForm, RoleForm
from corpus_app.models import Invitation, Letter, Membership, Project, Role

MOST_ENDED = 20  # shown of the links that admit nobody any more


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, access.project(request, slug, Permission.READ))


@require_POST
def change_role(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    membership = access.membership(request, slug, uid, Permission.MANAGE)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return page(request, membership.project, refused="Choose one of the three roles.", status=422)
    try:
        actions.change_role(membership=membership, actor=request.user, role=form.cleaned_data["role"])
    except actions.Refused as reason:
        return page(request, membership.project, refused=str(reason), status=409)
    messages.success(request, f"{membership.user.display_name} is now {a_role(membership)}.")
    return redirect("members", slug)


@require_POST
def remove_member(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    membership = access.membership(request, slug, uid, Permission.MANAGE)
    try:
        actions.remove_member(membership=membership, actor=request.user)
    except actions.Refused as reason:
        return page(request, membership.project, refused=str(reason), status=409)
    messages.success(request, f"{membership.user.display_name} is no longer a member.")
    return redirect("members", slug)


@require_POST
def leave_project(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.READ)
    try:
        actions.leave_project(membership=project.membership)
    except actions.Refused as reason:
        return page(request, project, refused=str(reason), status=409)
    messages.success(request, f"You have left {project.name}.")
    return redirect("projects")


@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.MANAGE)
    form = InvitationForm(request.POST, project=project)
    if not form.is_valid():
        return page(request, project, form=form, status=422)
    emails = form.cleaned_data.pop("emails", [])
    if seconds := emails and attempts.count(attempts.INVITED_BY_MAIL, request.user.uid, len(emails)):
        refused = f"You have invited many people by mail. Wait {attempts.in_words(seconds)}, or make a link to send."
        return page(request, project, form=form, refused=refused, status=429)
    actions.invite_all(project=project, actor=request.user, emails=emails, **form.cleaned_data)
    messages.success(request, invited(emails))
    return redirect(reverse("members", args=[slug]) + "#invitations")


@require_POST
def revoke_invitation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    invitation = access.invitation(request, slug, pk, Permission.MANAGE)
    actions.revoke_invitation(invitation=invitation, actor=request.user)
    messages.success(request, "The link has been withdrawn. It admits nobody any more.")
    return redirect(reverse("members", args=[slug]) + "#invitations")


def page(
    request: HttpRequest, project: Project, *, form: InvitationForm | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    may_manage = access.may(project, Permission.MANAGE)
    context = {
        "project": project,
        "members": Membership.objects.current().visible_to(request.user).filter(project=project).select_related("user"),
        "invitations": open_invitations(request, project) if may_manage else None,
        "ended": ended_invitations(request, project) if may_manage else None,
        "form": form or InvitationForm(project=project),
        "sends_mail": settings.SENDS_MAIL,
        "roles": Role.choices,
        "refused": refused,
        "may_manage": may_manage,
        "site_url": settings.SITE_URL,
    }
    return render(request, "corpus_app/members.html", context, status=status)


def open_invitations(request: HttpRequest, project: Project) -> QuerySet[Invitation]:
    rows = Invitation.objects.visible_to(request.user).open().filter(project=project).select_related("created_by")
    return rows.annotate(is_waiting=Exists(Letter.objects.filter(invitation=OuterRef("pk"))))


def ended_invitations(request: HttpRequest, project: Project) -> QuerySet[Invitation]:
    rows = Invitation.objects.visible_to(request.user).ended().filter(project=project)
    return rows.select_related("created_by")[:MOST_ENDED]


def invited(emails: list[str]) -> str:
    if not emails:
        return "The link is ready. Copy it below and send it."
    return "The invitation is on its way." if len(emails) == 1 else f"{len(emails)} invitations are on their way."


def a_role(membership: Membership) -> str:
    article = "an" if membership.role == Role.OWNER else "a"
    return f"{article} {membership.get_role_display().lower()}"
