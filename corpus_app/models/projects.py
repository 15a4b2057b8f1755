"""Projects, who belongs to them in which role, and the links that invite people."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.utils import timezone

from corpus_app.models.people import User


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    CODER = "coder", "Coder"
    READER = "reader", "Reader"


@dataclass(frozen=True)
class Standing:
    """The projects a person belongs to now, by primary key: the root of every visible_to.

    Plain keys, because the database then answers from an index alone; as sub-queries they made every count five
    times slower and cost more to write down than to run.
    """

    everybodys: tuple[int, ...]  # where they see everybody's work: projects that are not blind, or that they own
    own: tuple[int, ...]  # where they see only their own,
    sights: tuple[int, ...] = ()  # but for these articles, which have been revealed to them

    @classmethod
    def of(cls, user: User) -> "Standing":
        """What the door has just seen of this request's user, else one query, or two where a project is blind."""
        known = getattr(user, "standing", None)
        if known is None:
            with connection.cursor() as cursor:
                cursor.execute(places_of_a_person(), [user.pk])
                known = cls.from_rows(cursor.fetchall())
            if known.own:
                sights = Sight.objects.filter(user=user, project__in=known.own)
                known = known.with_sights(sights.values_list("article", flat=True))
        return known

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[int, str, bool]]) -> "Standing":
        """From (project, role, blind)."""
        rows = list(rows)
        everybodys = tuple(project for project, role, blind in rows if not blind or role == Role.OWNER)
        return cls(everybodys, tuple(project for project, _, _ in rows if project not in everybodys))

    def with_sights(self, articles: Iterable[int]) -> "Standing":
        return Standing(self.everybodys, self.own, tuple(articles))

    @property
    def projects(self) -> tuple[int, ...]:
        return self.everybodys + self.own

    def sees(self, person: str, user: User) -> models.Q:
        """Everybody's rows or, where the project is blind to them, those whose column `person` names them."""
        if not self.own:
            return models.Q(project__in=self.everybodys)
        seen = models.Q(project__in=self.everybodys) | models.Q(project__in=self.own, **{person: user})
        return seen | models.Q(article__in=self.sights) if self.sights else seen

    def may_see(self, project: int, person: int | None, user: int, article: int | None = None) -> bool:
        """The same as `sees`, asked of one thing by primary keys; None made what is everybody's, like the codebook."""
        if project in self.everybodys or (project in self.own and person in (None, user)):
            return True
        return article in self.sights


@cache
def places_of_a_person() -> str:
    """Written once, as every visible_to begins with it where no door has been passed."""
    rows = Membership.objects.current().filter(user=0).values_list("project", "role", "project__blind")
    return rows.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()[0]


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> "ProjectQuerySet":
        """The projects the person belongs to now."""
        return self.filter(pk__in=Standing.of(user).projects)


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
        return self.filter(project__in=Standing.of(user).projects)


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


class Sight(models.Model):
    """Since when a person sees everybody's work on an article of a blind project: it was revealed, and they were done.

    What they coded there later they coded knowing the others'.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey("corpus_app.Article", on_delete=models.CASCADE, related_name="sights")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "user"), name="one_sight_per_person_and_article"),)
        indexes = (models.Index(fields=("user", "project"), name="sights_of_person"),)

    def __str__(self) -> str:
        return f"{self.user_id} sees {self.article_id}"


def new_token() -> str:
    return secrets.token_urlsafe(24)


class InvitationState(models.TextChoices):
    OPEN = "open"
    USED = "used", "all places taken"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Links that still admit somebody."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), places__gt=0)

    def ended(self) -> "InvitationQuerySet":
        now = timezone.now()
        return self.exclude(revoked_at=None, expires_at__gt=now, places__gt=0)

    def visible_to(self, user: User) -> "InvitationQuerySet":
        return self.filter(project__in=Standing.of(user).projects)


class Invitation(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=64, default=new_token, unique=True, editable=False)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.CODER)
    email = models.EmailField(blank=True)  # where it was mailed to; whoever has the link may use it
    places = models.PositiveIntegerField("how many people may use it", default=1)
    joined = models.PositiveIntegerField("how many have used it", default=0)
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

    @property
    def state(self) -> InvitationState:
        if self.revoked_at:
            return InvitationState.WITHDRAWN
        if not self.places:
            return InvitationState.USED
        return InvitationState.OPEN if self.expires_at > timezone.now() else InvitationState.EXPIRED
