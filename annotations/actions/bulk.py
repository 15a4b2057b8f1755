"""Changing one's tags on many passages at once: one change, and so one undo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from annotations.actions.highlights import NewTagging, at_present
from annotations.models import Entity, Highlight, Tag, Tagging
from corpus_app import diary
from corpus_app.actions import Refused
from corpus_app.models import Change, Project, User


class Way(StrEnum):
    ADD = "add"
    SWAP = "swap"
    REMOVE = "remove"


VERBS = {Way.ADD: "tag-passages", Way.SWAP: "retag-passages", Way.REMOVE: "untag-passages"}
Says = tuple[int, int, int | None, int | None]  # highlight, tag, target, holder


@dataclass(frozen=True)
class Plan:
    """What would be written: new rows, rows that go, and on how many passages nothing changes."""

    made: list[Tagging] = field(default_factory=list)
    gone: list[Tagging] = field(default_factory=list)
    same: int = 0

    @property
    def passages(self) -> int:
        return len({row.highlight_id for row in (*self.made, *self.gone)})

    @property
    def replaced(self) -> int:
        """Other values of a stance that give way."""
        made = {(row.highlight_id, row.facet_id) for row in self.made if row.single}
        return sum((row.highlight_id, row.facet_id) in made for row in self.gone)


def plan_passages(
    *, project: Project, actor: User, highlights: Sequence[Highlight], way: Way, tag: Tag,
    to: Tag | None = None, target: Entity | None = None,
) -> Plan:
    """What change_passages would do, by the same rules. Queries once. Only the actor's own taggings ever change."""
    keys = [highlight.pk for highlight in highlights]
    own = list(Tagging.objects.filter(project=project, highlight__in=keys, coder=actor).order_by("pk"))
    if way is Way.ADD:
        return _adding(project, actor, highlights, own, NewTagging(tag, target))
    carried = [row for row in own if row.tag_id == tag.pk and (target is None or row.target_id == target.pk)]
    same = len(highlights) - len({row.highlight_id for row in carried})
    if way is Way.REMOVE:
        return Plan([], carried, same)
    made = [_copy(row, to) for row in carried] if to else []
    there = {_says(row) for row in own}
    return Plan([row for row in made if _says(row) not in there], carried, same)


def change_passages(
    *, project: Project, actor: User, highlights: Sequence[Highlight], way: Way, tag: Tag,
    to: Tag | None = None, target: Entity | None = None,
) -> Change:
    """Write it as one change. Raises Refused where nothing would change."""
    places = {highlight.article_id: highlight.article for highlight in highlights}
    article = next(iter(places.values())) if len(places) == 1 else None
    seen = project.codebook_version
    with diary.writing(project=project, actor=actor, verb=VERBS[way], article=article) as change:
        tag, to = (new.tag if new else None for new in _at_present(tag, to, seen, change))
        live = Highlight.objects.filter(removed_at=None, article__removed_at=None)
        there = set(live.filter(pk__in=[one.pk for one in highlights]).values_list("pk", flat=True))
        plan = plan_passages(
            project=project, actor=actor, highlights=[one for one in highlights if one.pk in there], way=way, tag=tag,
            to=to, target=target,
        )
        if not plan.passages:
            raise Refused("Your own tags on these passages are so already. Nothing was changed.")
        change.edits = [diary.deleted(row) for row in plan.gone]
        Tagging.objects.filter(pk__in=[row.pk for row in plan.gone]).delete()
        Tagging.objects.bulk_create(plan.made, batch_size=500)
        change.edits += [diary.created(row) for row in plan.made]
    return change


def _at_present(tag: Tag, to: Tag | None, seen: int, change: Change) -> tuple[NewTagging, NewTagging | None]:
    """A tag that was merged meanwhile gives way to what it became."""
    found = at_present([NewTagging(tag), *([NewTagging(to)] if to else [])], seen, change)
    return found[0], found[1] if to else None


def _adding(
    project: Project, actor: User, highlights: Iterable[Highlight], own: Iterable[Tagging], new: NewTagging
) -> Plan:
    target = new.target and new.target.pk
    there, rivals, same = {_says(row) for row in own}, {}, 0
    for row in own:
        if not new.tag.facet.many and (row.facet_id, row.target_id, row.holder_id) == (new.tag.facet_id, target, None):
            rivals[row.highlight_id] = row
    made = []
    for highlight in highlights:
        if (highlight.pk, new.tag.pk, target, None) in there:
            same += 1
            continue
        made.append(Tagging(
            project=project, article_id=highlight.article_id, highlight=highlight, facet=new.tag.facet, tag=new.tag,
            coder=actor, target=new.target, single=not new.tag.facet.many, codebook_version=project.codebook_version,
        ))
    return Plan(made, [rivals[row.highlight_id] for row in made if row.highlight_id in rivals], same)


def _copy(row: Tagging, to: Tag) -> Tagging:
    """What was said of the passage, with another tag of the same facet."""
    return Tagging(
        project_id=row.project_id, article_id=row.article_id, highlight_id=row.highlight_id, facet=to.facet, tag=to,
        coder_id=row.coder_id, target_id=row.target_id, holder_id=row.holder_id, holder_kind=row.holder_kind,
        memo=row.memo, single=row.single, codebook_version=row.codebook_version,
    )


def _says(row: Tagging) -> Says:
    return row.highlight_id, row.tag_id, row.target_id, row.holder_id
