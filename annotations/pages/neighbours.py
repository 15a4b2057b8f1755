"""A person's own highlights that overlap or touch one of theirs: what it can be merged with."""

from annotations.models import Highlight
from corpus_app.models import User

GAP = 4  # code points of white space at most between two that touch: a blank line, or a few spaces
MOST = 4


def of(highlight: Highlight, user: User) -> list[Highlight]:
    near = Highlight.objects.visible_to(user).filter(
        article=highlight.article_id, version=highlight.version_id, author=user,
        start__lte=highlight.end + GAP, end__gte=highlight.start - GAP,
    )
    return [other for other in near.exclude(pk=highlight.pk)[: 2 * MOST] if _touch(highlight, other)][:MOST]


def _touch(one: Highlight, other: Highlight) -> bool:
    first, second = sorted((one, other), key=lambda highlight: highlight.start)
    return not first.suffix[: max(0, second.start - first.end)].strip()
