"""What people made, for the site administrator to look at; only actions change it."""

from django.contrib import admin

from annotations.models import Comment, Entity, Facet, Highlight, Reading, Tag, Tagging
from corpus_app.admin import ForLooking


@admin.register(Facet)
class FacetAdmin(ForLooking):
    list_display = ("name", "project", "kind", "many", "target", "holder")
    list_select_related = ("project",)


@admin.register(Tag)
class TagAdmin(ForLooking):
    list_display = ("name", "project", "facet", "parent", "value", "colour", "pattern", "archived_at")
    list_select_related = ("project", "facet", "parent")
    search_fields = ("name", "uid")


@admin.register(Entity)
class EntityAdmin(ForLooking):
    list_display = ("name", "project", "kind")
    list_select_related = ("project",)
    search_fields = ("name", "uid")


@admin.register(Highlight)
class HighlightAdmin(ForLooking):
    list_display = ("__str__", "project", "article", "author", "start", "end", "created_at", "removed_at")
    list_select_related = ("project", "article", "author")
    search_fields = ("uid",)
    exclude = ("version",)
    ordering = ("-pk",)


@admin.register(Tagging)
class TaggingAdmin(ForLooking):
    list_display = ("uid", "project", "tag", "target", "holder", "coder", "created_at")
    list_select_related = ("project", "tag", "target", "holder", "coder")
    search_fields = ("uid",)
    ordering = ("-pk",)


@admin.register(Comment)
class CommentAdmin(ForLooking):
    list_display = ("__str__", "project", "author", "created_at", "removed_at")
    list_select_related = ("project", "author")
    ordering = ("-pk",)


@admin.register(Reading)
class ReadingAdmin(ForLooking):
    list_display = ("article", "coder", "project", "state", "position", "opened_at", "finished_at")
    list_select_related = ("article", "coder", "project")
    ordering = ("-pk",)
