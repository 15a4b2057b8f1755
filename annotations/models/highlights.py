"""Highlights and the taggings on them."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from annotations.models.codebook import Entity, Facet, Tag
from corpus_app.ids import new_id
from corpus_app.models import Article, ArticleVersion, Project, Standing, User


class ByPerson(models.QuerySet):
    """Rows somebody made on an article: own ones, and others' where the project is not blind to the person."""

    person = "author"

    def visible_to(self, user: User) -> "ByPerson":
        return self.filter(Standing.of(user).sees(self.person, user), article__removed_at=None)

    def visible_in(self, project: Project, user: User, articles: Iterable[int] | None = None) -> "ByPerson":
        """visible_to in one project, or in some of its articles: the same rows, from the index that counts fastest."""
        where = Q(project=project) if articles is None else Q(article__in=articles, article__project=project)
        return self._seen_in(project, user).filter(where, article__removed_at=None)

    def _seen_in(self, project: Project, user: User) -> "ByPerson":
        standing = Standing.of(user)
        if project.pk in standing.everybodys:
            return self.all()
        return self.filter(Q(article__in=standing.sights) | Q(project__in=standing.own, **{self.person: user}))


class HighlightQuerySet(ByPerson):
    def visible_to(self, user: User) -> "HighlightQuerySet":
        return super().visible_to(user).filter(removed_at=None)

    def visible_in(
        self, project: Project, user: User, articles: Iterable[int] | None = None
    ) -> "HighlightQuerySet":
        return super().visible_in(project, user, articles).filter(removed_at=None)

class Highlight(models.Model):
    """A passage somebody marked: code points [start, end) of the version's text, and the same words as a quote."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="highlights")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="highlights")
    version = models.ForeignKey(ArticleVersion, on_delete=models.PROTECT, related_name="highlights")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="highlights")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    first_paragraph = models.PositiveIntegerField()
    last_paragraph = models.PositiveIntegerField()
    quote = models.TextField()
    folded = models.TextField(editable=False)
    prefix = models.CharField(max_length=60, blank=True)
    suffix = models.CharField(max_length=60, blank=True)
    version_no = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = HighlightQuerySet.as_manager()

    class Meta:
        ordering = ("start", "end", "id")
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="highlight_uid_unique_in_project"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="highlight_not_empty"),
            models.CheckConstraint(
                condition=Q(first_paragraph__lte=F("last_paragraph")), name="highlight_paragraphs_in_order"
            ),
        )
        indexes = (
            models.Index(fields=("article", "start", "end", "id"), condition=Q(removed_at=None), name="highlight_live"),
            models.Index(fields=("project", "id"), condition=Q(removed_at=None), name="highlight_of_project"),
            models.Index(fields=("project", "author", "id"), condition=Q(removed_at=None), name="highlight_of_author"),
        )

    def __str__(self) -> str:
        return self.quote[:60]


class HolderKind(models.TextChoices):
    AUTHOR = "author", "The article's author"
    QUOTED = "quoted", "Somebody quoted"
    PARAPHRASED = "paraphrased", "Somebody paraphrased"


class TaggingQuerySet(ByPerson):
    person = "coder"

    def in_sight(self, project: Project, user: User, articles: Iterable[int] | None = None) -> "TaggingQuerySet":
        """visible_in, of removed articles too: to find rows by that are themselves asked for by visible_in."""
        where = Q(project=project) if articles is None else Q(article__in=articles)
        return self._seen_in(project, user).filter(where).order_by()

    def visible_on(self, highlight: models.OuterRef, project: Project, user: User) -> "TaggingQuerySet":
        """Those that the person sees on one highlight, which they see, of the project.

        Only the highlight's index is left to use. SQLite without statistics takes that of a project or a coder for
        as good, and would read all their taggings for each highlight: minutes instead of a fifth of a second.
        """
        rows, standing = self.filter(highlight=highlight), Standing.of(user)
        if project.pk in standing.everybodys:
            return rows
        rows = rows.alias(by=F("coder_id") + 0, of=F("article_id") + 0)
        return rows.filter(Q(by=user.pk) | Q(of__in=standing.sights))


class Tagging(models.Model):
    """A tag on a highlight by a coder. Only live ones are here; what was taken off stays in the diary."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="taggings")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="taggings", db_index=False)
    highlight = models.ForeignKey(Highlight, on_delete=models.CASCADE, related_name="taggings")
    facet = models.ForeignKey(Facet, on_delete=models.PROTECT, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="taggings")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="taggings")
    target = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="stances_toward")
    holder = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="stances_held")
    holder_kind = models.CharField(max_length=11, choices=HolderKind.choices, blank=True)
    single = models.BooleanField(default=False, help_text="its facet allows one value per target and holder")
    memo = models.TextField(blank=True)
    codebook_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TaggingQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="tagging_uid_unique_in_project"),
            models.UniqueConstraint(
                "highlight",
                "tag",
                "coder",
                Coalesce("target", 0, output_field=models.BigIntegerField()),
                Coalesce("holder", 0, output_field=models.BigIntegerField()),
                name="same_tagging_once",
            ),
            models.UniqueConstraint(
                "highlight",
                "facet",
                "coder",
                Coalesce("target", 0, output_field=models.BigIntegerField()),
                Coalesce("holder", 0, output_field=models.BigIntegerField()),
                condition=Q(single=True),
                name="one_value_per_target_and_holder",
            ),
            models.CheckConstraint(
                condition=Q(holder_kind__in=["", *HolderKind.values]), name="tagging_holder_kind_known"
            ),
        )
        indexes = (
            models.Index(fields=("project", "tag", "article", "highlight", "coder"), name="tagging_by_tag"),
            models.Index(fields=("project", "tag", "coder", "highlight"), name="tagging_by_tag_and_coder"),
            models.Index(fields=("article", "tag", "highlight"), name="tagging_by_article"),
            models.Index(fields=("article", "highlight", "facet", "tag", "project"), name="tagging_by_passage"),
        )

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.highlight_id}"
