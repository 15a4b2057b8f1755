"""People coming into a project, changing roles and leaving; a project never loses its last owner."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from corpus_app import diary
from corpus_app.mail import post
from corpus_app.models import Article, Change, Invitation, Letter, Membership, Project, Role, Sight, User
from corpus_app.written import Written, insert

INVITATION_DAYS = 14
WITHIN = timedelta(seconds=3)  # nobody makes two links on purpose so fast, and a button is pressed twice so fast
UNDOABLE = {"change-role", "remove-member"}
FORMER = Written(lambda project, person: Membership.objects.filter(project=project, user=person))
LAST_NUMBER = Written(
    lambda project: Membership.objects.filter(project=project).order_by("-number").values_list("number")[:1]
)
REVEALED = Written(
    lambda project: Article.objects.filter(project=project, revealed_at__isnull=False).order_by().values_list("pk")
)


class Refused(ValueError):
    """What was asked for is not possible now; the message says why and what to do."""


def join(*, project: Project, user: User, role: str, actor: User) -> Membership:
    """Make the person a member, or bring a former one back with their old pseudonym."""
    with diary.writing(project=project, actor=actor, verb="join-project") as change:
        membership = FORMER.first(project=project.pk, person=user.pk)
        if membership is None:
            last = max((number for number, in LAST_NUMBER.rows(project=project.pk)), default=0)
            membership = Membership(project=project, user=user, role=role, number=last + 1)
            insert(membership)
            change.edits = [diary.created(membership)]
        else:
            before = diary.row(membership)
            membership.role, membership.removed_at = role, None
            membership.save(update_fields=["role", "removed_at"])
            change.edits = [diary.changed(membership, before)]
        _show_revealed(membership)
    return membership


def _show_revealed(membership: Membership) -> None:
    """Who comes into a blind project has nothing to code there yet, and sees what was revealed before."""
    revealed = REVEALED.rows(project=membership.project_id)
    Sight.objects.bulk_create(
        (
            Sight(project_id=membership.project_id, article_id=pk, user_id=membership.user_id, since=timezone.now())
            for pk, in revealed
        ),
        batch_size=500, ignore_conflicts=True,
    )


def invite(
    *, project: Project, actor: User, role: str, places: int = 1, days: int = INVITATION_DAYS, email: str = ""
) -> Invitation:
    """A link that admits `places` people in this role for some days; with an address it is mailed there."""
    with diary.writing(project=project, actor=actor, verb="invite"):
        invitation = Invitation.objects.create(
            project=project, created_by=actor, role=role, places=places, email=email,
            expires_at=timezone.now() + timedelta(days=days),
        )
        if email:
            post.send(kind=Letter.Kind.INVITATION, to=email, invitation=invitation)
        return invitation


def invite_all(*, project: Project, actor: User, emails: list[str], role: str, places: int, days: int) -> None:
    """A link for each address, mailed there; without addresses one that the actor sends. Pressed twice it is once."""
    with transaction.atomic():
        for email, room in [(email, 1) for email in emails] or [("", places)]:
            if not _just_invited(project, actor, role, room, email):
                invite(project=project, actor=actor, role=role, places=room, days=days, email=email)


def _just_invited(project: Project, actor: User, role: str, places: int, email: str) -> bool:
    Project.objects.select_for_update().get(pk=project.pk)
    same = project.invitations.filter(created_by=actor, role=role, places=places, email=email, revoked_at=None)
    return same.filter(created_at__gt=timezone.now() - WITHIN).exists()


def revoke_invitation(*, invitation: Invitation, actor: User) -> Invitation:
    with diary.writing(project=invitation.project, actor=actor, verb="revoke-invitation"):
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    return invitation


def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Use one place of the link. A member keeps their role and uses none. Raises Refused when it admits nobody."""
    project = invitation.project
    present = Membership.objects.current().filter(project=project, user=user).first()
    if present is not None:
        return present
    former = Membership.objects.filter(project=project, user=user).first()
    if former is not None and former.removed_at > invitation.created_at:
        raise Refused("This link was made before you left the project or were removed from it. Ask for a new one.")
    with transaction.atomic():
        taken = Invitation.objects.open().filter(pk=invitation.pk)
        if not taken.update(places=F("places") - 1, joined=F("joined") + 1):
            raise Refused("This invitation has been used up, withdrawn or has expired. Ask for a new link.")
        return join(project=project, user=user, role=invitation.role, actor=user)


