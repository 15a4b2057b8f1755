"""Mail that waits to be sent."""

from django.db import models
from django.utils import timezone

from corpus_app.models.projects import Invitation


class Letter(models.Model):
    """What to write to whom. It is written out when it is sent, so that no secret waits here; then it is deleted."""

    class Kind(models.TextChoices):
        RESET = "reset"
        INVITATION = "invitation"
        SIGN_UP = "sign_up"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    to = models.EmailField()
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, related_name="letters")
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("due_at", "pk")

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"
