"""Files that people have brought and that a reader works off: what is left to read, and how far it has come."""

from django.conf import settings
from django.db import models

from corpus_app.ids import new_id
from corpus_app.models.people import User
from corpus_app.models.projects import Project, Standing


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> "UploadQuerySet":
        """As its drafts: seen by the person who brought it, as long as they belong to the project."""
        return self.filter(project__in=Standing.of(user).projects, added_by=user)


class Upload(models.Model):
    """What was brought at once. `left_out` counts files that found no room, `saved_before` those of an archive."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="uploads")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=200, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    saved_before = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("project", "uid"), name="upload_uid_unique_in_project"),)

    def __str__(self) -> str:
        return f"upload {self.uid}"


class UploadFileQuerySet(models.QuerySet["UploadFile"]):
    def unread(self) -> "UploadFileQuerySet":
        return self.filter(state__in=(UploadFile.State.QUEUED, UploadFile.State.READING))


class UploadFile(models.Model):
    """A file in the queue. Whoever reads it puts their `claim` on it and says again and again that they are there.

    `done` of `total` parts are read, of an archive its files; their drafts are stored together with that number, so
    that a reader who dies half way leaves nothing to be done twice. `content` is emptied when nothing is left to read.
    With a `url` it is fetched from there first; `charset` is what the site then says that it is written in.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        READING = "reading"
        READ = "read"
        LEFT_OUT = "left out"
        CANCELLED = "cancelled"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255, blank=True)
    content = models.BinaryField()
    url = models.CharField(max_length=3000, blank=True)
    charset = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    claim = models.CharField(max_length=12, blank=True)
    claimed_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    articles = models.PositiveIntegerField(default=0)
    problems = models.PositiveIntegerField(default=0)

    objects = UploadFileQuerySet.as_manager()

    class Meta:
        ordering = ("upload", "position")
        constraints = (models.UniqueConstraint(fields=("upload", "position"), name="upload_file_position_unique"),)
        indexes = (
            models.Index(
                fields=("position", "upload"), name="upload_file_unread",
                condition=models.Q(state__in=("queued", "reading")),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name or "Pasted text"
