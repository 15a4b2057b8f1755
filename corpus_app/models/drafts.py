"""Articles being added: what the importer found in a paste or a file, until a person has looked and saved."""

from django.conf import settings
from django.db import models

from corpus_app.ids import new_id
from corpus_app.models.people import User
from corpus_app.models.projects import Project


class ArticleDraftQuerySet(models.QuerySet["ArticleDraft"]):
    def visible_to(self, user: User) -> "ArticleDraftQuerySet":
        """A draft is seen by the person who brought it, as long as they belong to the project."""
        return self.filter(project__in=Project.objects.visible_to(user), added_by=user)


class ArticleDraft(models.Model):
    """`blocks` are the importer's blocks as JSON; `problem` is a sentence when the file could not be read."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="drafts")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255, blank=True)
    content = models.BinaryField()
    encoding = models.CharField(max_length=20, blank=True)
    blocks = models.JSONField(default=list)
    suggestions = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    metadata = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleDraftQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("project", "uid"), name="draft_uid_unique_in_project"),)

    def __str__(self) -> str:
        return self.name or "Pasted text"
