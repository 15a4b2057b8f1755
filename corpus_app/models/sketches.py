"""Sketches of articles' texts: by their numbers versions of an article and copied passages are found."""

from django.db import models

from corpus_app.models.articles import ArticleVersion
from corpus_app.models.projects import Project


class Sketch(models.Model):
    """`packed` is what corpus_app.importing.sketch made, with the scheme in its first byte."""

    version = models.OneToOneField(ArticleVersion, on_delete=models.CASCADE, related_name="sketch")
    scheme = models.PositiveSmallIntegerField()
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"sketch of version {self.version_id}"


class SketchKey(models.Model):
    """A number that a paragraph is found by, or with position 0 the whole text. Its index alone answers a search."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.BigIntegerField()
    version = models.ForeignKey(ArticleVersion, on_delete=models.CASCADE, related_name="sketch_keys")
    position = models.PositiveIntegerField()

    class Meta:
        indexes = (models.Index(fields=("project", "key", "position", "version"), name="sketch_key_found"),)

    def __str__(self) -> str:
        return f"{self.key} in version {self.version_id}"
