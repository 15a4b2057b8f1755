"""Parts of a project's corpus: sets of articles, chosen by hand or by a filter."""

from django.db import models

from corpus_app.ids import new_id
from corpus_app.models.articles import Article
from corpus_app.models.people import User
from corpus_app.models.projects import Project, Standing


class ArticleSetQuerySet(models.QuerySet["ArticleSet"]):
    def visible_to(self, user: User) -> "ArticleSetQuerySet":
        return self.filter(project__in=Standing.of(user).projects)


class ArticleSet(models.Model):
    """`query` is the filter of the table of articles that makes the set; empty where it is chosen by hand."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="article_sets")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    articles = models.ManyToManyField(Article, through="SetMember", related_name="sets")

    objects = ArticleSetQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="article_set_uid_unique_in_project"),
            models.UniqueConstraint(fields=("project", "name"), name="article_set_named_once"),
        )

    def __str__(self) -> str:
        return self.name


class SetMember(models.Model):
    """That an article was put into a set by hand."""

    set = models.ForeignKey(ArticleSet, on_delete=models.CASCADE, related_name="members")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("set", "article"), name="article_in_a_set_once"),)

    def __str__(self) -> str:
        return f"{self.article_id} in {self.set_id}"
