"""The words of everything that can be searched: a row for each text, derived from it (annotations/search/index.py)."""

import re

from django.db import models
from django.db.models import Q

from corpus_app.models import Article, Project, Standing, User


class EntryKind(models.TextChoices):
    TEXT = "text"  # a paragraph
    MARK = "mark"  # a highlight
    NOTE = "note"
    MEMO = "memo"
    TITLE = "title"
    SOURCE = "source"
    AUTHOR = "author"
    REMARK = "remark"  # the memo of a tagging


PRIVATE = "private"  # the scope of memos that only their author finds
SHORT = re.compile(r"[0-9]+[a-z][a-z]")
OF_PEOPLE = (EntryKind.MARK, EntryKind.NOTE, EntryKind.MEMO, EntryKind.REMARK)


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_in(self, project: Project, user: User) -> "EntryQuerySet":
        """There are entries of live rows only; of people's words those that the person sees, as everywhere.

        A private memo has the scope of its own, and its author as the only reader.
        """
        standing = Standing.of(user)
        if project.pk not in standing.projects:
            return self.none()
        rows = self.filter(project=project).filter(~Q(scope=scope_of(project.pk, PRIVATE)) | Q(person=user))
        if project.pk in standing.everybodys:
            return rows
        return rows.filter(~Q(kind__in=OF_PEOPLE) | Q(person=user) | Q(article__in=standing.sights))


class Entry(models.Model):
    """`words` are as annotations.search.words writes them; `subject` is the key of the row whose words they are.

    The indexes are the databases' own: FTS5 beside the table, kept by its triggers, or a tsvector column and trigrams.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=EntryKind.choices)
    subject = models.BigIntegerField()
    scope = models.CharField(max_length=40)
    words = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "subject"), name="one_entry_per_text"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
        )
        indexes = (models.Index(fields=("scope", "id"), name="entries_of_scope"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Indexed(models.Model):
    """New highlights are taken into the index some at a time: there are entries of those up to this key."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="+")
    highlight = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.project_id} up to {self.highlight}"


class Word(models.Model):
    """A word that stands, or stood, in an entry of the project: see annotations/search/vocabulary.py."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("project", "word"), name="each_word_once"),)

    def __str__(self) -> str:
        return self.word


def scope_of(project: int, kind: str) -> str:
    """The one word by which the index knows what an entry belongs to."""
    return f"p{project}{kind}"


def in_index(scope: str) -> str:
    """What stands before each word in PostgreSQL's index, as migration 0020 writes it: like 7te of p7text."""
    return SHORT.search(scope)[0]
