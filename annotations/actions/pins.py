"""The tags that a person keeps at hand in a project: the palette has them on its first number keys, on every device."""

from django.db import transaction

from annotations.models import Tag
from corpus_app.models import User

MOST = 9


def pin_tag(*, tag: Tag, user: User, pinned: bool) -> User:
    """Pin a tag as the last one, or unpin it; of more than MOST the first goes. Devices do not lose each other's."""
    with transaction.atomic():
        display = User.objects.select_for_update().values_list("display", flat=True).get(pk=user.pk)
        pins = display.get("pins", {})
        project = str(tag.project_id)
        rest = [uid for uid in pins.get(project, []) if uid != tag.uid]
        user.display = {**display, "pins": {**pins, project: [*rest, tag.uid][-MOST:] if pinned else rest}}
        user.save(update_fields=["display"])
    return user
