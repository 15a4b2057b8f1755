"""Articles: metadata that may be corrected, versions of the text that never change, and their paragraphs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from corpus_app.ids import new_id
from corpus_app.importing.blocks import Kind as BlockKind
from corpus_app.importing.blocks import Role as BlockRole
from corpus_app.models.people import User
from corpus_app.models.projects import Project, Standing

Kind = models.TextChoices("Kind", [(kind.name, (kind.value, kind.value.replace("_", " "))) for kind in BlockKind])
ParagraphRole = models.TextChoices("ParagraphRole", [(role.name, (role.value, role.value)) for role in BlockRole])


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User) -> "ArticleQuerySet":
        return self.filter(project__in=Standing.of(user).projects, removed_at=None)

    def with_text(self) -> "ArticleQuerySet":
        return self.exclude(folded_sha256="")

    def without_text(self) -> "ArticleQuerySet":
        """Articles of which only the metadata is known yet."""
        return self.filter(folded_sha256="")

    def sources(self) -> models.QuerySet:
        """The names of all sources, each once."""
        return self.exclude(source="").order_by("source").values_list("source", flat=True).distinct()


class Article(models.Model):
    """Empty title, author or date means that the source does not say; nothing is invented.

    An article that waits for its text has a version 0 without paragraphs, and no hash of a text.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="articles")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    title = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)
    section = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    published = models.CharField(max_length=10, blank=True, help_text="YYYY, YYYY-MM or YYYY-MM-DD")
    language = models.CharField(max_length=12, blank=True)
    provider_id = models.CharField(max_length=200, blank=True, help_text="its id at the archive that it comes from")
    meta = models.JSONField(default=dict, blank=True, help_text="values of the project's own fields, by their uid")
    version = models.ForeignKey("ArticleVersion", on_delete=models.PROTECT, null=True, related_name="+")
    words = models.PositiveIntegerField(default=0)
    source_sha256 = models.CharField(max_length=64, blank=True)
    folded_sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True, help_text="in a blind project: shown to who is done")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="article_uid_unique_in_project"),
            models.CheckConstraint(
                condition=Q(published__regex=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"),
                name="article_published_is_a_date",
            ),
        )
        indexes = (
            models.Index(fields=("project", "folded_sha256"), name="article_same_text"),
            models.Index(fields=("project", "published"), name="article_published"),
            models.Index(fields=("project", "source"), name="article_source"),
        )

    def __str__(self) -> str:
        return self.title or "Untitled article"

    @property
    def has_text(self) -> bool:
        return bool(self.folded_sha256)


class ArticleVersion(models.Model):
    """One immutable text; every offset of a highlight counts code points in it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    change_number = models.PositiveBigIntegerField(null=True, help_text="of the change that made it")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "number"), name="article_version_number_unique"),)

    def __str__(self) -> str:
        return f"version {self.number}"


class Paragraph(models.Model):
    """A block of a version: text[start:end] of the version's text; position counts from 1."""

    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="paragraphs")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    role = models.CharField(max_length=12, choices=ParagraphRole.choices)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    joins = models.JSONField(default=list, blank=True, help_text="code-point offsets of rejoined places")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("version", "position"), name="paragraph_position_unique"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="paragraph_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="paragraph_kind_known"),
            models.CheckConstraint(condition=Q(role__in=ParagraphRole.values), name="paragraph_role_known"),
        )
        indexes = (models.Index(fields=("version", "start"), name="paragraph_start"),)

    def __str__(self) -> str:
        return f"¶ {self.position}"
