"""Who has opened or finished which article, and where they stopped reading."""

from django.conf import settings
from django.db import models

from corpus_app.models import Article, Project


class ReadingState(models.TextChoices):
    OPENED = "opened", "Opened"
    FINISHED = "finished", "Finished"


class Reading(models.Model):
    """One coder and one article; `position` is the number of the paragraph at the top of their window."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="readings")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="readings")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings")
    state = models.CharField(max_length=8, choices=ReadingState.choices, default=ReadingState.OPENED)
    position = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "coder"), name="one_reading_per_coder_and_article"),)

    def __str__(self) -> str:
        return f"{self.coder_id} {self.state} {self.article_id}"
