"""What people write: notes with their replies, on passages and articles; who is told of them; and memos."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.codebook import Tag
from annotations.models.highlights import ByPerson, Highlight
from corpus_app.ids import new_id
from corpus_app.models import Article, Project, Standing, User

BLINK = timedelta(seconds=1)  # both times of a new row are taken one after the other


class CommentQuerySet(ByPerson):
    def visible_to(self, user: User) -> "CommentQuerySet":
        return super().visible_to(user).filter(removed_at=None)


class Comment(models.Model):
    """A note, or a reply to one: a note without a parent begins a thread, on a highlight or on the whole article.

    Persons are mentioned in the text by their ids (annotations/mentions.py), so that a new name changes nothing.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="comments")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    highlight = models.ForeignKey(Highlight, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    folded = models.TextField(editable=False, default="")
    version_no = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("project", "uid"), name="comment_uid_unique_in_project"),)
        indexes = (
            models.Index(fields=("article", "id"), name="comment_of_article"),
            models.Index(fields=("project", "-created_at", "-uid"), name="comments_newest_first"),
        )

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def thread(self) -> int:
        """The key of the note that began it."""
        return self.parent_id or self.pk

    @property
    def is_edited(self) -> bool:
        return self.updated_at - self.created_at > BLINK


class NoticeKind(models.TextChoices):
    MENTION = "mention", "mentions you"
    REPLY = "reply", "replied"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        """The person's own, of what they may read now: what is hidden from them waits until it is not."""
        return self.filter(
            Standing.of(user).sees("comment__author", user), user=user, article__removed_at=None,
            comment__removed_at=None, comment__highlight__removed_at=None,
        )

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """That a note or a reply concerns somebody. Made with it, one for each person; read by them alone."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=7, choices=NoticeKind.choices)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("comment", "user"), name="one_notice_per_note_and_person"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
        )
        indexes = (
            models.Index(fields=("user", "-id"), name="notices_of_person"),
            models.Index(fields=("user",), condition=Q(read_at=None), name="unread_notices"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.comment_id}"


class MemoQuerySet(models.QuerySet["Memo"]):
    def visible_to(self, user: User) -> "MemoQuerySet":
        """Own ones, and those for the team whose authors' work the person sees. A private one has no other reader."""
        own = Q(author=user, project__in=Standing.of(user).projects)
        shared = Standing.of(user).sees("author", user) & Q(is_shared=True)
        there = Q(article=None) | Q(article__removed_at=None)
        return self.filter(own | shared, there, removed_at=None)


class Memo(models.Model):
    """A thought that is kept: on an article, on a tag or on the project, for oneself or for the team."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memos")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, blank=True, related_name="memos")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, null=True, blank=True, related_name="memos")
    uid = models.CharField(max_length=12, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memos")
    text = models.TextField()
    folded = models.TextField(editable=False)
    is_shared = models.BooleanField(default=False)
    version_no = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MemoQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("project", "uid"), name="memo_uid_unique_in_project"),
            models.CheckConstraint(condition=Q(article=None) | Q(tag=None), name="memo_is_about_one_thing"),
        )
        indexes = (models.Index(fields=("project", "-created_at", "-uid"), name="memos_newest_first"),)

    def __str__(self) -> str:
        return self.text[:60]
