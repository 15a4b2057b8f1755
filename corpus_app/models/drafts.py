"""Articles being added: what the importer found in a paste or a file, until a person has looked and saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from corpus_app.ids import new_id
from corpus_app.models.articles import Article
from corpus_app.models.people import User
from corpus_app.models.projects import Project, Standing
from corpus_app.models.uploads import Upload


class ArticleDraftQuerySet(models.QuerySet["ArticleDraft"]):
    def visible_to(self, user: User) -> "ArticleDraftQuerySet":
        """A draft is seen by the person who brought it, as long as they belong to the project."""
        return self.filter(project__in=Standing.of(user).projects, added_by=user)

    def waiting(self) -> "ArticleDraftQuerySet":
        """Not saved yet."""
        return self.filter(article=None)


class ArticleDraft(models.Model):
    """`blocks` are numbered blocks as JSON, `steps` undo the corrections to them: see corpus_app.drafting.

    `problem` is a sentence when the file could not be read, `choices` the readings a person can choose from, and
    `encoding` the one chosen; it is empty where the bytes themselves say it. `content` is the file of a plain text,
    and of other formats the text as it was read. A file with several articles makes several drafts: `position` counts
    them from 1, of a table by its rows, and `sha256` is its own for each. `table` describes a table of which nobody
    has said yet what its columns hold, or whose rows are drafts only in part.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="drafts")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, blank=True)
    folded_sha256 = models.CharField(max_length=64, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    format = models.CharField(max_length=12, default="text")
    encoding = models.CharField(max_length=20, blank=True)
    blocks = models.JSONField(default=list)
    sketch = models.BinaryField(default=bytes)
    steps = models.JSONField(default=list)
    suggestions = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    choices = models.JSONField(default=list)
    table = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)
    words = models.PositiveIntegerField(default=0)
    furniture_words = models.PositiveIntegerField(default=0)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="drafts")
    saved_in = models.CharField(max_length=12, blank=True, help_text="of drafts that were saved together: the same")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleDraftQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="draft_uid_unique_in_project"),
            models.UniqueConstraint(
                fields=("project", "added_by", "sha256", "name"),
                condition=Q(article=None),
                name="draft_of_a_file_waits_once",
            ),
        )
        # All that is asked for each file that is read: the rows themselves are long, and theirs is the last column.
        indexes = (models.Index(fields=("project", "added_by", "article", "file_sha256"), name="draft_of_file"),)

    def __str__(self) -> str:
        name = self.name or "Pasted text"
        if self.format == "table" and self.position:
            return f"{name}, row {self.position}"
        return f"{name}, article {self.position}" if self.position else name

    @property
    def is_bare(self) -> bool:
        """A row of a table that has no text: its article waits for one."""
        return not (self.problem or self.words or self.furniture_words)

    @property
    def asks(self) -> bool:
        """A person has to say how it is read; then it can be."""
        return bool(self.choices or self.table)


class TableColumns(models.Model):
    """What people of a project said that the columns of a table hold, offered for the next with the same header."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    header_sha256 = models.CharField(max_length=64)
    fields = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "header_sha256"), name="columns_of_a_header_remembered_once"),
        )

    def __str__(self) -> str:
        return ", ".join(field or "left out" for field in self.fields)
