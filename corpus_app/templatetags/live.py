"""Where the diary was when a page was made, so that its stream goes on from there."""

from django import template
from django.template import Context

from corpus_app.live.cursors import bookmark, name_of
from corpus_app.models import Project, Standing

register = template.Library()


@register.simple_tag(takes_context=True)
def live_cursor(context: Context, project: Project) -> str:
    """The project's number as the door read it, before anything else that the page shows."""
    return bookmark(project.pk, Standing.of(context["request"].user), project.change_number)


@register.simple_tag(takes_context=True)
def change_name(context: Context, project: Project, number: int) -> str:
    """What an address calls a change."""
    return name_of(context["request"].user, project, number)
