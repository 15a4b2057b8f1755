"""The door to what people do with the corpus, built on the corpus's own."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse

from annotations import verbs
from annotations.models import (
    Comment,
    Entity,
    Facet,
    Highlight,
    Memo,
    Placement,
    Reading,
    ReadingState,
    SavedView,
    Tag,
    Tagging,
)
from corpus_app.access import ARTICLES, LARGEST, Permission, change, enter, may, obtain, project, visible
from corpus_app.live.cursors import number_of
from corpus_app.middleware import OldText
from corpus_app.models import Article, Change
from corpus_app.written import Written

__all__ = [
    "LARGEST",
    "Permission",
    "article",
    "comment",
    "enter",
    "entity",
    "facet",
    "highlight",
    "may",
    "memo",
    "placements",
    "project",
    "refuse_without_text",
    "saved_view",
    "tag",
    "tagging",
    "talk",
    "text_of",
    "thread",
    "undoable_change",
]

HIGHLIGHTS = visible(
    Highlight.objects.select_related("article__version", "author").defer("article__version__text")
)
TAGGINGS = visible(
    Tagging.objects.select_related("highlight", "article__version", "tag").defer("article__version__text")
)
COMMENTS = visible(
    Comment.objects.select_related("highlight", "article__version", "author").defer("article__version__text")
)
VIEWS = visible(SavedView.objects.all())
MEMOS = visible(Memo.objects.select_related("article", "tag"))
TAGS = visible(Tag.objects.select_related("facet"))
FACETS = visible(Facet.objects.all())
ENTITIES = visible(Entity.objects.select_related("merged_into"))
LOCKS = Written(
    lambda person, article: Reading.objects.assigned()
    .filter(coder=person, article=article, state=ReadingState.FINISHED).values_list("pk")
)
COMMENT, MEMO = (model._meta.label_lower for model in (Comment, Memo))
TEXT = "Corpus-Text"  # the header
NOT_YOURS = "This is another coder's highlight. They, or an owner of the project, say where it belongs."
LOCKED = "You have finished this article. Open it again at its end to change your highlights, tags and notes."

NO_TEXT = "This article has no text yet, so there is nothing to read or to code. Attach its text first."

NEEDED_TO_UNDO = {
    "add-preset": Permission.MANAGE,
    "import-codebook": Permission.MANAGE,
    "edit-tag": Permission.MANAGE,
    "edit-facet": Permission.MANAGE,
    "move-tags": Permission.MANAGE,
    "split-tag": Permission.MANAGE,
    "change-meaning": Permission.MANAGE,
    "edit-entity": Permission.MANAGE,
    "merge-entities": Permission.MANAGE,
    "archive-tag": Permission.MANAGE,
    "unarchive-tag": Permission.MANAGE,
    "merge-tags": Permission.MANAGE,
    "remove-article": Permission.MANAGE,
    "correct-metadata": Permission.ADD_ARTICLES,
    "add-set": Permission.ADD_ARTICLES,
    "fill-set": Permission.ADD_ARTICLES,
    "remove-set": Permission.ADD_ARTICLES,
    "add-field": Permission.MANAGE,
    "edit-field": Permission.MANAGE,
    "save-view": Permission.READ,
    "save-view-privately": Permission.READ,
    "remove-view": Permission.READ,
    "remove-view-privately": Permission.READ,
    "add-version": Permission.MANAGE,
}


def undoable_change(request: HttpRequest, slug: str, name: str) -> Change:
    """A change, for somebody who may still do today what it did; in a removed article there is only its removal."""
    number = number_of(request.user, project(request, slug, Permission.READ), name)
    if number is None:
        raise Http404
    found = change(request, slug, number, Permission.READ)
    if found.article and found.article.removed_at and verbs.root(found.verb) != "remove-article":
        raise Http404
    needed = NEEDED_TO_UNDO.get(verbs.root(found.verb), Permission.ANNOTATE)
    for place in {found.article_id} if found.article_id else articles_of(found):
        if not is_talk(found):
            refuse_if_locked(request, place, needed)
    return change(request, slug, number, needed)


def articles_of(change: Change) -> set[int]:
    """Where its taggings are, of a change that is about more than one article."""
    sides = [side for edit in change.edits for side in (edit["before"], edit["after"]) if side]
    return {side["article_id"] for side in sides if "highlight_id" in side and "article_id" in side}


def is_talk(found: Change) -> bool:
    """What is said of the work is no part of it: replies, notes on whole articles, memos."""
    if not {edit["table"] for edit in found.edits} <= {COMMENT, MEMO}:
        return False
    written = {edit["id"] for edit in found.edits if edit["table"] == COMMENT}
    return not Comment.objects.filter(pk__in=written, parent=None, highlight__isnull=False).exists()


def refuse_if_locked(request: HttpRequest, article: int | None, permission: Permission) -> None:
    """Whoever says that their work on an article is done has a layer that stays as it is."""
    if permission is Permission.ANNOTATE and article and LOCKS.rows(person=request.user.pk, article=article):
        raise PermissionDenied(LOCKED)


def article(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Article:
    found = obtain(request, slug, permission, ARTICLES, uid=uid)
    refuse_old_text(request, found)
    refuse_if_locked(request, found.pk, permission)
    if permission is Permission.ANNOTATE:
        refuse_without_text(found)
    return found


def text_of(request: HttpRequest, slug: str, uid: str) -> Article:
    """An article whose text is to be another one: its owner's matter, but who adds articles may attach a first text."""
    found = article(request, slug, uid, Permission.ADD_ARTICLES)
    return article(request, slug, uid, Permission.MANAGE) if found.has_text else found


