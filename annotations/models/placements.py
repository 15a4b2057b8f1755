"""Highlights whose place in a new version of their article is not certain, until a person has decided."""

from django.db import models
from django.db.models import F, Q

from annotations.models.highlights import Highlight
from corpus_app.ids import new_id
from corpus_app.models import Article, ArticleVersion, Project, Standing, User


class PlacementState(models.TextChoices):
    WAITING = "waiting", "Waits for a decision"
    UNPLACED = "unplaced", "No place was found"
    LEFT = "left", "Stays in the older text"


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: User) -> "PlacementQuerySet":
        """Of the highlights that the person sees."""
        return self.filter(
            Standing.of(user).sees("highlight__author", user), article__removed_at=None, highlight__removed_at=None
        )

    def open(self) -> "PlacementQuerySet":
        return self.exclude(state=PlacementState.LEFT)


class Placement(models.Model):
    """A highlight that stands in an older version still, and where in `version` it may belong: [start, end), `quote`.

    When it is placed the row goes; its highlight keeps its tags, notes and quote all the time.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="placements")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="placements")
    highlight = models.OneToOneField(Highlight, on_delete=models.CASCADE, related_name="placement")
    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="+")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    state = models.CharField(max_length=8, choices=PlacementState.choices)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ("article", "highlight__start", "id")
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="placement_uid_unique_in_project"),
            models.CheckConstraint(condition=Q(state__in=PlacementState.values), name="placement_state_known"),
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__lt=F("end")), name="placement_has_both_ends_or_none"
            ),
        )
        indexes = (models.Index(fields=("project", "article"), name="placement_of_project"),)

    def __str__(self) -> str:
        return f"{self.state} {self.highlight_id}"
