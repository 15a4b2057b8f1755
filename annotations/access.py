"""The door to what people do with the corpus, built on the corpus's own."""

from django.http import HttpRequest

from annotations.models import Comment, Entity, Facet, Highlight, Tag, Tagging
from corpus_app.access import Permission, article, change, enter, may, obtain, project
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

NEEDED_TO_UNDO = {
    "edit-tag": Permission.MANAGE,
    "archive-tag": Permission.MANAGE,
    "remove-article": Permission.MANAGE,
    "correct-metadata": Permission.ADD_ARTICLES,
}


def undoable_change(request: HttpRequest, slug: str, number: int) -> Change:
    """A change, for somebody who may still do today what it did."""
    found = change(request, slug, number, Permission.READ)
    verb = found.undoes.verb if found.undoes else found.verb
    return change(request, slug, number, NEEDED_TO_UNDO.get(verb, Permission.ANNOTATE))


def highlight(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Highlight:
    rows = Highlight.objects.select_related("article__version", "author")
    return obtain(request, slug, permission, rows.defer("article__version__text"), uid=uid)


def tagging(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Tagging:
    rows = Tagging.objects.select_related("highlight", "article", "tag")
    return obtain(request, slug, permission, rows, uid=uid)


def comment(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Comment:
    rows = Comment.objects.select_related("highlight", "article")
    return obtain(request, slug, permission, rows, uid=uid)


def tag(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Tag:
    rows = Tag.objects.select_related("facet")
    return obtain(request, slug, permission, rows, uid=uid)


def facet(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Facet:
    return obtain(request, slug, permission, Facet.objects.all(), uid=uid)


def entity(request: HttpRequest, slug: str, uid: str, permission: Permission) -> Entity:
    return obtain(request, slug, permission, Entity.objects.all(), uid=uid)
