"""What merging tags would mean: whether they fit together, say the same, and lie on the same passages."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.models import Count, QuerySet

from annotations.models import FacetKind, Tag, Tagging, is_above
from corpus_app.actions import Refused

SAME = ("highlight", "coder", "target", "holder")  # there is one tagging of each tag for these


def refuse_what_does_not_fit(going: Sequence[Tag], into: Tag) -> None:
    """Raises Refused with what to do first."""
    if not going:
        raise Refused("Choose at least one other tag to merge.")
    if into in going:
        raise Refused(f"“{into.name}” cannot be merged into itself. Choose other tags.")
    for tag in (into, *going):
        if tag.archived_at is not None:
            raise Refused(f"“{tag.name}” has been archived or merged since. Choose the tags again.")
    stranger = next((tag for tag in going if tag.facet_id != into.facet_id), None)
    if stranger:
        raise Refused(f"“{stranger.name}” answers another question than “{into.name}”. Choose tags of one facet.")
    above = next((tag for tag in going if is_above(tag, into)), None)
    if above:
        raise Refused(f"“{into.name}” stands below “{above.name}”. Merge that one into the other, or move it first.")
    gone = {tag.pk for tag in going}
    children = Tag.objects.live().filter(parent__in=[into.pk, *gone]).exclude(pk__in=gone).order_by("name", "pk")
    names = sorted((child.name.casefold(), child.name) for child in children)
    for _, same in groupby(names, key=lambda pair: pair[0]):
        if len(same := list(same)) > 1:
            raise Refused(f"Several of these tags have a tag “{same[0][1]}” below them. Merge or rename those first.")


def differ(going: Iterable[Tag], into: Tag) -> bool:
    """Whether they are different places on a stance's scale."""
    if into.facet.kind != FacetKind.STANCE:
        return False
    return any(tag.value_num != into.value_num for tag in going)


def doubles(tags: Iterable[Tag]) -> QuerySet:
    """Where one coder has several of the tags on one passage (for one target and holder): one of them would stay."""
    rows = Tagging.objects.filter(tag__in=tags).order_by()
    return rows.values(*SAME).annotate(times=Count("pk")).filter(times__gt=1)


def holders_differ(tags: Iterable[Tag]) -> bool:
    """Whether of one passage and target they say differently whose stance it is: quoted, or the author's."""
    said = Tagging.objects.filter(tag__in=tags).exclude(holder_kind="").order_by()
    return said.values(*SAME).annotate(kinds=Count("holder_kind", distinct=True)).filter(kinds__gt=1).exists()
