"""The diary: every change of a project, numbered without gaps; audit trail, undo log and cursor for followers."""

from django.conf import settings
from django.db import models

from corpus_app.models.articles import Article
from corpus_app.models.people import User
from corpus_app.models.projects import Project, Standing

PRIVATELY = "-privately"  # a verb that ends so is told to nobody but who did it


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(self, user: User) -> "ChangeQuerySet":
        """Own changes everywhere; others' only where the person sees everybody's work, and never what is private."""
        not_private = models.Q(actor=user) | ~models.Q(verb__endswith=PRIVATELY)
        return self.filter(Standing.of(user).sees("actor", user), not_private)


class Change(models.Model):
    """One thing somebody did. `edits` holds rows before and after: see corpus_app.diary."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveBigIntegerField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="changes")
    edits = models.JSONField(default=list)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    at = models.DateTimeField(auto_now_add=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("project", "number"), name="change_number_unique"),)
        indexes = (
            models.Index(fields=("article", "actor", "-number"), name="change_of_article"),
            models.Index(
                fields=("project", "number"), condition=models.Q(verb="edit-project"), name="settings_changed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"
