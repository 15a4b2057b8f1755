"""Where the diary was when a page was made, so that its stream goes on from there."""

from django import template
from django.template import Context

from corpus_app.live.cursors import cursor
from corpus_app.live.events import View
from corpus_app.models import Project, Standing

register = template.Library()


@register.simple_tag(takes_context=True)
def live_cursor(context: Context, project: Project) -> str:
    """The project's number as the door read it, before anything else that the page shows."""
    user = context["request"].user
    return cursor(View(project.pk, user.pk, Standing.of(user)), project.change_number)