def refuse_without_text(article: Article) -> None:
    if not article.has_text:
        raise PermissionDenied(NO_TEXT)


def refuse_old_text(request: HttpRequest, article: Article) -> None:
    """The reading page's script says which text it shows: …/articles/<uid>/<version>. Raises OldText."""
    shown, _, number = request.headers.get(TEXT, "").rpartition("/")
    if shown.endswith(f"/{article.uid}") and number != str(article.version.number):
        raise OldText(reverse("annotations:article", args=(article.project.slug, article.uid)))


def highlight(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Highlight:
    found = obtain(request, slug, permission, HIGHLIGHTS, uid=uid)
    found.article.project = found.project
    refuse_old_text(request, found.article)
    refuse_if_locked(request, found.article_id, permission)
    return found


def tagging(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Tagging:
    found = obtain(request, slug, permission, TAGGINGS, uid=uid)
    found.article.project = found.project
    refuse_old_text(request, found.article)
    refuse_if_locked(request, found.article_id, permission)
    return found


def comment(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Comment:
    """A note on a passage belongs to one's work on the article; replies, and notes on the whole, do not."""
    found = thread(request, slug, uid, permission)
    if found.highlight_id and not found.parent_id:
        refuse_if_locked(request, found.article_id, permission)
    return found


def thread(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Comment:
    """A note to answer or resolve, which is open when one's own work is finished, too."""
    found = obtain(request, slug, permission, COMMENTS, uid=uid)
    found.article.project = found.project
    refuse_old_text(request, found.article)
    return found


def placements(request: HttpRequest, slug: str, uids: Sequence[str]) -> list[Placement]:
    """Passages that wait for their place, to be decided on: one's own, or as an owner everybody's."""
    opened = project(request, slug, Permission.ANNOTATE)
    rows = Placement.objects.visible_to(request.user).filter(project=opened, uid__in=uids)
    found = list(rows.select_related("article__version", "highlight").order_by("article", "pk"))
    if not found or len(found) != len(set(uids)):
        raise Http404
    for placement in found:
        placement.project = placement.article.project = opened
        if not may(opened, Permission.MANAGE):
            if placement.highlight.author_id != request.user.pk:
                raise PermissionDenied(NOT_YOURS)
            refuse_if_locked(request, placement.article_id, Permission.ANNOTATE)
    return found


def talk(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Article:
    """An article to write beside, which is open when one's own work is finished, too."""
    return obtain(request, slug, permission, ARTICLES, uid=uid)


def memo(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Memo:
    return obtain(request, slug, permission, MEMOS, uid=uid)


def saved_view(request: HttpRequest, slug: str, uid: str, permission: Permission) -> SavedView:
    return obtain(request, slug, permission, VIEWS, uid=uid)


def tag(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Tag:
    return obtain(request, slug, permission, TAGS, uid=uid)


def facet(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Facet:
    return obtain(request, slug, permission, FACETS, uid=uid)


def entity(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Entity:
    return obtain(request, slug, permission, ENTITIES, uid=uid)
