"""The door to what people do with the corpus, built on the corpus's own."""

from django.http import HttpRequest

from annotations import verbs
from annotations.models import Comment, Entity, Facet, Highlight, Tag, Tagging
from corpus_app.access import Permission, article, change, enter, may, obtain, project, visible
from corpus_app.models import Change

__all__ = [
    "Permission",
    "article",
    "comment",
    "enter",
    "entity",
    "facet",
    "highlight",
    "may",
    "project",
    "tag",
    "tagging",
    "undoable_change",
]

HIGHLIGHTS = visible(
    Highlight.objects.select_related("article__version", "author").defer("article__version__text")
)
TAGGINGS = visible(Tagging.objects.select_related("highlight", "article", "tag"))
COMMENTS = visible(Comment.objects.select_related("highlight", "article"))
TAGS = visible(Tag.objects.select_related("facet"))
FACETS = visible(Facet.objects.all())
ENTITIES = visible(Entity.objects.all())

NEEDED_TO_UNDO = {
    "edit-tag": Permission.MANAGE,
    "archive-tag": Permission.MANAGE,
    "remove-article": Permission.MANAGE,
    "correct-metadata": Permission.ADD_ARTICLES,
}


def undoable_change(request: HttpRequest, slug: str, number: int) -> Change:
    """A change, for somebody who may still do today what it did."""
    found = change(request, slug, number, Permission.READ)
    return change(request, slug, number, NEEDED_TO_UNDO.get(verbs.root(found.verb), Permission.ANNOTATE))


def highlight(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Highlight:
    return obtain(request, slug, permission, HIGHLIGHTS, uid=uid)


def tagging(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Tagging:
    return obtain(request, slug, permission, TAGGINGS, uid=uid)


def comment(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Comment:
    return obtain(request, slug, permission, COMMENTS, uid=uid)


def tag(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Tag:
    return obtain(request, slug, permission, TAGS, uid=uid)


def facet(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Facet:
    return obtain(request, slug, permission, FACETS, uid=uid)


def entity(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Entity:
    return obtain(request, slug, permission, ENTITIES, uid=uid)
