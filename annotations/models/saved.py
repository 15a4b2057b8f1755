"""Views that are saved: the address of a list of passages under a name, for oneself or for the team."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from corpus_app.ids import new_id
from corpus_app.models import Project, Standing, User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """Own ones and the team's; of others nothing where the person works blind, for a name tells what they look for.

        What is shared is a question: each gets the answer that they may see.
        """
        standing = Standing.of(user)
        here = self.filter(project__in=standing.projects, removed_at=None)
        return here.filter(Q(is_shared=True, project__in=standing.everybodys) | Q(owner=user))


class SavedView(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="saved_view_uid_unique_in_project"),
            models.UniqueConstraint(
                fields=("project", "owner", "name"), condition=Q(removed_at=None), name="saved_view_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
