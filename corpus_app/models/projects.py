"""Projects, who belongs to them in which role, and the links that invite people."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from corpus_app.models.people import User


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    CODER = "coder", "Coder"
    READER = "reader", "Reader"


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> "ProjectQuerySet":
        """The projects the person belongs to now: the root of every other visible_to."""
        return self.filter(pk__in=Membership.objects.current().filter(user=user).values("project"))

    def fully_visible_to(self, user: User) -> "ProjectQuerySet":
        """Those in which the person sees everybody's work: all that are not blind, and those they own."""
        current = Membership.objects.current().filter(user=user)
        own = current.filter(role=Role.OWNER).values("project")
        return self.filter(pk__in=current.values("project")).filter(models.Q(blind=False) | models.Q(pk__in=own))


class Project(models.Model):
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    blind = models.BooleanField(default=False)
    change_number = models.PositiveBigIntegerField(default=0, editable=False)
    codebook_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="projects")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(removed_at=None)

    def visible_to(self, user: User) -> "MembershipQuerySet":
        return self.filter(project__in=Project.objects.visible_to(user))


class Membership(models.Model):
    """A person in a project; kept after they left, so that their pseudonym `coder-<number>` stays theirs."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices)
    number = models.PositiveIntegerField()
    joined_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("project", "user"), name="person_belongs_to_project_once"),
            models.UniqueConstraint(fields=("project", "number"), name="pseudonym_unique_in_project"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        )
        indexes = (models.Index(fields=("user", "project"), name="membership_of_user"),)

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def pseudonym(self) -> str:
        return f"coder-{self.number}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Links that still admit somebody."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), places__gt=0)

    def visible_to(self, user: User) -> "InvitationQuerySet":
        return self.filter(project__in=Project.objects.visible_to(user))


class Invitation(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=64, default=new_token, unique=True, editable=False)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.CODER)
    places = models.PositiveIntegerField("how many people may use it", default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
        )

    def __str__(self) -> str:
        return f"{self.role} in {self.project_id}"
