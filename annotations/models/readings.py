"""Who is to code which article, has opened or finished it, where they stopped, and when they saw others' work."""

from django.conf import settings
from django.db import models

from corpus_app.models import Article, Project, Standing, User


class ReadingState(models.TextChoices):
    ASSIGNED = "assigned", "Not opened"
    OPENED = "opened", "Begun"
    FINISHED = "finished", "Finished"
    SKIPPED = "skipped", "Skipped"


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> "ReadingQuerySet":
        """One's own, and everybody's where the project is not blind to the person."""
        return self.filter(Standing.of(user).sees("coder", user), article__removed_at=None)

    def assigned(self) -> "ReadingQuerySet":
        return self.filter(assigned_at__isnull=False)

    def load_of(self, project: Project) -> dict[int, int]:
        """How many articles each coder has been assigned, by the coder's primary key."""
        rows = self.assigned().filter(project=project).values_list("coder").annotate(models.Count("pk"))
        return dict(rows.order_by())


class Reading(models.Model):
    """One coder and one article; `position` is the number of the paragraph at the top of their window.

    Whoever opens an article has one; `assigned_at` tells those apart whose work it is to code it. Finished without a
    highlight is a finding of its own: read, and nothing there to tag.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="readings")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings")
    state = models.CharField(max_length=8, choices=ReadingState.choices, default=ReadingState.OPENED)
    position = models.PositiveIntegerField(default=1)
    reason = models.CharField("why it was skipped", max_length=300, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "coder"), name="one_reading_per_coder_and_article"),
            models.CheckConstraint(condition=models.Q(state__in=ReadingState.values), name="reading_state_known"),
        )
        indexes = (models.Index(fields=("project", "coder", "state"), name="work_of_coder"),)

    def __str__(self) -> str:
        return f"{self.coder_id} {self.state} {self.article_id}"

    @property
    def is_closed(self) -> bool:
        return self.state in (ReadingState.FINISHED, ReadingState.SKIPPED)

    @property
    def is_locked(self) -> bool:
        """Assigned work that is finished stays as it is until its coder opens it again."""
        return self.state == ReadingState.FINISHED and self.assigned_at is not None


class FirstSight(models.Model):
    """Since when a person once saw everybody's work on an article that was hidden again. What was seen stays seen.

    `Sight` says who sees it now; by both, codings made before and after the first sight are told apart for good.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "user"), name="one_first_sight_each"),)

    def __str__(self) -> str:
        return f"{self.user_id} has seen {self.article_id}"