def change_role(*, membership: Membership, actor: User, role: str, was: str = "") -> Membership:
    """The change is left on the membership, to be undone. Raises Refused where the role is not what it `was`."""
    with diary.writing(project=membership.project, actor=actor, verb="change-role") as change:
        membership.refresh_from_db(fields=["role", "removed_at"])
        if was not in ("", membership.role):
            name, now = membership.user.display_name, membership.get_role_display().lower()
            raise Refused(f"Somebody has changed the role of {name} to {now} since you opened this page. Choose again.")
        change.edits = [_with_role(membership, role)]
        _refuse_without_owner(membership.project)
    membership.change = change
    return membership


def remove_member(*, membership: Membership, actor: User) -> Membership:
    """The person no longer sees the project; what they made stays, under their name. The change is left on it."""
    with diary.writing(project=membership.project, actor=actor, verb="remove-member") as change:
        change.edits = [_removed(membership)]
        _refuse_without_owner(membership.project)
    membership.change = change
    return membership


def leave_project(*, membership: Membership) -> Membership:
    return remove_member(membership=membership, actor=membership.user)


def hand_over(*, membership: Membership, to: Membership | None, role: str) -> Membership:
    """An owner makes somebody else one, and becomes a coder or reader, or leaves where the role is empty."""
    with diary.writing(project=membership.project, actor=membership.user, verb="hand-over") as change:
        change.edits = [_with_role(to, Role.OWNER)] if to else []
        change.edits.append(_with_role(membership, role) if role else _removed(membership))
        _refuse_without_owner(membership.project)
    return membership


def undo_membership(*, change: Change, actor: User) -> Change:
    """Take one's own change of a role or removal back, unless the person's place has changed since."""
    if change.actor_id != actor.pk or change.verb not in UNDOABLE:
        raise Refused("This cannot be taken back with a click. Change it by hand.")
    with diary.writing(project=change.project, actor=actor, verb=f"undo {change.verb}") as taken_back:
        if Change.objects.filter(undoes=change).exists():
            raise Refused("This has been taken back already.")
        try:
            taken_back.edits = [diary.revert(edit) for edit in change.edits]
        except diary.CannotUndo as reason:
            raise Refused(str(reason)) from reason
        taken_back.undoes = change
        if not Membership.objects.current().filter(pk__in=[edit["id"] for edit in change.edits]).exists():
            raise Refused("This person is no longer a member, so there is nothing to take back.")
        _refuse_without_owner(change.project)
    return taken_back


def _with_role(membership: Membership, role: str) -> diary.Row:
    if membership.role == Role.OWNER and role != Role.OWNER:
        _withdraw_links_of(membership)
    before = diary.row(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    return diary.changed(membership, before)


def _removed(membership: Membership) -> diary.Row:
    _withdraw_links_of(membership)
    before = diary.row(membership)
    membership.removed_at = timezone.now()
    membership.save(update_fields=["removed_at"])
    return diary.changed(membership, before)


def _withdraw_links_of(membership: Membership) -> None:
    """Who may no longer invite has no links out there that still do."""
    links = Invitation.objects.open().filter(project=membership.project, created_by=membership.user)
    links.update(revoked_at=timezone.now())


def _refuse_without_owner(project: Project) -> None:
    if not Membership.objects.current().filter(project=project, role=Role.OWNER).exists():
        raise Refused("A project needs an owner. Make somebody else an owner first.")
