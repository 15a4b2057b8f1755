"""Taking an import back as a whole, as long as nobody has worked in one of its articles."""

from collections.abc import Sequence

from django.db.models import Q

from annotations.models import Comment, Highlight, Memo, Reading, ReadingState
from corpus_app import diary
from corpus_app.actions import Refused, reopen_drafts
from corpus_app.models import Article, ArticleDraft, Project, User

NAMED = 5  # articles in a sentence


def undo_import(*, project: Project, actor: User, saved_in: str) -> list[Article]:
    """Remove the articles of the actor's own import; its drafts wait again. Raises Refused where somebody works."""
    drafts = ArticleDraft.objects.filter(project=project, added_by=actor, saved_in=saved_in)
    with diary.writing(project=project, actor=actor, verb="undo-import") as change:
        articles = list(Article.objects.filter(pk__in=drafts.values("article"), removed_at=None))
        if not articles:
            raise Refused("There is nothing left of this import to take back.")
        _refuse_if_used(articles)
        for article in articles:
            before = diary.row(article)
            article.removed_at = change.at
            change.edits.append(diary.changed(article, before))
        Article.objects.filter(pk__in=[article.pk for article in articles]).update(removed_at=change.at)
        reopen_drafts(drafts=drafts.filter(article__in=articles))
    return articles


def _refuse_if_used(articles: Sequence[Article]) -> None:
    """By anybody's marks, notes, memos or finished reading; who it was is not told, since it may be blind coding."""
    mine = Q(article__in=articles)
    done = Q(state__in=(ReadingState.FINISHED, ReadingState.SKIPPED)) | Q(assigned_at__isnull=False)
    used: set[int] = set()
    for rows in (
        Highlight.objects.filter(mine, removed_at=None), Comment.objects.filter(mine, removed_at=None),
        Memo.objects.filter(mine, removed_at=None), Reading.objects.filter(mine & done),
    ):
        used |= set(rows.order_by().values_list("article", flat=True).distinct())
    if used:
        names = [f"“{article}”" for article in articles if article.pk in used]
        more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
        raise Refused(
            f"Somebody works in these articles since, so the import stays: {', '.join(names[:NAMED])}{more}. "
            "Ask an owner to remove the articles that you do not want."
        )
