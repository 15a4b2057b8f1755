"""What merging entities would mean: whether they can be, and what a coder said of two of them on one passage."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db.models import Q

from annotations.models import Entity, Tagging
from corpus_app.actions import Refused


class Said(NamedTuple):
    """A tagging by what makes it one of a kind; whom it is about and whose it is by primary keys."""

    pk: int
    highlight: int
    coder: int
    tag: int
    facet: int
    single: bool
    target: int | None
    holder: int | None


def taggings_with(entities: Collection[int]) -> list[Said]:
    rows = Tagging.objects.filter(Q(target__in=entities) | Q(holder__in=entities)).order_by("pk")
    return [Said(*row) for row in rows.values_list(
        "pk", "highlight", "coder", "tag", "facet", "single", "target", "holder"
    )]


def collisions(going: Sequence[Entity], into: Entity) -> tuple[list[list[Said]], list[list[Said]]]:
    """Taggings that would be the same, and those that would be different values of one stance. Queries once."""
    gone = {entity.pk for entity in going}
    same: dict[tuple, list[Said]] = {}
    values: dict[tuple, list[Said]] = {}
    for said in taggings_with({into.pk, *gone}):
        after = [into.pk if key in gone else key for key in (said.target, said.holder)]
        same.setdefault((said.highlight, said.coder, said.tag, *after), []).append(said)
        if said.single:
            values.setdefault((said.highlight, said.coder, said.facet, *after), []).append(said)
    different = [some for some in values.values() if len({said.tag for said in some}) > 1]
    return [some for some in same.values() if len(some) > 1], different


def refuse_what_cannot_merge(going: Sequence[Entity], into: Entity) -> None:
    if not going:
        raise Refused("Choose at least one other to merge.")
    if into in going:
        raise Refused(f"“{into.name}” cannot be merged into itself. Choose others.")
    gone = next((entity for entity in (into, *going) if entity.merged_into_id), None)
    if gone:
        raise Refused(f"“{gone.name}” has been merged since. Choose again.")
