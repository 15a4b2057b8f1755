"""What a project wants to know of its articles beside title, source and date: fields of its own."""

from django.db import models
from django.db.models import Q

from corpus_app.ids import new_id
from corpus_app.models.people import User
from corpus_app.models.projects import Project, Standing


class FieldType(models.TextChoices):
    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    CHOICE = "choice", "Choice"


class ArticleFieldQuerySet(models.QuerySet["ArticleField"]):
    def visible_to(self, user: User) -> "ArticleFieldQuerySet":
        return self.filter(project__in=Standing.of(user).projects)


class ArticleField(models.Model):
    """A field of a project's articles. Values stand in the articles' `meta`, by the field's uid."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="article_fields")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    type = models.CharField(max_length=6, choices=FieldType.choices)
    choices = models.JSONField(default=list, blank=True, help_text="what can be chosen, in its order")
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ArticleFieldQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="article_field_uid_unique_in_project"),
            models.UniqueConstraint(
                fields=("project", "name"), condition=Q(archived_at=None), name="article_field_named_once"
            ),
            models.CheckConstraint(condition=Q(type__in=FieldType.values), name="article_field_type_known"),
        )

    def __str__(self) -> str:
        return self.name
