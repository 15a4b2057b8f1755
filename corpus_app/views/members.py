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
from corpus_app.forms.members import HandOverForm, InvitationForm, RoleForm
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
        actions.change_role(membership=membership, actor=request.user, **form.cleaned_data)
    except actions.Refused as reason:
        return page(request, membership.project, refused=str(reason), status=409)
    if membership.user == request.user:
        messages.success(request, f"You are now {a_role(membership)}.")
    else:
        offer_undo(request, membership, f"{membership.user.display_name} is now {a_role(membership)}.")
    return redirect("members", slug)


@require_POST
def remove_member(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    membership = access.membership(request, slug, uid, Permission.MANAGE)
    try:
        actions.remove_member(membership=membership, actor=request.user)
    except actions.Refused as reason:
        return page(request, membership.project, refused=str(reason), status=409)
    if membership.user == request.user:
        messages.success(request, f"You have left {membership.project.name}.")
        return redirect("projects")
    offer_undo(request, membership, f"{membership.user.display_name} is no longer a member.")
    return redirect("members", slug)


@require_POST
def undo_membership(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    change = access.change(request, slug, number, Permission.MANAGE)
    try:
        actions.undo_membership(change=change, actor=request.user)
    except actions.Refused as reason:
        return page(request, change.project, refused=str(reason), status=409)
    messages.success(request, "Undone.")
    return redirect("members", slug)


@require_POST
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project(request, slug, Permission.MANAGE)
    form = HandOverForm(request.POST, others=others_of(request, project))
    if not form.is_valid():
        refused = "Choose who becomes the owner, and whether you stay."
        return page(request, project, handing_over=form, refused=refused, status=422)
    to, role = form.cleaned_data["to"], form.cleaned_data["stay"]
    try:
        actions.hand_over(membership=project.membership, to=to, role=role)
    except actions.Refused as reason:
        return page(request, project, refused=str(reason), status=409)
    messages.success(request, handed_over(project, to, role))
    return redirect("members" if role else "projects", *([slug] if role else []))


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
    request: HttpRequest, project: Project, *, form: InvitationForm | None = None,
    handing_over: HandOverForm | None = None, refused: str = "", status: int = 200,
) -> HttpResponse:
    may_manage = access.may(project, Permission.MANAGE)
    members = list(members_of(request, project))
    others = [member for member in members if member.user != request.user]
    context = {
        "project": project,
        "members": members,
        "invitations": open_invitations(request, project) if may_manage else None,
        "ended": ended_invitations(request, project) if may_manage else None,
        "form": form or InvitationForm(project=project),
        "handing_over": handing_over or HandOverForm(others=others),
        "is_last_owner": may_manage and all(member.role != Role.OWNER for member in others),
        "others": others,
        "sends_mail": settings.SENDS_MAIL,
        "roles": Role.choices,
        "refused": refused,
        "may_manage": may_manage,
        "site_url": settings.SITE_URL,
    }
    return render(request, "corpus_app/members.html", context, status=status)


def members_of(request: HttpRequest, project: Project) -> QuerySet[Membership]:
    return Membership.objects.current().visible_to(request.user).filter(project=project).select_related("user")


def others_of(request: HttpRequest, project: Project) -> list[Membership]:
    return list(members_of(request, project).exclude(user=request.user))


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


def offer_undo(request: HttpRequest, membership: Membership, message: str) -> None:
    number = membership.change.number
    messages.success(request, message, extra_tags=reverse("undo-membership", args=[membership.project.slug, number]))


def handed_over(project: Project, to: Membership | None, role: str) -> str:
    heir = f"{to.user.display_name} is now an owner of {project.name}. " if to else ""
    left = "You have left it." if to else f"You have left {project.name}."
    return heir + (f"You are now a {role}." if role else left)


def a_role(membership: Membership) -> str:
    article = "an" if membership.role == Role.OWNER else "a"
    return f"{article} {membership.get_role_display().lower()}"
