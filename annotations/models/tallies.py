"""How often each tag is used in each article, and in all: derived from the taggings (annotations/tallies.py)."""

from django.db import models

from corpus_app.models import Article, Project

WHOLE = 0  # in place of a tag: all highlights of the article, tagged or not, and all taggings


class Tally(models.Model):
    """Passages are distinct highlights. `all_…` count the tags below it, too; of WHOLE both are the same.

    Of a facet's tags together: its key with a minus in place of a tag, and `all_…`.

    Keys are not looked up when rows are written: they come from the tables themselves, a hundred for each article.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    tag = models.BigIntegerField()
    passages = models.PositiveIntegerField()
    taggings = models.PositiveIntegerField()
    all_passages = models.PositiveIntegerField()
    all_taggings = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "tag"), name="one_tally_per_article_and_tag"),)
        indexes = (
            models.Index(
                fields=("project", "tag", "article", "all_passages", "all_taggings", "passages", "taggings"),
                name="tally_of_tag",
            ),
        )

    def __str__(self) -> str:
        return f"{self.all_passages} of {self.tag} in {self.article_id}"


class ArticleRows(models.Model):
    """How many rows of annotations.csv an article has: `number` in all, and by facet and by who or what they name.

    In `rows` of `facet.what.key`, in which a facet 0 stands for passages without a tag.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", db_constraint=False)
    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="+", db_constraint=False)
    number = models.PositiveIntegerField()
    rows = models.JSONField()

    def __str__(self) -> str:
        return f"{self.number} in {self.article_id}"


class Tallied(models.Model):
    """How far a project's tallies are: right up to the change `number` where no article waits to be counted again."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="tallied")
    number = models.PositiveBigIntegerField()
    waiting = models.JSONField(default=list)  # articles
    touched = models.JSONField(default=list, null=True)  # tags whose coders are to be looked up again; null: all
    sums = models.JSONField(default=dict)  # by tag: the four numbers, and how many articles have the tag, or below it
    coders = models.JSONField(default=dict)  # by tag: who put it somewhere
    rows = models.JSONField(default=dict)  # of all articles together

    def __str__(self) -> str:
        return f"{self.project_id} up to {self.number}"
